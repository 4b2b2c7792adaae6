using Kalends.Web.Times;

namespace Kalends.Web.Appointments;

/// <summary>The times to which an appointment can be moved.</summary>
partial class MoveView
{
    /// <param name="Id">The id of the reservation.</param>
    /// <param name="From">When it is until now.</param>
    /// <param name="Why">What was refused.</param>
    /// <param name="Zone">The time zone of the times.</param>
    /// <param name="Month">The month.</param>
    /// <param name="Day">The day whose times are shown.</param>
    /// <param name="Times">The free times of the day.</param>
    public sealed record Seen(
        long Id, string From, string? Why, ZoneChoice.Seen Zone, MonthView.Seen Month, string? Day,
        IReadOnlyList<Choice> Times);

    /// <param name="SlotId">The slot.</param>
    /// <param name="At">The time as programs read it.</param>
    /// <param name="Text">The time as people read it.</param>
    public sealed record Choice(long SlotId, string At, string Text);
}
