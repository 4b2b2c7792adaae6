using Kalends.Web.Times;

namespace Kalends.Web.Booking;

/// <summary>A provider with a month of free times.</summary>
partial class ProviderView
{
    /// <param name="Name">The name.</param>
    /// <param name="Facts">What is known of the provider.</param>
    /// <param name="Services">What can be booked.</param>
    /// <param name="Zone">The time zone of the times.</param>
    /// <param name="Month">The month.</param>
    /// <param name="Day">The day whose times are shown.</param>
    /// <param name="Times">The free times of the day.</param>
    public sealed record Seen(
        string Name, ProviderFacts.Seen Facts, IReadOnlyList<ServiceLink> Services, ZoneChoice.Seen Zone,
        MonthView.Seen Month, string? Day, IReadOnlyList<TimeLinks.Time> Times);

    /// <param name="Href">The address of the page with this service.</param>
    /// <param name="Name">The name of the service.</param>
    /// <param name="Minutes">How long it takes.</param>
    /// <param name="Mode">The way in which it takes place.</param>
    /// <param name="IsChosen">Whether its times are shown.</param>
    public sealed record ServiceLink(string Href, string Name, string Minutes, string Mode, bool IsChosen);
}
