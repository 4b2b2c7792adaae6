using Kalends.Platform.Calls;
using Kalends.Providers.Public;
using Kalends.Scheduling.Managing;
using Kalends.Web.Appointments;
using Kalends.Web.Frame;

namespace Kalends.Web.Managing;

/// <summary>Shows a reservation to whoever has a link to it, with what can be done about it.</summary>
static class ShowManaged
{
    /// <param name="Token">The token of the link.</param>
    public sealed record Input([Text(1, LinkHolder.TokenMax, Secret = true)] string Token);

    public static Task<Shown> Run(Input input, Visit visit) => Show(input, visit, why: null);

    public static Task<Shown> Again(Input input, Refused refused, Visit visit) => Show(input, visit, refused);

    /// <summary>The address of the page.</summary>
    public static string HrefOf(string token) => $"/reservations/{token}";

    static async Task<Shown> Show(Input input, Visit visit, Refused? why)
    {
        var one = await ReadManagedReservation.Run(new(input.Token), visit.Call);
        var facts = new AppointmentView.Facts(
            visit.PathTo(HrefOf(input.Token)), one.State, one.StartsAt, one.EndsAt, one.ExpiresAt, one.ProviderId,
            one.Provider, one.ServiceId, one.Service, one.Place);
        return AppointmentView.Show(facts, visit.Zone ?? Zone.Of(one.TimeZone), visit, why);
    }
}
