using Kalends.Providers.Public;
using Kalends.Scheduling;
using Kalends.Web.Frame;

namespace Kalends.Web.Appointments;

/// <summary>An appointment in a list.</summary>
partial class AppointmentRow
{
    /// <param name="Href">The address of its page.</param>
    /// <param name="When">The day and the time.</param>
    /// <param name="What">The service and the provider.</param>
    /// <param name="State">Its state in words.</param>
    public sealed record Seen(string Href, string When, string What, string State);

    internal static Seen Of(Reservation reservation, Profile provider, Service? service, Visit visit)
    {
        var starts = reservation.StartsAt.InZone(visit.Zone ?? Zone.Of(provider.TimeZone));
        return new Seen(
            $"/appointments/{reservation.Id}", visit.Texts.Moment(starts),
            service is null ? provider.Name : $"{service.Name}, {provider.Name}",
            visit.Texts.State(reservation.State));
    }
}
