using Kalends.Providers.Public;

namespace Kalends.Originals.ServiceProviders;

/// <summary>A provider with a price in pence, in the words of the original directory.</summary>
/// <param name="Id">Names it: a UUID.</param>
/// <param name="Name">The name to show.</param>
/// <param name="Skills">What they can do, in their own order.</param>
/// <param name="CostInPence">What a day costs.</param>
/// <param name="Availability">When they could work.</param>
/// <param name="ReviewRating">The mean of all ratings, 0.0 where there is none.</param>
sealed record ServiceProvider(
    string Id, string Name, IReadOnlyList<string> Skills, long CostInPence, IReadOnlyList<DateRange> Availability,
    decimal ReviewRating)
{
    /// <summary>
    /// The currency that has pence: who has a price in another one, or none, is not in this directory.
    /// </summary>
    public const string Currency = "GBP";

    // Adding 0.0 keeps one decimal at least, as the original wrote its floats.
    public static ServiceProvider Of(Profile profile) => new(
        ServiceProviderId.Of(profile.Id), profile.Name, profile.Skills, profile.Cost ?? 0, profile.Availability,
        (profile.Rating.Mean ?? 0) + 0.0m);
}
