using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Platform.Unicode;

namespace Kalends.Accounts;

/// <summary>Somebody who may sign in.</summary>
sealed record User(string Id, string Username, string PasswordHash, Roles Roles, long? OrganisationId)
{
    /// <summary>What names of one user have in common, whatever keyboards send: all look-ups go by it.</summary>
    public static string Normalised(string username) => Caseless.Key(username);

    public static async Task<User?> ByName(Session session, string username) =>
        await session.One(FindByName, Read, ("username", Normalised(username)));

    public static async Task<User?> ById(Session session, string id) => await session.One(FindById, Read, ("id", id));

    /// <summary>Writes down what of a known user may change.</summary>
    public async Task Store(Session session) => await session.Run(Update,
        ("id", Id), ("hash", PasswordHash), ("roles", (int)Roles), ("organisation", OrganisationId));

    public UserView View() => new(Id, Username, Names(Roles), OrganisationId);

    public static IReadOnlyList<string> Names(Roles roles) =>
        Enum.GetValues<Roles>().Where(role => role != Roles.None && roles.HasFlag(role))
            .Select(role => Words.Of(role)).ToList();

    public static User Read(Row row) => new(
        row.Text("id"), row.Text("username"), row.Text("password_hash"), (Roles)row.Int("roles"),
        row.LongOrNull("organisation_id"));

    static readonly Sql FindByName = new("""
        SELECT id, username, password_hash, roles, organisation_id
        FROM users
        WHERE username_key = @username
        """);

    static readonly Sql Update = new("""
        UPDATE users
        SET password_hash = @hash, roles = @roles, organisation_id = @organisation
        WHERE id = @id
        """);

    static readonly Sql FindById = new("""
        SELECT id, username, password_hash, roles, organisation_id
        FROM users
        WHERE id = @id
        """);
}

/// <summary>A user as others see one.</summary>
/// <param name="Id">A UUID.</param>
/// <param name="Username">The name to sign in with, in lower case.</param>
/// <param name="Roles">Any of client, provider, manager, accountant, admin.</param>
/// <param name="OrganisationId">The organisation a manager manages.</param>
sealed record UserView(string Id, string Username, IReadOnlyList<string> Roles, long? OrganisationId);
