using Kalends.Scheduling;
using Kalends.Web.Booking;
using Kalends.Web.Frame;

namespace Kalends.Web.Appointments;

/// <summary>An appointment, and what can be done about it.</summary>
partial class AppointmentView
{
    /// <param name="Path">The address of the page.</param>
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
        string Path, string State, string Provider, string? Service, string? Place, string Day, string Times,
        string Zone, Hold? Held, bool IsAhead, string? Why, string BookAgain);

    /// <param name="Until">Until when, in a sentence.</param>
    /// <param name="SecondsLeft">The seconds that are left, which the script counts down.</param>
    /// <param name="Left">The time that is left, in words.</param>
    public sealed record Hold(string Until, long SecondsLeft, string Left);

    /// <summary>What a page shows of a reservation.</summary>
    /// <param name="Path">The address of the page.</param>
    /// <param name="State">Its state.</param>
    /// <param name="StartsAt">Its start.</param>
    /// <param name="EndsAt">Its end.</param>
    /// <param name="ExpiresAt">The instant at which a hold expires.</param>
    /// <param name="ProviderId">The provider.</param>
    /// <param name="Provider">The name of the provider.</param>
    /// <param name="ServiceId">The service.</param>
    /// <param name="Service">The name of the service.</param>
    /// <param name="Place">Where it takes place.</param>
    internal sealed record Facts(
        string Path, ReservationState State, Instant StartsAt, Instant EndsAt, Instant ExpiresAt, long ProviderId,
        string Provider, long? ServiceId, string? Service, string? Place);

    /// <param name="facts">What is shown.</param>
    /// <param name="zone">The time zone in which it is told.</param>
    /// <param name="visit">The visit.</param>
    /// <param name="why">What was refused.</param>
    internal static Shown Show(Facts facts, DateTimeZone zone, Visit visit, Refused? why)
    {
        var (texts, starts) = (visit.Texts, facts.StartsAt.InZone(zone));
        return Frame.Shown.As<AppointmentView, Seen>(texts.Appointment, new(
            facts.Path, texts.State(facts.State), facts.Provider, facts.Service, facts.Place,
            texts.Day(starts.Date), texts.Times(starts, facts.EndsAt.InZone(zone)), texts.Zone(zone),
            facts.State == ReservationState.Held ? HoldOf(facts.ExpiresAt, zone, visit) : null,
            facts.State is ReservationState.Held or ReservationState.Confirmed && facts.StartsAt > visit.Call.Now,
            why is null ? null : texts.Sentence(why), ShowProvider.HrefOf(visit, facts.ProviderId, facts.ServiceId)));
    }

    static Hold HoldOf(Instant expiresAt, DateTimeZone zone, Visit visit)
    {
        var left = expiresAt.Since(visit.Call.Now);
        return new Hold(
            visit.Texts.HeldUntil(visit.Texts.Time(expiresAt.InZone(zone))),
            (long)Math.Ceiling(left.TotalSeconds), visit.Texts.Minutes((int)Math.Ceiling(left.TotalMinutes)));
    }
}
