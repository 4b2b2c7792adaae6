using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Accounts.Users;

/// <summary>
/// Creates the first administrator: a database without an admin who may sign in gets one, whose password is shown once.
/// </summary>
static class FirstAdmin
{
    const string Name = "admin";

    /// <summary>A new admin.</summary>
    public sealed record Made(string Username, string Password);

    /// <summary>The new admin, or null if there already is one; a demo's database is refused.</summary>
    /// <param name="keepsDemo">Whether a demo's database is kept, without the demo's own users.</param>
    /// <param name="call">The program's own call.</param>
    public static async Task<Made?> Make(bool keepsDemo, Call call)
    {
        // Most starts find everything in order, and write nothing.
        if (await call.Read(IsSettled))
            return null;
        var password = Passwords.MakeUp();
        var (hash, unknown) = (Passwords.Hash(password), Passwords.Hash(Passwords.MakeUp()));
        var made = await call.Write<Made?>(async session =>
        {
            var (kind, _) = await DatabaseKinds.Hold(session, DatabaseKind.Real);
            if (kind == DatabaseKind.Demo && !keepsDemo)
                throw new StartRefused("The database is a demo's, whose users have passwords that everybody knows. " +
                    "Start it with --demo, or with --Kalends:KeepDemo=true to keep its data and disable those users.");
            if (kind == DatabaseKind.Demo)
                await DemoUsers.Retire(session, unknown, call);
            if (await session.Number(FindAdmin) is not null)
                return null;

            var admin = new User(
                TimedId.New(call.Now), await FreeName(session), hash, Roles.Admin, null);
            await CreateUser.Store(session, call, admin);
            return new Made(admin.Username, password);
        });
        return made.Value;
    }

    // In this order: a demo that loads meanwhile commits its mark together with its admin.
    static async Task<bool> IsSettled(Session session) =>
        await session.Number(FindAdmin) is not null && await DatabaseKinds.Find(session) != DatabaseKind.Demo;

    /// <summary>The default name, or the next free one: in a kept demo the default may be taken.</summary>
    static async Task<string> FreeName(Session session)
    {
        var name = Name;
        for (var n = 2; await User.ByName(session, name) is not null; n++)
            name = $"{Name}{n}";
        return name;
    }

    static readonly Sql FindAdmin = new("""
        SELECT 1 AS n
        FROM users
        WHERE roles >= 16 AND disabled_at IS NULL AND password_hash IS NOT NULL
        LIMIT 1
        """);
}
