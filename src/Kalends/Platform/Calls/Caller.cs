
namespace Kalends.Platform.Calls;

/// <summary>The roles of a user, who may have several.</summary>
[Flags]
enum Roles
{
    None = 0,
    Client = 1,
    Provider = 2,
    Manager = 4,
    Accountant = 8,
    Admin = 16,

    /// <summary>Somebody without a user, who has proved an e-mail address.</summary>
    Guest = 32,
}

/// <summary>The caller of a request: a signed-in user with roles, or nobody.</summary>
sealed record Caller(string UserId, Roles Roles, long? OrganisationId)
{
    public static readonly Caller Nobody = new("", Roles.None, null);

    /// <summary>A guest: somebody without a user, who acts for one client.</summary>
    public static Caller Guest(long clientId) =>
        new($"client/{clientId}", Roles.Guest, OrganisationId: null) { ClientId = clientId };

    /// <summary>The program itself, for work that no user asked for: the sweeper, demo data.</summary>
    public static readonly Caller Program = new("kalends", Roles.Admin, null);

    /// <summary>The time at which the caller's credentials expire; streams and other long answers end then.</summary>
    public Instant? Until { get; init; }

    /// <summary>The version of the user's token that the caller presented.</summary>
    public long TokenVersion { get; init; }

    /// <summary>The API key with which the user's program came; null if the user signed in.</summary>
    public CallerKey? Key { get; init; }

    /// <summary>The client of a guest; null for all others.</summary>
    public long? ClientId { get; init; }

    public bool IsKnown => UserId.Length > 0;
}
