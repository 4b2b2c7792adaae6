using Kalends.Providers.Public;
using Kalends.Scheduling;
using Kalends.Web.Frame;
using Kalends.Web.Times;

namespace Kalends.Web.Booking;

/// <summary>A provider in a list, with the first free times.</summary>
partial class ProviderCard
{
    /// <param name="Href">The address of the provider's own page.</param>
    /// <param name="Name">The name.</param>
    /// <param name="Facts">What is known of the provider.</param>
    /// <param name="Zone">The time zone of the times.</param>
    /// <param name="Times">The first free times.</param>
    public sealed record Seen(
        string Href, string Name, ProviderFacts.Seen Facts, string Zone, IReadOnlyList<TimeLinks.Time> Times);

    internal static Seen Of(Profile profile, IReadOnlyList<SlotView> free, Visit visit)
    {
        var zone = visit.Zone ?? Zone.Of(profile.TimeZone);
        var times = TimeLinks.Of(
            visit, free, profile.Id, serviceId: null, at => visit.Texts.BriefMoment(at.InZone(zone)));
        return new Seen(
            $"/book/{profile.Id}", profile.Name, ProviderFacts.Of(profile, visit.Texts), visit.Texts.Zone(zone), times);
    }
}
