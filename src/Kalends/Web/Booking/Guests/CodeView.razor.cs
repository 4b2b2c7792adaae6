namespace Kalends.Web.Booking.Guests;

/// <summary>The form for the code that was sent to a visitor without an account.</summary>
partial class CodeView
{
    /// <param name="Href">The address of the form.</param>
    /// <param name="Why">Why it was refused.</param>
    /// <param name="Sent">Where the code was sent.</param>
    /// <param name="Carried">What the form carries on.</param>
    /// <param name="Provider">The name of the provider.</param>
    /// <param name="When">The day and the time.</param>
    /// <param name="Back">The address of the page before.</param>
    public sealed record Seen(
        string Href, string? Why, string Sent, IReadOnlyList<(string Name, string Value)> Carried, string Provider,
        string When, string Back);
}
