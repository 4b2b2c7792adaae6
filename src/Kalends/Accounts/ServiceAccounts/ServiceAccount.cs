using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Accounts.ServiceAccounts;

/// <summary>
/// A service account: a user without a password, who cannot sign in, and as whom programs act with API keys.
/// </summary>
/// <param name="Id">The UUID of its user.</param>
/// <param name="Name">Its name, in lower case; unique among all users.</param>
/// <param name="Roles">Any of client, provider, manager, accountant, admin.</param>
/// <param name="OrganisationId">The organisation that it belongs to, whose managers keep it.</param>
/// <param name="CreatedAt">The time when it was made.</param>
/// <param name="DisabledAt">The time since which its keys are not valid; null if they are.</param>
sealed record ServiceAccount(
    string Id, string Name, IReadOnlyList<string> Roles, long? OrganisationId, Instant CreatedAt, Instant? DisabledAt)
{
    /// <summary>The largest number of them that an organisation has and that are not disabled.</summary>
    public const int EnabledMax = 100;

    /// <summary>A manager keeps those without the roles of accountants and admins, whose reach is wider.</summary>
    public const Roles OfManagers = Platform.Calls.Roles.Client | Platform.Calls.Roles.Provider
        | Platform.Calls.Roles.Manager;

    /// <summary>Those that a caller keeps.</summary>
    public const string Kept =
        "password_hash IS NULL AND (@all OR (organisation_id = @organisation AND roles < 8))";

    public const string Columns = "id, username, roles, organisation_id, created_at, disabled_at";

    public static ServiceAccount Read(Row row) => new(
        row.Text("id"), row.Text("username"), User.Names((Roles)row.Int("roles")), row.LongOrNull("organisation_id"),
        row.At("created_at"), row.AtOrNull("disabled_at"));

    public static async Task<ServiceAccount> Find(Session session, Call call, string id) =>
        await session.One(FindOne, Read, Keeper(call, ("id", id)))
            ?? throw AccountsErrors.NoSuchServiceAccount.Refused();

    /// <summary>The parameters of <see cref="Kept"/>.</summary>
    public static (string, object?)[] Keeper(Call call, params (string, object?)[] values) =>
        [("all", call.Scope.All), ("organisation", call.Scope.OrganisationId), .. values];

    static readonly Sql FindOne = new($"SELECT {Columns} FROM users WHERE id = @id AND {Kept}");
}
