using Kalends.Providers.Public;

namespace Kalends.Originals.ServiceProviders;

/// <summary>A provider with a price in pence, in the words of the original directory.</summary>
/// <param name="Id">The UUID of the service provider.</param>
/// <param name="Name">The name to show.</param>
/// <param name="Skills">The skills, in their own order.</param>
/// <param name="CostInPence">The price of a day, in pence.</param>
/// <param name="Availability">The dates on which they could work.</param>
/// <param name="ReviewRating">The mean of all ratings; 0.0 if there are none.</param>
sealed record ServiceProvider(
    string Id, string Name, IReadOnlyList<string> Skills, long CostInPence, IReadOnlyList<DateRange> Availability,
    decimal ReviewRating)
{
    /// <summary>
    /// The currency that has pence: providers with a price in another currency, or with no price, are not in this
    /// directory.
    /// </summary>
    public const string Currency = "GBP";

    // Adding 0.0 keeps at least one decimal, as the original wrote its floats.
    public static ServiceProvider Of(Profile profile) => new(
        ServiceProviderId.Of(profile.Id), profile.Name, profile.Skills, profile.Cost ?? 0, profile.Availability,
        (profile.Rating.Mean ?? 0) + 0.0m);
}
