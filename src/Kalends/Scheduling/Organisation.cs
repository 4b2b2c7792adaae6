using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling;

/// <summary>An organisation as scheduling sees one.</summary>
static class Organisation
{
    public static async Task<bool> Exists(Session session, long id) =>
        await session.Number(FindById, ("organisation", id)) is not null;

    /// <summary>Refuses an organisation that does not exist, or is not the caller's.</summary>
    public static async Task CheckAuthority(Session session, Call call, long id)
    {
        if (!call.Scope.Covers(null, id) || !await Exists(session, id))
            throw SchedulingErrors.NoSuchOrganisation.Refused();
    }

    static readonly Sql FindById = new("SELECT 1 AS n FROM public_organisations WHERE id = @organisation");
}
