namespace Kalends.Web.Booking.Guests;

/// <summary>The nearest other times for a visitor whose time is gone.</summary>
partial class NearestView
{
    /// <param name="Href">The address of the form.</param>
    /// <param name="Why">What was refused.</param>
    /// <param name="Carried">What the form carries on.</param>
    /// <param name="Zone">The time zone of the times.</param>
    /// <param name="Times">The times.</param>
    /// <param name="Back">The address of all times.</param>
    public sealed record Seen(
        string Href, string Why, IReadOnlyList<(string Name, string Value)> Carried, string Zone,
        IReadOnlyList<Choice> Times, string Back);

    /// <param name="SlotId">The slot.</param>
    /// <param name="At">The time as programs read it.</param>
    /// <param name="Text">The time as people read it.</param>
    public sealed record Choice(long SlotId, string At, string Text);
}
