namespace Kalends.Web.Console.Hours;

/// <summary>The working hours of a provider.</summary>
partial class HoursView
{
    /// <param name="Why">What was refused.</param>
    /// <param name="Choice">The calendars to choose from.</param>
    /// <param name="Weekly">The form of the weekly hours; null if it does not know all of their rules.</param>
    /// <param name="Rules">The rules in words.</param>
    /// <param name="Exceptions">The exceptions; null if the visitor keeps no calendar.</param>
    /// <param name="AddException">The form that adds an exception.</param>
    /// <param name="Outside">The appointments outside the hours.</param>
    public sealed record Seen(
        string? Why, CalendarChoice.Seen Choice, ActForm.Seen? Weekly, IReadOnlyList<string> Rules,
        RowTable.Seen? Exceptions, ActForm.Seen? AddException, RowTable.Seen? Outside);
}
