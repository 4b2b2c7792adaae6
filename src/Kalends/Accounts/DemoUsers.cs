using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Platform.Time;

namespace Kalends.Accounts;

/// <summary>The demo's own users, told apart from those whom somebody has added to it.</summary>
static class DemoUsers
{
    public const string Password = "password";

    /// <summary>Whether the demo's users must be made: a database of people is refused.</summary>
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

    /// <summary>Makes a demo's database one of people: the demo's own users cannot sign in any more.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="passwordHash">Of a password that nobody knows, for the day when one of them is enabled.</param>
    /// <param name="call">The program's.</param>
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
