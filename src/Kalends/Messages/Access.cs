using Kalends.Platform.Calls;

namespace Kalends.Messages;

/// <summary>The access to contacts and messages: lines of the access table.</summary>
static class MessagesAccess
{
    /// <summary>
    /// The permission to read the contacts of clients, and to change those of the clients whom the caller keeps.
    /// </summary>
    public static readonly Access KeepContacts = new(
        Client: Scope.Own, Provider: Scope.Own, Manager: Scope.Organisation);

    /// <summary>
    /// The permission to change the contact of the caller. No key does, since a new password is sent to it.
    /// </summary>
    public static readonly Access ChangeOwnContact = Access.InPerson;

    /// <summary>The same for all users.</summary>
    public static readonly Access ChangeContacts = Access.AdminOnly with { Keys = KeyUse.Never };

    public static readonly Access ReadMessages = new(Manager: Scope.Organisation);

    public static readonly Access KeepTemplates = new(Manager: Scope.Organisation);
}
