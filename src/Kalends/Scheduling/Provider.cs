using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling;

/// <summary>A provider as scheduling knows one: the name, and to whom the calendar belongs.</summary>
sealed record Provider(
    string FirstName, string LastName, string OwnerUserId, long? OrganisationId, bool IsDeleted)
{
    /// <summary>A provider, or the refusal that there is none.</summary>
    public static async Task<Provider> Find(Session session, long id) =>
        await FindEver(session, id) is { IsDeleted: false } provider
            ? provider
            : throw SchedulingErrors.NoSuchProvider.Refused();

    /// <summary>The same for one who may be there no more: what they did is still told by their name.</summary>
    public static async Task<Provider?> FindEver(Session session, long id) =>
        await session.One(FindById, Read, ("provider", id));

    /// <summary>Refuses an unknown provider, and one whose calendar is not the caller's to change.</summary>
    public static async Task CheckAuthority(Session session, Call call, long id)
    {
        var provider = await Find(session, id);
        if (!call.Scope.Covers(provider.OwnerUserId, provider.OrganisationId))
            throw SchedulingErrors.NotYourCalendar.Refused();
    }

    static Provider Read(Row row) => new(
        row.Text("first_name"), row.Text("last_name"), row.Text("owner_user_id"), row.LongOrNull("organisation_id"),
        row.LongOrNull("deleted_at") is not null);

    static readonly Sql FindById = new("""
        SELECT first_name, last_name, owner_user_id, organisation_id, deleted_at
        FROM public_providers
        WHERE id = @provider
        """);
}
