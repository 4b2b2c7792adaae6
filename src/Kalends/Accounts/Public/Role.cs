

namespace Kalends.Accounts.Public;

/// <summary>The roles of users.</summary>
enum Role
{
    Client,
    Provider,
    Manager,
    Accountant,
    Admin,
}
