namespace Kalends.Web.Appointments;

/// <summary>An appointment, and what can be done about it.</summary>
partial class AppointmentView
{
    /// <param name="Id">The id of the reservation.</param>
    /// <param name="State">Its state in words.</param>
    /// <param name="Provider">The name of the provider.</param>
    /// <param name="Service">The name of the service.</param>
    /// <param name="Place">Where it takes place.</param>
    /// <param name="Day">The day in words.</param>
    /// <param name="Times">From when to when.</param>
    /// <param name="Zone">The time zone of these.</param>
    /// <param name="Held">How long it is held; null if it is not held.</param>
    /// <param name="IsAhead">Whether it lies ahead, so that it can be moved and cancelled.</param>
    /// <param name="Why">What was refused.</param>
    /// <param name="BookAgain">The address of the provider's times.</param>
    public sealed record Seen(
        long Id, string State, string Provider, string? Service, string? Place, string Day, string Times, string Zone,
        Hold? Held, bool IsAhead, string? Why, string BookAgain);

    /// <param name="Until">Until when, in a sentence.</param>
    /// <param name="SecondsLeft">The seconds that are left, which the script counts down.</param>
    /// <param name="Left">The time that is left, in words.</param>
    public sealed record Hold(string Until, long SecondsLeft, string Left);
}
