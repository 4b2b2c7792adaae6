using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Providers;

/// <summary>The ownership of a provider or a client, and the consent that a change of it needs.</summary>
/// <param name="UserId">The user who is this provider or client.</param>
/// <param name="OwnerUserId">The user who may act for the provider or client.</param>
/// <param name="OrganisationId">The organisation whose managers may act for the provider or client.</param>
sealed record Ownership(string? UserId, string OwnerUserId, long? OrganisationId)
{
    /// <summary>
    /// Refuses to replace a known ownership by this one unless the signatories include everybody concerned or an admin.
    /// The right of a signatory to change the person at all is checked elsewhere.
    /// </summary>
    /// <param name="known">The present ownership; null for a new person.</param>
    /// <param name="signatories">The user who makes the change, and the user who accepted it.</param>
    public void RefuseUnlessAgreed(Ownership? known, params IReadOnlyList<Signatory> signatories)
    {
        if (Objection(known, signatories) is { } refused)
            throw refused;
    }

    /// <summary>The same refusal as a return value; null if no consent is missing.</summary>
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

        // A manager who owns the person could otherwise take it out of the organisation alone.
        if (known?.OrganisationId is { } left && !ManagerAgrees(left, besides: OwnerUserId))
            return ProvidersErrors.LetGoByManagers.Refused();
        if (OrganisationId is { } joined && !(ManagerAgrees(joined) && Agrees(OwnerUserId)))
            return ProvidersErrors.JoinedByBoth.Refused();
        return null;

        bool Agrees(string? userId) => userId is null || signatories.Any(one => one.UserId == userId);

        bool ManagerAgrees(long organisationId, string? besides = null) =>
            signatories.Any(one => one.OrganisationId == organisationId && one.UserId != besides);
    }

    /// <summary>
    /// Whether a keeper of the person loses it by this change; the change is then the last event that they see of it.
    /// </summary>
    public bool LeavesKeepersOf(Ownership known) => known.OwnerUserId != OwnerUserId
        || (known.OrganisationId is not null && known.OrganisationId != OrganisationId);

    /// <summary>Refuses users and organisations that do not exist.</summary>
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

    // The row is locked, so that nobody deletes the user before the transaction that names them commits. Many
    // transactions may hold this lock at a time.
    static readonly Sql FindUser = new(UserById, $"{UserById} FOR KEY SHARE");

    static readonly Sql FindOrganisation = new("SELECT 1 AS n FROM public_organisations WHERE id = @id");
}

/// <summary>A user who agrees to a change of ownership, by making it or by accepting an invitation to it.</summary>
/// <param name="UserId">The id of the user.</param>
/// <param name="IsAdmin">Whether the consent of everybody else is unnecessary.</param>
/// <param name="OrganisationId">The organisation that the user manages.</param>
sealed record Signatory(string UserId, bool IsAdmin, long? OrganisationId)
{
    public static Signatory Of(Call call) => Of(call.Caller.UserId, call.Scope);

    public static Signatory Of(string userId, RowScope scope) => new(userId, scope.All, scope.OrganisationId);
}

/// <summary>The ownership of providers and clients, and the callers who may change them because of it.</summary>
static class Ownerships
{
    public static Ownership OwnershipOf(this Profile profile) =>
        new(profile.UserId, profile.OwnerUserId, profile.OrganisationId);

    public static Ownership OwnershipOf(this Client client) =>
        new(client.UserId, client.OwnerUserId, client.OrganisationId);

    /// <summary>
    /// Whether a caller may change a provider: its owner, in any role, or a manager of its organisation.
    /// </summary>
    public static bool CoversProvider(this RowScope scope, Ownership known) =>
        scope.Covers(known.OwnerUserId, known.OrganisationId, known.OwnerUserId);

    /// <summary>
    /// Whether a caller may change a client: the client's own user, its owner, or a manager of its organisation.
    /// </summary>
    public static bool CoversClient(this RowScope scope, Ownership known) =>
        scope.Covers(known.OwnerUserId, known.OrganisationId, known.UserId);
}
