namespace Kalends.Web.Console.Offers;

/// <summary>The services of a provider.</summary>
partial class ServicesView
{
    /// <param name="Choice">The calendars to choose from.</param>
    /// <param name="NewHref">The address of the form for a new service.</param>
    /// <param name="Services">The services; null if the visitor keeps no calendar.</param>
    public sealed record Seen(CalendarChoice.Seen Choice, string? NewHref, RowTable.Seen? Services);
}
