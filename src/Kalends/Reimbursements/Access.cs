using Kalends.Platform.Calls;

namespace Kalends.Reimbursements;

/// <summary>The ledger's lines of the access table.</summary>
static class ReimbursementsAccess
{
    /// <summary>Registering and reading care events.</summary>
    public static readonly Access Register = new(
        Provider: Scope.Own, Manager: Scope.Organisation, Accountant: Scope.All);

    /// <summary>Registering care that began too long ago for other roles.</summary>
    public static readonly Access RegisterLate = new(Accountant: Scope.All);

    /// <summary>Registering the cost of a late cancellation, which a policy decides and not its caller.</summary>
    public static readonly Access BillLateCancellation = Access.SignedIn;

    /// <summary>Deleting open care events, and reversing.</summary>
    public static readonly Access Correct = new(Manager: Scope.Organisation, Accountant: Scope.All);

    /// <summary>Reports on the care events that the caller may see.</summary>
    public static readonly Access Report = new(
        Provider: Scope.Own, Manager: Scope.Organisation, Accountant: Scope.All);

    /// <summary>Reimbursing, and managing event types and their tariffs.</summary>
    public static readonly Access Account = new(Accountant: Scope.All);
}
