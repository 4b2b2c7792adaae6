using Kalends.Platform.Storage;

namespace Kalends.Accounts.Public;

/// <summary>Rows of a module that name users: whom they name is disabled, never deleted.</summary>
/// <param name="What">What they are, as the refusal says it: <c>providers</c>.</param>
/// <param name="Find">A statement that yields a number <c>n</c> where one of them names <c>@user</c>.</param>
sealed record UserReference(string What, Sql Find);
