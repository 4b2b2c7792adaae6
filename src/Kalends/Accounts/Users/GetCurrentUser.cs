using Kalends.Accounts.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Accounts.Users;

/// <summary>Returns the caller's own user.</summary>
static class GetCurrentUser
{
    public static Task<Me> Run(NoInput input, Call call) => call.Read(async session =>
    {
        var user = await session.One(Find, Read, ("id", call.Caller.UserId))
            ?? throw AccountsErrors.NoSuchUser.Refused();
        return user with
        {
            ClientId = await FindPerson(session, call, PersonKind.Client),
            ProviderId = await FindPerson(session, call, PersonKind.Provider),
        };
    });

    static async Task<long?> FindPerson(Session session, Call call, PersonKind kind)
    {
        foreach (var person in call.Hooks<UserPerson>())
            if (person.Kind == kind && await session.Number(person.Find, ("user", call.Caller.UserId)) is { } id)
                return id;
        return null;
    }

    static Me Read(Row row) => new(
        row.Text("id"), row.Text("username"), User.Names((Roles)row.Int("roles")), row.LongOrNull("organisation_id"),
        ClientId: null, ProviderId: null);

    static readonly Sql Find = new("SELECT id, username, roles, organisation_id FROM users WHERE id = @id");
}
