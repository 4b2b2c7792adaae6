using System.Globalization;
using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Providers;
using Kalends.Providers.Public;
using Kalends.Scheduling;
using Kalends.Scheduling.Services;
using Kalends.Web.Frame;
using Kalends.Web.Times;

namespace Kalends.Web.Booking;

/// <summary>Shows a provider, their services, and a month of their free times.</summary>
static class ShowProvider
{
    /// <param name="ProviderId">The provider.</param>
    /// <param name="ServiceId">The service; by default the provider's first one.</param>
    /// <param name="Month">The month.</param>
    /// <param name="Day">The day whose times are shown.</param>
    public sealed record Input(
        [Id] long ProviderId, [Id] long? ServiceId = null, YearMonth? Month = null, DateOnly? Day = null);

    const int ServicesMax = 100;

    public static async Task<Shown> Run(Input input, Visit visit)
    {
        var call = visit.Call;
        var profile = await ReadProvider.Run(new(input.ProviderId), call);
        var services = (await ListServicesOfProvider.Run(
            new(input.ProviderId), new PageRequest(ServicesMax), call)).Items.Where(one => one.Active).ToList();
        var serviceId = input.ServiceId ?? services.FirstOrDefault()?.Id;
        var zone = visit.Zone ?? Zone.Of(profile.TimeZone);
        var free = await FreeTimes.Find(new(profile.Id, serviceId, input.Month, input.Day), zone, call);
        return Shown.As<ProviderView, ProviderView.Seen>(profile.Name, new(
            profile.Name, ProviderFacts.Of(profile, visit.Texts),
            [.. services.Select(one => LinkTo(one, input.ProviderId, one.Id == serviceId, visit))],
            ZoneChoice.Of(zone, profile.TimeZone),
            MonthView.Of(
                free, call.Now, visit.Texts, (name, value) => HrefOf(visit, profile.Id, serviceId, (name, value))),
            free.Day is { } day ? visit.Texts.Day(day) : null,
            TimeLinks.Of(visit, free.Slots, profile.Id, serviceId, at => visit.Texts.Time(at.InZone(zone)))));
    }

    /// <summary>The address of a provider's page.</summary>
    public static string HrefOf(
        Visit visit, long providerId, long? serviceId, params (string, string?)[] more) => Href.Of(
        visit.PathTo($"/book/{providerId}"),
        [("service_id", serviceId?.ToString(CultureInfo.InvariantCulture)), .. more]);

    static ProviderView.ServiceLink LinkTo(Service service, long providerId, bool isChosen, Visit visit) => new(
        HrefOf(visit, providerId, service.Id), service.Name, visit.Texts.Minutes(service.DurationMinutes),
        visit.Texts.Mode(service.Mode), isChosen);
}
