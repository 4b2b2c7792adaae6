using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Accounts.Users;

/// <summary>
/// Gives a user a new password and ends their sign-ins; this is a command for operators, not a route.
/// </summary>
static class ResetPassword
{
    /// <param name="Password">The new password, which is not shown again.</param>
    /// <param name="User">The user.</param>
    public sealed record Reset(string Password, UserView User);

    public static async Task<Reset> Run(string username, Call call)
    {
        var password = Passwords.MakeUp();
        var hash = Passwords.Hash(password);
        var (user, _) = await call.Write(async session =>
        {
            var known = await User.ByName(session, username);
            if (known is null or { IsServiceAccount: true })
                throw AccountsErrors.NoSuchUser.Refused();
            return await Store(session, call, known.Id, hash, call.Caller.UserId);
        });
        return new Reset(password, user);
    }

    /// <summary>Stores a new password and ends the user's sign-ins.</summary>
    public static async Task<UserView> Store(Session session, Call call, string userId, string hash, string actor)
    {
        var reset = (await session.One(Replace, User.Read, ("id", userId), ("hash", hash)))!.View();
        await SignIns.End(session, userId, call.Now);
        await EventLog.Append(session, call, reset.Event("password_reset") with { Actor = actor });
        return reset;
    }

    static readonly Sql Replace = new($"""
        UPDATE users
        SET password_hash = @hash, version = version + 1
        WHERE id = @id
        RETURNING {User.Columns}
        """);
}
