namespace Kalends.Web.Console.Reviews;

/// <summary>Reviews, each with what a moderator can decide.</summary>
partial class ReviewsView
{
    /// <param name="Why">What was refused.</param>
    /// <param name="Filter">The form that chooses a state.</param>
    /// <param name="Reviews">The reviews.</param>
    public sealed record Seen(string? Why, FilterForm.Seen Filter, RowTable.Seen Reviews);
}
