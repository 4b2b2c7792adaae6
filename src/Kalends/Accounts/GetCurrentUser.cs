using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Accounts;

/// <summary>Tells the caller who they are.</summary>
static class GetCurrentUser
{
    public static Task<Me> Run(NoInput input, Call call) => call.Read(async session =>
        await session.One(Find, Read, ("id", call.Caller.UserId)) ?? throw Refused.NotFound("user"));

    static Me Read(Row row) => new(
        row.Text("id"), row.Text("username"), User.Names((Roles)row.Int("roles")), row.LongOrNull("organisation_id"),
        row.LongOrNull("client_id"), row.LongOrNull("provider_id"));

    static readonly Sql Find = new("""
        SELECT u.id, u.username, u.roles, u.organisation_id, c.id AS client_id, p.id AS provider_id
        FROM users u
        LEFT JOIN public_clients c ON c.user_id = u.id
        LEFT JOIN public_providers p ON p.user_id = u.id
        WHERE u.id = @id
        """);
}

/// <summary>The caller.</summary>
/// <param name="Id">A UUID.</param>
/// <param name="Username">The name to sign in with.</param>
/// <param name="Roles">Any of client, provider, manager, accountant, admin.</param>
/// <param name="OrganisationId">The organisation a manager manages.</param>
/// <param name="ClientId">The client that the caller is.</param>
/// <param name="ProviderId">The provider that the caller is.</param>
sealed record Me(
    string Id, string Username, IReadOnlyList<string> Roles, long? OrganisationId, long? ClientId, long? ProviderId);
