using Kalends.Platform.Storage;

namespace Kalends.Accounts.Public;

/// <summary>A hook: a record that a module above keeps for a user, such as their client record.</summary>
/// <param name="Kind">The kind of record.</param>
/// <param name="Find">A statement that yields its id <c>n</c> if <c>@user</c> has one.</param>
sealed record UserPerson(PersonKind Kind, Sql Find);

/// <summary>The kinds of records that a user may have, one of each at most.</summary>
enum PersonKind
{
    Client,
    Provider,
}
