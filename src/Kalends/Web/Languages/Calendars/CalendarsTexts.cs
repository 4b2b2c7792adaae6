namespace Kalends.Web.Languages.Calendars;

/// <summary>The texts of the calendars that staff keep, and of booking for clients.</summary>
sealed record CalendarsTexts
{
    public required string Day { get; init; }
    public required string Week { get; init; }
    public required string Earlier { get; init; }
    public required string Later { get; init; }
    public required string Today { get; init; }
    public required string Shown { get; init; }
    public required string MoreCalendars { get; init; }
    public required string NoCalendars { get; init; }
    public required string NothingOnDay { get; init; }
    public required string Offered { get; init; }
    public required string ClosedTime { get; init; }
    public required string TakenElsewhere { get; init; }
    public required string OutsideHours { get; init; }
    public required string Arrived { get; init; }
    public required string BookHere { get; init; }
    public required string BlockTime { get; init; }
    public required string MoveWithReason { get; init; }
    public required string DragAbout { get; init; }
    public required string AsList { get; init; }
    public required string Reservation { get; init; }
    public required string BackToCalendar { get; init; }
    public required string MarkArrived { get; init; }
    public required string Complete { get; init; }
    public required string CompleteAbout { get; init; }
    public required string CompleteNow { get; init; }
    public required string MarkNoShow { get; init; }
    public required string Reinstate { get; init; }
    public required string ReinstateAbout { get; init; }
    public required string Extend { get; init; }
    public required string CancelAbout { get; init; }
    public required string CancelKind { get; init; }
    public required string ClientRequest { get; init; }
    public required string Illness { get; init; }
    public required string ProviderUnavailable { get; init; }
    public required string NotNeeded { get; init; }
    public required string BookedByMistake { get; init; }
    public required string OtherReason { get; init; }
    public required string NewTime { get; init; }
    public required string OverrideReason { get; init; }
    public required string Overlaps { get; init; }
    public required string Answers { get; init; }
    public required string Moves { get; init; }
    public required string BookTitle { get; init; }
    public required string NoFreeTime { get; init; }
    public required string AnyService { get; init; }
    public required string FindClient { get; init; }
    public required string NewClient { get; init; }
    public required string KnownClient { get; init; }
    public required string BookNow { get; init; }
    public required string Start { get; init; }
    public required string CancelThoseInIt { get; init; }
    public required string OpenAgain { get; init; }
    public required string MovedFormat { get; init; }
    public required string MoveBack { get; init; }
    public required string ChangeHours { get; init; }
    public required string StretchedFormat { get; init; }
    public required string StretchedOutsideFormat { get; init; }
    public required string StretchBack { get; init; }
}
