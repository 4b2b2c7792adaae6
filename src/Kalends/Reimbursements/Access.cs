using Kalends.Platform.Calls;

namespace Kalends.Reimbursements;

/// <summary>Who may do what with the ledger: lines of the access table.</summary>
static class ReimbursementsAccess
{
    /// <summary>Registering care events, and reading them.</summary>
    public static readonly Access Register = new(
        Provider: Scope.Own, Manager: Scope.Organisation, Accountant: Scope.All);

    /// <summary>Registering what began too long ago for everybody else.</summary>
    public static readonly Access RegisterLate = new(Accountant: Scope.All);

    /// <summary>Deleting what is open, and reversing.</summary>
    public static readonly Access Correct = new(Manager: Scope.Organisation, Accountant: Scope.All);

    /// <summary>Adding up, each what they may see.</summary>
    public static readonly Access Report = new(
        Provider: Scope.Own, Manager: Scope.Organisation, Accountant: Scope.All);

    /// <summary>Reimbursing; event types and their tariffs.</summary>
    public static readonly Access Account = new(Accountant: Scope.All);
}
