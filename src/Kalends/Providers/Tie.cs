using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Providers;

/// <summary>To whom a provider or a client belongs.</summary>
/// <param name="UserId">The user who is this provider or client.</param>
/// <param name="OwnerUserId">The user who may act for it.</param>
/// <param name="OrganisationId">The organisation whose managers may act for it.</param>
sealed record Tie(string? UserId, string OwnerUserId, long? OrganisationId)
{
    /// <summary>
    /// Whether the caller may bind a row so: admins as they like, managers into their organisation, others to
    /// themselves.
    /// </summary>
    public void RefuseUnlessAllowed(Call call)
    {
        if (call.Reach.All)
            return;

        var isManagers = call.Reach.OrganisationId is { } managed && managed == OrganisationId;
        var isCallers = OrganisationId is null && OwnerUserId == call.Caller.UserId
            && (UserId is null || UserId == call.Caller.UserId);
        if (!isManagers && !isCallers)
            throw Refused.Forbidden("You may only bind to yourself, or to the organisation that you manage.");
    }

    /// <summary>Refuses users and organisations that are not there.</summary>
    public async Task Check(Session session)
    {
        var faults = new Faults();
        if (UserId is not null && await session.Number(FindUser, ("id", UserId)) is null)
            faults.Add("/user_id", "unknown_user", "There is no such user.");
        if (await session.Number(FindUser, ("id", OwnerUserId)) is null)
            faults.Add("/owner_user_id", "unknown_user", "There is no such user.");
        if (OrganisationId is not null && await session.Number(FindOrganisation, ("id", OrganisationId)) is null)
            faults.Add("/organisation_id", "unknown_organisation", "There is no such organisation.");
        faults.ThrowIfAny();
    }

    static readonly Sql FindUser = new("SELECT 1 AS n FROM public_users WHERE id = @id");

    static readonly Sql FindOrganisation = new("SELECT 1 AS n FROM public_organisations WHERE id = @id");
}

/// <summary>The ties of those whom the directory knows.</summary>
static class Ties
{
    public static Tie TieOf(this Profile profile) =>
        new(profile.UserId, profile.OwnerUserId, profile.OrganisationId);

    public static Tie TieOf(this Client client) => new(client.UserId, client.OwnerUserId, client.OrganisationId);
}
