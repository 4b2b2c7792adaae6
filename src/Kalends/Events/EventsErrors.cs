namespace Kalends.Events;

/// <summary>The refusals of the event log.</summary>
static class EventsErrors
{
    public static readonly Refusal NoSuchEvent = Refusal.NotFound("event");

    public static readonly Refusal PositionRemoved = new(
        Reason.Gone, "position_removed",
        "Events after this position were removed because of their age. Begin without a position.");

    public static readonly Refusal SearchTooBroad = Refusal.Invalid(
        "search_too_broad",
        "Too many events would have to be read. Narrow the search by time or by a rarer word.");
}
