using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Accounts.Public;

/// <summary>Gives a new password to a user who has proved in another way who they are.</summary>
/// <param name="Check">
/// Refuses a password that is not the caller's, for changes that lead to another password.
/// </param>
/// <param name="Hash">Checks a new password of a user, and hashes it in its turn among the others.</param>
/// <param name="Replace">
/// Stores the hash for a user and ends their sign-ins, in the caller's transaction; false if they may not sign in.
/// </param>
/// <param name="Changed">Tells this process that sign-ins have ended, after the transaction.</param>
sealed record PasswordReset(
    Func<string, Call, Task> Check, Func<string, string, Call, Task<string>> Hash,
    Func<Session, Call, string, string, Task<bool>> Replace, Action Changed);
