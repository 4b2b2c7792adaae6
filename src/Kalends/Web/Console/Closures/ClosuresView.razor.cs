namespace Kalends.Web.Console.Closures;

/// <summary>The blocked time of a calendar.</summary>
partial class ClosuresView
{
    /// <param name="Why">What was refused.</param>
    /// <param name="Choice">The calendars to choose from.</param>
    /// <param name="Form">The form that blocks time; null if the visitor keeps no calendar.</param>
    /// <param name="Closures">The blocked time ahead.</param>
    public sealed record Seen(string? Why, CalendarChoice.Seen Choice, ActForm.Seen? Form, RowTable.Seen? Closures);
}
