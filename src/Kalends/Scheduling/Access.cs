using Kalends.Platform.Calls;

namespace Kalends.Scheduling;

/// <summary>Who may do what with the appointment book: lines of the access table.</summary>
static class SchedulingAccess
{
    /// <summary>Offering, removing, closing; and seeing all of a calendar.</summary>
    public static readonly Access KeepCalendar = new(Provider: Scope.Own, Manager: Scope.Organisation);

    public static readonly Access Reserve = new(Client: Scope.Own, Provider: Scope.Own, Manager: Scope.Organisation);

    public static readonly Access ExpireNow = new(Manager: Scope.Organisation);
}
