using Kalends.Platform.Calls;

namespace Kalends.Scheduling;

/// <summary>The access rules of the appointment book, as lines of the access table.</summary>
static class SchedulingAccess
{
    /// <summary>The permission to offer, remove and close time, and to see all of a calendar.</summary>
    public static readonly Access KeepCalendar = new(Provider: Scope.Own, Manager: Scope.Organisation);

    public static readonly Access Reserve = new(Client: Scope.Own, Provider: Scope.Own, Manager: Scope.Organisation)
    {
        Guest = Scope.Own,
    };

    /// <summary>The same for users alone.</summary>
    public static readonly Access ReserveAsUser = Reserve with { Guest = Scope.None };

    /// <summary>The permission to say when an organisation is closed, and how it may be booked.</summary>
    public static readonly Access KeepOrganisation = new(Manager: Scope.Organisation);

    public static readonly Access ExpireNow = new(Manager: Scope.Organisation);
}
