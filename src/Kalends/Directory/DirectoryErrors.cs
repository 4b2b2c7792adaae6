namespace Kalends.Directory;

/// <summary>The refusals of searches and reviews.</summary>
static class DirectoryErrors
{
    public static readonly Refusal NoSuchProvider = Refusal.NotFound("provider");
    public static readonly Refusal NoSuchReview = Refusal.NotFound("review");

    public static readonly Refusal OwnProvider =
        new(Reason.Forbidden, "own_provider", "You cannot review your own provider.");
    public static readonly Refusal AuthorsWithdraw = Refusal.Forbidden("Only the author of a review may withdraw it.");
    public static readonly Refusal ManagersModerate =
        Refusal.Forbidden("Only managers of the provider's organisation may moderate its reviews.");
    public static readonly Refusal ProvidersReply =
        Refusal.Forbidden("Only the provider's owner, or the provider, may reply.");

    public static readonly Refusal RepliedAlready =
        Refusal.Conflict("replied_already", "This review already has a reply.");
    public static readonly Refusal ReviewReplaced =
        Refusal.Conflict("review_replaced", "The author has replaced this review.");
    public static readonly Refusal ReviewWithdrawn =
        Refusal.Conflict("already_withdrawn", "Its author has withdrawn this review.");

    public static readonly Refusal SearchTooBroad = Refusal.Invalid(
        "search_too_broad",
        "More than {max} providers match, too many to check their calendars. Narrow the search by skills, a name, " +
        "costs, ratings, dates or a language.");
    public static readonly Refusal DurationExceedsDates = Refusal.Invalid(
        "duration_exceeds_dates", "The job takes {days} days, and the longest of the requested ranges has {longest}.");

    /// <summary>The request names nothing that providers could be matched by.</summary>
    public const string NothingToMatch = "nothing_to_match";

    /// <summary>The provider does not have this skill.</summary>
    public const string UnknownSkill = "unknown_skill";
}
