using System.Text.Json.Serialization;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Platform.Time;
using Kalends.Platform.Unicode;

namespace Kalends.Accounts;

/// <summary>Somebody who may sign in.</summary>
sealed record User(
    string Id, string Username, string PasswordHash, Roles Roles, long? OrganisationId, Instant? DisabledAt = null,
    long Version = 1, long TokenVersion = 1)
{
    public bool IsDisabled => DisabledAt is not null;

    /// <summary>What names of one user have in common, whatever keyboards send: all look-ups go by it.</summary>
    public static string Normalised(string username) => Caseless.Key(username);

    public static async Task<User?> ByName(Session session, string username) =>
        await session.One(FindByName, Read, ("username", Normalised(username)));

    public static async Task<User?> ById(Session session, string id) => await session.One(FindById, Read, ("id", id));

    /// <summary>A user whose row is held until the end of the transaction; null where there is none.</summary>
    public static async Task<User?> Hold(Session session, string id) => await session.One(HoldById, Read, ("id", id));

    /// <summary>The same in the version that the caller knows, or the refusal.</summary>
    public static async Task<User> FindToChange(Session session, string id, string? ifMatch)
    {
        var known = await Hold(session, id) ?? throw Refused.NotFound("user");
        EntityTag.Check(ifMatch, known.Version);
        return known;
    }

    public UserView View() => new(Id, Username, Names(Roles), OrganisationId, DisabledAt, Version);

    public static IReadOnlyList<string> Names(Roles roles) =>
        Enum.GetValues<Roles>().Where(role => role != Roles.None && roles.HasFlag(role))
            .Select(role => EnumText.Of(role)).ToList();

    /// <summary>What <see cref="Read"/> reads.</summary>
    public const string Columns =
        "id, username, password_hash, roles, organisation_id, disabled_at, version, token_version";

    public static User Read(Row row) => new(
        row.Text("id"), row.Text("username"), row.Text("password_hash"), (Roles)row.Int("roles"),
        row.LongOrNull("organisation_id"), row.AtOrNull("disabled_at"), row.Long("version"),
        row.Long("token_version"));

    static readonly Sql FindByName = new($"SELECT {Columns} FROM users WHERE username_key = @username");

    static readonly Sql FindById = new($"SELECT {Columns} FROM users WHERE id = @id");

    static readonly Sql HoldById = new($$"""SELECT {{Columns}} FROM users WHERE id = @id {lock}""");
}

/// <summary>A user as others see one.</summary>
/// <param name="Id">A UUID.</param>
/// <param name="Username">The name to sign in with, in lower case.</param>
/// <param name="Roles">Any of client, provider, manager, accountant, admin.</param>
/// <param name="OrganisationId">The organisation a manager manages.</param>
/// <param name="DisabledAt">Since when they may not sign in; null where they may.</param>
/// <param name="Version">Counts what admins changed of them.</param>
sealed record UserView(
    string Id, string Username, IReadOnlyList<string> Roles, long? OrganisationId, Instant? DisabledAt, long Version)
    : ITagged
{
    [JsonIgnore]
    public EntityTag Tag => new(Version, "");
}
