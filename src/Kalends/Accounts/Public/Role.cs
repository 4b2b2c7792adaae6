

namespace Kalends.Accounts.Public;

/// <summary>The roles of users.</summary>
enum Role
{
    /// <summary>Receives care: books for the client that they are.</summary>
    Client,

    /// <summary>Gives care: keeps the calendar and the care events of the providers that they own.</summary>
    Provider,

    /// <summary>Acts for the providers and clients of one organisation.</summary>
    Manager,

    /// <summary>Sets tariffs, corrects care events and reimburses them.</summary>
    Accountant,

    /// <summary>May do everything, and is the only one to keep users and organisations.</summary>
    Admin,
}
