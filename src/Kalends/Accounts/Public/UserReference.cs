using Kalends.Platform.Storage;

namespace Kalends.Accounts.Public;

/// <summary>
/// A hook: rows of a module that refer to users. A user to whom they refer can be disabled but not deleted.
/// </summary>
/// <param name="What">The rows as the refusal names them: <c>providers</c>.</param>
/// <param name="Find">A statement that yields a number <c>n</c> if a row refers to <c>@user</c>.</param>
sealed record UserReference(string What, Sql Find);
