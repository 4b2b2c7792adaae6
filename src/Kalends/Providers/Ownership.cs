using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Providers;

/// <summary>To whom a provider or a client belongs, and who must agree before that changes.</summary>
/// <param name="UserId">The user who is this provider or client.</param>
/// <param name="OwnerUserId">The user who may act for it.</param>
/// <param name="OrganisationId">The organisation whose managers may act for it.</param>
sealed record Ownership(string? UserId, string OwnerUserId, long? OrganisationId)
{
    /// <summary>
    /// Refuses to replace a known ownership by this one unless all whom it concerns are among the signatories, or an
    /// admin is. Whether a signatory may change the person at all is asked elsewhere.
    /// </summary>
    /// <param name="known">How it stands; null for somebody who is entered.</param>
    /// <param name="signatories">Who makes the change, and who accepted it.</param>
    public void RefuseUnlessAgreed(Ownership? known, params IReadOnlyList<Signatory> signatories)
    {
        if (Objection(known, signatories) is { } refused)
            throw refused;
    }

    /// <summary>The same as an answer: null where nobody is missing.</summary>
    public Refused? Objection(Ownership? known, params IReadOnlyList<Signatory> signatories)
    {
        if (signatories.Any(one => one.IsAdmin))
            return null;
        if (UserId != known?.UserId && !(Agrees(UserId) && Agrees(known?.UserId)))
            return ProvidersErrors.ConsentRequired.Refused("user_id");
        if (OwnerUserId != known?.OwnerUserId && !(Agrees(OwnerUserId) && Agrees(known?.OwnerUserId)))
            return ProvidersErrors.ConsentRequired.Refused("owner_user_id");
        if (OrganisationId == known?.OrganisationId)
            return null;

        // A manager who owns the person would take it out of the organisation for themselves.
        if (known?.OrganisationId is { } left && !ManagerAgrees(left, besides: OwnerUserId))
            return ProvidersErrors.LetGoByManagers.Refused();
        if (OrganisationId is { } joined && !(ManagerAgrees(joined) && Agrees(OwnerUserId)))
            return ProvidersErrors.JoinedByBoth.Refused();
        return null;

        bool Agrees(string? userId) => userId is null || signatories.Any(one => one.UserId == userId);

        bool ManagerAgrees(long organisationId, string? besides = null) =>
            signatories.Any(one => one.OrganisationId == organisationId && one.UserId != besides);
    }

    /// <summary>Whether somebody who kept the person keeps it no more: the last that they see of it is that.</summary>
    public bool LeavesKeepersOf(Ownership known) => known.OwnerUserId != OwnerUserId
        || (known.OrganisationId is not null && known.OrganisationId != OrganisationId);

    /// <summary>Refuses users and organisations that are not there.</summary>
    public async Task Check(Session session)
    {
        var errors = new ValidationErrors();
        if (UserId is not null && await session.Number(FindUser, ("id", UserId)) is null)
            errors.Add("/user_id", FaultCode.UnknownUser, "There is no such user.");
        if (await session.Number(FindUser, ("id", OwnerUserId)) is null)
            errors.Add("/owner_user_id", FaultCode.UnknownUser, "There is no such user.");
        if (OrganisationId is not null && await session.Number(FindOrganisation, ("id", OrganisationId)) is null)
            errors.Add("/organisation_id", FaultCode.UnknownOrganisation, "There is no such organisation.");
        errors.ThrowIfAny();
    }

    const string UserById = "SELECT 1 AS n FROM public_users WHERE id = @id";

    // Held, so that nobody deletes the user before what names them is committed; many may hold one at a time.
    static readonly Sql FindUser = new(UserById, $"{UserById} FOR KEY SHARE");

    static readonly Sql FindOrganisation = new("SELECT 1 AS n FROM public_organisations WHERE id = @id");
}

/// <summary>Somebody who agrees to a change of ownership, by making it or by accepting an invitation to it.</summary>
/// <param name="UserId">Who.</param>
/// <param name="IsAdmin">Whether nobody else has to agree.</param>
/// <param name="OrganisationId">The organisation that they manage.</param>
sealed record Signatory(string UserId, bool IsAdmin, long? OrganisationId)
{
    public static Signatory Of(Call call) => Of(call.Caller.UserId, call.Scope);

    public static Signatory Of(string userId, RowScope scope) => new(userId, scope.All, scope.OrganisationId);
}

/// <summary>The ownership of those whom the directory knows, and who may change them for it.</summary>
static class Ownerships
{
    public static Ownership OwnershipOf(this Profile profile) =>
        new(profile.UserId, profile.OwnerUserId, profile.OrganisationId);

    public static Ownership OwnershipOf(this Client client) =>
        new(client.UserId, client.OwnerUserId, client.OrganisationId);

    /// <summary>Whether a provider is somebody's to change: their owner's, whatever the role, or a manager's.</summary>
    public static bool CoversProvider(this RowScope scope, Ownership known) =>
        scope.Covers(known.OwnerUserId, known.OrganisationId, known.OwnerUserId);

    /// <summary>Whether a client is somebody's to change: their own, their owner's or a manager's.</summary>
    public static bool CoversClient(this RowScope scope, Ownership known) =>
        scope.Covers(known.OwnerUserId, known.OrganisationId, known.UserId);
}
