using Kalends.Web.Frame;

namespace Kalends.Web.Booking;

/// <summary>The search for providers, and those who were found.</summary>
partial class FindView
{
    /// <param name="Title">The heading.</param>
    /// <param name="Path">The address of the search.</param>
    /// <param name="Currency">The currency of prices.</param>
    /// <param name="Faults">What is wrong with the fields.</param>
    /// <param name="Found">Who was found; null if the search was refused.</param>
    public sealed record Seen(
        string Title, string Path, string Currency, IReadOnlyList<FieldFault.Seen> Faults, Results? Found)
    {
        public FieldFault.Seen? FaultOf(string field) => Faults.FirstOrDefault(fault => fault.Field == field);
    }

    /// <param name="Cards">The providers.</param>
    /// <param name="Next">The address of further ones.</param>
    public sealed record Results(IReadOnlyList<ProviderCard.Seen> Cards, string? Next);
}
