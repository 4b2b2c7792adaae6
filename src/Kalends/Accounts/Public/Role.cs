

namespace Kalends.Accounts.Public;

/// <summary>What a user may be.</summary>
enum Role
{
    Client,
    Provider,
    Manager,
    Accountant,
    Admin,
}
