using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Providers;

/// <summary>Reads one provider.</summary>
static class ReadProvider
{
    /// <param name="Id">Which one.</param>
    public sealed record Input([Id] long Id);

    public static Task<Person> Run(Input input, Call call) => call.Read(session => Find(session, input.Id));

    /// <summary>A provider, or the refusal that there is none.</summary>
    public static async Task<Person> Find(Session session, long id) =>
        await session.One(FindById, Person.Read, ("id", id)) ?? throw Refused.NotFound("provider");

    static readonly Sql FindById = new("""
        SELECT id, first_name, last_name, time_zone, user_id, owner_user_id, organisation_id, created_at, updated_at
        FROM providers
        WHERE id = @id
        """);
}
