using Kalends.Platform.Storage;

namespace Kalends.Accounts.Public;

/// <summary>A hook: what a user is beside a user, as a module above keeps it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Find">A statement that yields its id <c>n</c> where <c>@user</c> is one.</param>
sealed record UserPerson(PersonKind Kind, Sql Find);

/// <summary>What a user may be, each at most once.</summary>
enum PersonKind
{
    Client,
    Provider,
}
