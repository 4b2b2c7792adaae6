namespace Kalends.Platform.Calls;

/// <summary>The extent to which a role may use an action.</summary>
enum Scope
{
    None,

    /// <summary>
    /// The caller's own affairs: a client's reservations, or the calendar of a provider that the caller owns.
    /// </summary>
    Own,
    Organisation,
    All,
}

/// <summary>One line of the access table: an action, and the scope of each role for it.</summary>
sealed record Access(
    Scope Client = Scope.None,
    Scope Provider = Scope.None,
    Scope Manager = Scope.None,
    Scope Accountant = Scope.None,
    Scope Admin = Scope.All)
{
    /// <summary>Needs no token.</summary>
    public static readonly Access Anyone = new() { NeedsToken = false, AsksCaller = false, Keys = KeyUse.Always };

    /// <summary>Needs a token but no particular role.</summary>
    public static readonly Access SignedIn = new(Scope.All, Scope.All, Scope.All, Scope.All);

    /// <summary>
    /// Needs no token where it is about providers who are open to all; about others it needs one of any role.
    /// </summary>
    public static readonly Access Published = SignedIn with { NeedsToken = false };

    /// <summary>The same as signed in, whatever the scopes of the caller's API key.</summary>
    public static readonly Access AnyKey = SignedIn with { Keys = KeyUse.Always };

    /// <summary>The same, but for no API key: only for users who signed in themselves.</summary>
    public static readonly Access InPerson = SignedIn with { Keys = KeyUse.Never };

    public static readonly Access AdminOnly = new();

    /// <summary>The scope of guests, who have no user.</summary>
    public Scope Guest { get; init; }

    public bool NeedsToken { get; private init; } = true;

    /// <summary>Whether it matters who calls.</summary>
    public bool AsksCaller { get; private init; } = true;

    /// <summary>What an API key needs besides the roles of its user.</summary>
    public KeyUse Keys { get; init; }

    /// <summary>Whether every role may use the action in full.</summary>
    public bool IsForAllRoles => (Client, Provider, Manager, Accountant) is
        (Scope.All, Scope.All, Scope.All, Scope.All);

    /// <summary>Refuses a caller whose API key does not have the scope of the action.</summary>
    public void RefuseKey(Caller caller, KeyScope scope)
    {
        if (caller.Key is null || Keys == KeyUse.Always)
            return;
        if (Keys == KeyUse.Never)
            throw PlatformErrors.SignInNeeded.Refused();
        if (!scope.IsIn(caller.Key.Scopes))
            throw PlatformErrors.ScopeMissing.Refused(scope.Word).With("scope", scope.Word);
    }

    /// <summary>
    /// The rows that this caller may touch with this action: the widest scopes of their roles, combined.
    /// </summary>
    public RowScope Of(Caller caller)
    {
        bool Has(Roles role, Scope scope, Scope asked) => scope == asked && caller.Roles.HasFlag(role);
        bool Any(Scope asked) => Has(Roles.Client, Client, asked) || Has(Roles.Provider, Provider, asked) ||
            Has(Roles.Manager, Manager, asked) || Has(Roles.Accountant, Accountant, asked) ||
            Has(Roles.Admin, Admin, asked);

        var scope = new RowScope(
            All: Any(Scope.All),
            OrganisationId: Any(Scope.Organisation) ? caller.OrganisationId : null,
            OwnerUserId: Has(Roles.Provider, Provider, Scope.Own) ? caller.UserId : null,
            SelfUserId: Has(Roles.Client, Client, Scope.Own) ? caller.UserId : null)
        {
            ClientId = Has(Roles.Guest, Guest, Scope.Own) ? caller.ClientId : null,
        };
        return scope == RowScope.Nothing && AsksCaller && !NeedsToken ? RowScope.OfPublished : scope;
    }
}

/// <summary>
/// The rows a call may touch: all of them, an organisation's, an owner's calendars, or a client's own.
/// </summary>
/// <remarks>Statements take it as parameters, so that the permission is checked in the WHERE clause.</remarks>
sealed record RowScope(bool All, long? OrganisationId, string? OwnerUserId, string? SelfUserId)
{
    public static readonly RowScope Nothing = new(false, null, null, null);

    public static readonly RowScope Everything = new(true, null, null, null);

    /// <summary>What is of providers who are open to all, for callers of whom nothing is known.</summary>
    public static readonly RowScope OfPublished = Nothing with { IsOfPublished = true };

    /// <summary>Whether the rows are those of providers who are open to all.</summary>
    public bool IsOfPublished { get; private init; }

    /// <summary>The client whose affairs are the caller's own, who is a guest.</summary>
    public long? ClientId { get; init; }

    /// <summary>The reservation that the caller may manage as its client, because they have a link to it.</summary>
    public long? ReservationId { get; init; }

    /// <summary>More than the caller's own affairs as a client: provider, manager or admin.</summary>
    public bool IsStaff => All || OrganisationId is not null || OwnerUserId is not null;

    /// <summary>Whether the scope is the rows of one organisation and no others.</summary>
    public bool IsOrganisations =>
        !All && OrganisationId is not null && OwnerUserId is null && SelfUserId is null;

    public bool Covers(string? ownerUserId, long? organisationId, string? selfUserId = null) =>
        All
        || (OrganisationId is not null && OrganisationId == organisationId)
        || (OwnerUserId is not null && OwnerUserId == ownerUserId)
        || (SelfUserId is not null && SelfUserId == selfUserId);

    public (string, object?)[] With(params (string, object?)[] values) =>
    [
        ("all", All), ("organisation", OrganisationId), ("owner", OwnerUserId), ("self", SelfUserId),
        ("guest", ClientId), .. values,
    ];
}
