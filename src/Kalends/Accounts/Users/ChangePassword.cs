using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Accounts.Users;

/// <summary>Changes the caller's password and ends all their sign-ins, including this one.</summary>
sealed class ChangePassword(PasswordChecks passwords, TokenVersions versions)
{
    /// <param name="OldPassword">The current password.</param>
    /// <param name="NewPassword">
    /// At least 8 characters, and none of the most common passwords or one that resembles them.
    /// </param>
    public sealed record Input(
        [Text(1, 200, Secret = true)] string OldPassword, [Text(8, 200, Secret = true)] string NewPassword);

    public async Task<Answer<Nothing>> Run(Input input, Call call)
    {
        var user = await call.Read(session => User.ById(session, call.Caller.UserId))
            ?? throw AccountsErrors.NoSuchUser.Refused();
        Accounts.NewPassword.Check(input.NewPassword, "new_password", user.Username, call);
        using var attempt = await passwords.Begin(user.Username, call);
        if (!await attempt.Matches(user.PasswordHash, input.OldPassword)
            || !(await Change(user, Passwords.Hash(input.NewPassword), call)).Value)
            throw attempt.Fail(
                Refused.Invalid("/old_password", AccountsErrors.WrongPassword, "old_password is not your password."));

        attempt.Succeed();
        versions.Change();
        return Nothing.Value;
    }

    /// <summary>Stores the new password, unless the old one was replaced since it was checked.</summary>
    static Task<Answer<bool>> Change(User user, string hash, Call call) => call.Write(async session =>
    {
        if (await session.Run(Replace, ("id", user.Id), ("known", user.PasswordHash), ("hash", hash)) == 0)
            return false;
        await SignIns.End(session, user.Id, call.Now);
        await EventLog.Append(
            session, call, new("accounts", "user.password_changed", $"user/{user.Id}", new { user.Id }));
        return true;
    });

    static readonly Sql Replace =
        new("UPDATE users SET password_hash = @hash WHERE id = @id AND password_hash = @known");
}
