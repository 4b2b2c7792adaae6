namespace Kalends.Web.Console.EventLog;

/// <summary>The event log with its filters.</summary>
partial class EventsView
{
    /// <param name="Why">What was refused.</param>
    /// <param name="Filter">The form with the filters.</param>
    /// <param name="Events">The events.</param>
    /// <param name="Stream">The address of the stream that tells of further ones; null if there is none.</param>
    public sealed record Seen(string? Why, FilterForm.Seen Filter, RowTable.Seen Events, string? Stream);
}
