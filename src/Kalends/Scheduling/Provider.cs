using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling;

/// <summary>A provider as scheduling sees one: the name, and the owner of the calendar.</summary>
sealed record Provider(
    string FirstName, string LastName, string OwnerUserId, long? OrganisationId, bool IsDeleted)
{
    /// <summary>Finds a provider, or refuses an unknown one.</summary>
    public static async Task<Provider> Find(Session session, long id) =>
        await FindEver(session, id) is { IsDeleted: false } provider
            ? provider
            : throw SchedulingErrors.NoSuchProvider.Refused();

    /// <summary>Finds a provider who may be deleted, because past reservations still show their name.</summary>
    public static async Task<Provider?> FindEver(Session session, long id) =>
        await session.One(FindById, Read, ("provider", id));

    /// <summary>Refuses an unknown provider, and a provider whose calendar the caller may not change.</summary>
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
