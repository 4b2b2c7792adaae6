using Kalends.Platform.Storage;

namespace Kalends.Accounts.Public;

/// <summary>A hook: what a module above keeps of users only as long as they exist.</summary>
/// <param name="Forget">Deletes it for a user, in the transaction that deletes them.</param>
sealed record DeletedUser(Func<Session, string, Task> Forget);
