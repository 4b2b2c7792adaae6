using Kalends.Web.Frame;

namespace Kalends.Web.MailLinks;

/// <summary>The form with a review.</summary>
partial class ReviewView
{
    /// <summary>The ratings to choose from, the best one first.</summary>
    static readonly IReadOnlyList<string> Ratings = ["5", "4", "3", "2", "1", "0"];

    /// <param name="Provider">The name of the provider.</param>
    /// <param name="Why">Why it was refused.</param>
    /// <param name="Faults">What is wrong with the fields.</param>
    public sealed record Seen(string Provider, string? Why, IReadOnlyList<FieldFault.Seen> Faults)
    {
        public FieldFault.Seen? FaultOf(string field) => Faults.FirstOrDefault(fault => fault.Field == field);
    }
}
