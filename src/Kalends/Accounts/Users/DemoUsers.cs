using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Accounts.Users;

/// <summary>The demo's own users, as distinct from those added to it later.</summary>
static class DemoUsers
{
    public const string Password = "password";

    /// <summary>Whether the demo's users must be created; refuses a real database.</summary>
    public static async Task<bool> AreWanted(Session session)
    {
        var (kind, hasUsers) = await DatabaseKinds.Hold(session, DatabaseKind.Demo);
        if (kind == DatabaseKind.Real && hasUsers)
            throw new StartRefused("The database has users and is no demo's: a demo would let in anybody who knows " +
                "its passwords. Start without --demo (Kalends:Demo=false), or name another database.");
        await DatabaseKinds.Change(session, DatabaseKind.Demo);
        return !hasUsers;
    }

    public static Task<UserView> Make(
        Session session, Call call, string username, string passwordHash, Roles roles, long? organisationId) =>
        CreateUser.Store(
            session, call,
            new User(TimedId.New(call.Now), username, passwordHash, roles, organisationId), isDemo: true);

    /// <summary>Turns a demo's database into a real one: the demo's own users can no longer sign in.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="passwordHash">
    /// The hash of a password that nobody knows, in case one of them is enabled later.
    /// </param>
    /// <param name="call">The program's own call.</param>
    public static async Task Retire(Session session, string passwordHash, Call call)
    {
        foreach (var id in await session.All(HoldEnabled, row => row.Text("id")))
            await DisableUser.Disable(session, call, id);
        await session.Run(ReplacePasswords, ("hash", passwordHash));
        await DatabaseKinds.Change(session, DatabaseKind.Real);
    }

    static readonly Sql ReplacePasswords = new("UPDATE users SET password_hash = @hash WHERE is_demo = 1");

    static readonly Sql HoldEnabled =
        new("SELECT id FROM users WHERE is_demo = 1 AND disabled_at IS NULL ORDER BY id {lock}");
}
