using Kalends.Web.Frame;
using Kalends.Web.Times;

namespace Kalends.Web.Appointments;

/// <summary>The times to which an appointment can be moved.</summary>
partial class MoveView
{
    /// <param name="Path">The address of the page of the reservation.</param>
    /// <param name="From">When it is until now.</param>
    /// <param name="Why">What was refused.</param>
    /// <param name="Zone">The time zone of the times.</param>
    /// <param name="Month">The month.</param>
    /// <param name="Day">The day whose times are shown.</param>
    /// <param name="Times">The free times of the day.</param>
    public sealed record Seen(
        string Path, string From, string? Why, ZoneChoice.Seen Zone, MonthView.Seen Month, string? Day,
        IReadOnlyList<Choice> Times);

    /// <param name="SlotId">The slot.</param>
    /// <param name="At">The time as programs read it.</param>
    /// <param name="Text">The time as people read it.</param>
    public sealed record Choice(long SlotId, string At, string Text);

    /// <summary>What is moved.</summary>
    /// <param name="Path">The address of the page of the reservation.</param>
    /// <param name="StartsAt">Its start.</param>
    /// <param name="ProviderId">The provider.</param>
    /// <param name="TimeZone">The time zone of the provider.</param>
    /// <param name="ServiceId">The service.</param>
    internal sealed record Moved(string Path, Instant StartsAt, long ProviderId, string TimeZone, long? ServiceId);

    /// <summary>Shows a month of times to which a reservation can be moved.</summary>
    /// <param name="moved">The reservation.</param>
    /// <param name="month">The month.</param>
    /// <param name="day">The day whose times are shown.</param>
    /// <param name="visit">The visit.</param>
    /// <param name="why">What was refused.</param>
    internal static async Task<Shown> Show(
        Moved moved, YearMonth? month, DateOnly? day, Visit visit, Refused? why)
    {
        var (call, texts) = (visit.Call, visit.Texts);
        var zone = visit.Zone ?? Providers.Public.Zone.Of(moved.TimeZone);
        var free = await FreeTimes.Find(new(moved.ProviderId, moved.ServiceId, month, day), zone, call);
        return Frame.Shown.As<MoveView, Seen>(texts.Move, new(
            moved.Path, texts.Moment(moved.StartsAt.InZone(zone)), why is null ? null : texts.Sentence(why),
            ZoneChoice.Of(zone, moved.TimeZone),
            MonthView.Of(free, call.Now, texts, (name, value) => Href.Of($"{moved.Path}/move", (name, value))),
            free.Day is { } shown ? texts.Day(shown) : null,
            [.. free.Slots.Select(slot => new Choice(
                slot.Id, slot.StartsAt.Written(), texts.Time(slot.StartsAt.InZone(zone))))]));
    }
}
