using Kalends.Accounts.Guessing;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Accounts.Users;

/// <summary>Replaces a password that its user has forgotten by one that they have chosen.</summary>
sealed class ForgottenPassword(HashTurns turns, PasswordChecks passwords)
{
    /// <summary>Refuses a password that is not the caller's.</summary>
    public async Task Check(string password, Call call)
    {
        var user = await call.Read(session => User.ById(session, call.Caller.UserId))
            ?? throw AccountsErrors.NoSuchUser.Refused();
        using var attempt = await passwords.Begin(user.Username, call);
        if (!await attempt.Matches(user.PasswordHash, password))
            throw attempt.Fail(
                Refused.Invalid("/password", AccountsErrors.WrongPassword, "password is not your password."));
        attempt.Succeed();
    }

    /// <summary>Checks a new password of a user, and hashes it in its turn.</summary>
    public async Task<string> Hash(string userId, string password, Call call)
    {
        var user = await call.Read(session => User.ById(session, userId));
        NewPassword.Check(password, "new_password", user?.Username, call);
        using var turn = await turns.Take(Network.Of(call.Address), call.Cancel);
        return Passwords.Hash(password);
    }

    /// <summary>Stores the new password and ends the user's sign-ins; false if they may not sign in.</summary>
    public static async Task<bool> Replace(Session session, Call call, string userId, string hash)
    {
        if (await User.Hold(session, userId) is not { IsDisabled: false, IsServiceAccount: false })
            return false;
        await ResetPassword.Store(session, call, userId, hash, actor: userId);
        return true;
    }
}
