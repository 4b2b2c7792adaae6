using Kalends.Events;
using Kalends.Platform.Calls;
using Kalends.Scheduling;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Calendars;

/// <summary>Streams that calendars have changed.</summary>
static class FollowCalendar
{
    /// <param name="ProviderIds">The providers.</param>
    public sealed record Input([Count(1, ReadAgenda.CalendarsMax)][Id] IReadOnlyList<long>? ProviderIds = null);

    public static Task<Shown> Run(Input input, Visit visit)
    {
        var ids = input.ProviderIds ?? throw Refused.InvalidParameter(
            "provider_ids", FaultCode.Required, "provider_ids is required.");
        return ChangeStream.Of(
            new EventLogFilter(Component: "scheduling", ProviderId: ids is [var only] ? only : null),
            happened => happened.ProviderId is { } provider && ids.Contains(provider), visit);
    }
}
