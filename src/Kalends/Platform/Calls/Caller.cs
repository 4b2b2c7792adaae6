using Kalends.Platform.Time;

namespace Kalends.Platform.Calls;

/// <summary>What a user may be; one user may be several.</summary>
[Flags]
enum Roles
{
    None = 0,
    Client = 1,
    Provider = 2,
    Manager = 4,
    Accountant = 8,
    Admin = 16,
}

/// <summary>Who calls: a signed-in user with roles, or nobody.</summary>
sealed record Caller(string UserId, Roles Roles, long? OrganisationId)
{
    public static readonly Caller Nobody = new("", Roles.None, null);

    /// <summary>The program itself, for what no user asked for: the sweeper, demo data.</summary>
    public static readonly Caller Program = new("kalends", Roles.Admin, null);

    /// <summary>When what they showed at the door ends; what goes on longer than a request asks.</summary>
    public Instant? Until { get; init; }

    /// <summary>Which of the user's token versions they showed.</summary>
    public long TokenVersion { get; init; }

    public bool IsKnown => UserId.Length > 0;
}
