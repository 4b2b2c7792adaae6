using System.Text.Json.Serialization;
using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Platform.Unicode;

namespace Kalends.Accounts;

/// <summary>A user, who may sign in, or a service account, which has no password.</summary>
sealed record User(
    string Id, string Username, string? PasswordHash, Roles Roles, long? OrganisationId, Instant? DisabledAt = null,
    long Version = 1, long TokenVersion = 1, Instant? ErasedAt = null)
{
    public bool IsServiceAccount => PasswordHash is null;

    public bool IsDisabled => DisabledAt is not null;

    /// <summary>
    /// The common key of all spellings of a user's name, whatever keyboards send; all look-ups use it.
    /// </summary>
    public static string Normalised(string username) => Caseless.Key(username);

    public static async Task<User?> ByName(Session session, string username) =>
        await session.One(FindByName, Read, ("username", Normalised(username)));

    public static async Task<User?> ById(Session session, string id) => await session.One(FindById, Read, ("id", id));

    /// <summary>A user whose row is locked until the end of the transaction; null if there is none.</summary>
    public static async Task<User?> Hold(Session session, string id) => await session.One(HoldById, Read, ("id", id));

    /// <summary>
    /// The same for a user who may sign in, but refused if there is none, if they are erased, or if the caller knows
    /// another version.
    /// </summary>
    public static async Task<User> FindToChange(Session session, string id, string? ifMatch)
    {
        var known = await Hold(session, id);
        if (known is null or { IsServiceAccount: true })
            throw AccountsErrors.NoSuchUser.Refused();
        if (known.ErasedAt is not null)
            throw AccountsErrors.UserIsErased.Refused();
        EntityTag.Check(ifMatch, known.Version);
        return known;
    }

    /// <summary>The event about this user, without the name, which may be an e-mail address.</summary>
    public DomainEvent Event(string verb)
    {
        var user = View().Event(verb);
        return IsServiceAccount ? user with { Kind = $"service_account.{verb}" } : user;
    }

    public UserView View() =>
        new(Id, Username, Names(Roles), OrganisationId, DisabledAt, Version, ErasedAt);

    public static IReadOnlyList<string> Names(Roles roles) =>
        Enum.GetValues<Roles>().Where(role => role != Roles.None && roles.HasFlag(role))
            .Select(role => EnumText.Of(role)).ToList();

    /// <summary>The columns that <see cref="Read"/> reads.</summary>
    public const string Columns =
        "id, username, password_hash, roles, organisation_id, disabled_at, version, token_version, erased_at";

    public static User Read(Row row) => new(
        row.Text("id"), row.Text("username"), row.TextOrNull("password_hash"), (Roles)row.Int("roles"),
        row.LongOrNull("organisation_id"), row.AtOrNull("disabled_at"), row.Long("version"),
        row.Long("token_version"), row.AtOrNull("erased_at"));

    static readonly Sql FindByName = new($"SELECT {Columns} FROM users WHERE username_key = @username");

    static readonly Sql FindById = new($"SELECT {Columns} FROM users WHERE id = @id");

    static readonly Sql HoldById = new($$"""SELECT {{Columns}} FROM users WHERE id = @id {lock}""");
}

/// <summary>A user as other callers see them.</summary>
/// <param name="Id">The user's UUID.</param>
/// <param name="Username">The name to sign in with, in lower case.</param>
/// <param name="Roles">Any of client, provider, manager, accountant, admin.</param>
/// <param name="OrganisationId">The organisation that a manager manages.</param>
/// <param name="DisabledAt">The time since which they may not sign in; null if they may.</param>
/// <param name="Version">Counts the changes that admins make.</param>
/// <param name="ErasedAt">The time since which nothing is known of them; the name was made up then.</param>
sealed record UserView(
    string Id, string Username, IReadOnlyList<string> Roles, long? OrganisationId, Instant? DisabledAt, long Version,
    Instant? ErasedAt = null)
    : ITagged
{
    [JsonIgnore]
    public EntityTag Tag => new(Version, "");

    /// <summary>The event about this user, without the name, which may be an e-mail address.</summary>
    public DomainEvent Event(string verb) => new("accounts", $"user.{verb}", $"user/{Id}", new Facts(
        Id, Roles, OrganisationId, DisabledAt, Version));

    sealed record Facts(
        string Id, IReadOnlyList<string> Roles, long? OrganisationId, Instant? DisabledAt, long Version);
}
