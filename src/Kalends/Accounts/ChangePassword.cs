using Kalends.Accounts.Guessing;
using Kalends.Events.Public;
using Kalends.Platform.Calls;

namespace Kalends.Accounts;

/// <summary>Gives the caller a new password and ends their other sign-ins.</summary>
sealed class ChangePassword(PasswordChecks passwords)
{
    /// <param name="OldPassword">The one until now.</param>
    /// <param name="NewPassword">At least 8 characters.</param>
    public sealed record Input(
        [Text(1, 200, Secret = true)] string OldPassword, [Text(8, 200, Secret = true)] string NewPassword);

    public async Task<Nothing> Run(Input input, Call call)
    {
        var user = await call.Read(session => User.ById(session, call.Caller.UserId))
            ?? throw Refused.NotFound("user");
        using var attempt = await passwords.Begin(user.Username, call);
        if (!await attempt.Matches(user.PasswordHash, input.OldPassword))
            throw attempt.Fail(
                Refused.Invalid("/old_password", "wrong_password", "old_password is not your password."));

        attempt.Succeed();
        var changed = user with { PasswordHash = Passwords.Hash(input.NewPassword) };
        return await call.Write(async session =>
        {
            await changed.Store(session);
            await RevokeToken.RevokeAll(session, changed.Id, call.Now);
            await EventLog.Append(
                session, call, new("accounts", "user.password_changed", $"user/{changed.Id}", new { changed.Id }));
            return Nothing.Value;
        });
    }
}
