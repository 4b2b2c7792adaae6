using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Providers;

/// <summary>Reads one client, if the caller may see them.</summary>
static class ReadClient
{
    /// <param name="Id">Which one.</param>
    public sealed record Input([Id] long Id);

    public static Task<Person> Run(Input input, Call call) => call.Read(async session =>
        await session.One(FindVisible, Person.Read, call.Reach.With(("id", input.Id)))
        ?? throw Refused.NotFound("client"));

    static readonly Sql FindVisible = new("""
        SELECT c.id, c.first_name, c.last_name, c.time_zone, c.user_id, c.owner_user_id, c.organisation_id,
               c.created_at, c.updated_at
        FROM clients c
        WHERE c.id = @id AND (
            @all OR c.organisation_id = @organisation OR c.user_id = @self OR c.owner_user_id = @owner
            OR EXISTS (
                SELECT 1
                FROM public_reservations r
                JOIN providers p ON p.id = r.provider_id
                WHERE r.client_id = c.id AND p.owner_user_id = @owner))
        """);
}
