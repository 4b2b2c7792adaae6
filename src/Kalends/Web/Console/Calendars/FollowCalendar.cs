using Kalends.Events;
using Kalends.Platform.Calls;
using Kalends.Scheduling.Agendas;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Calendars;

/// <summary>Streams that calendars have changed.</summary>
static class FollowCalendar
{
    public const string Path = $"{ShowCalendar.Path}/stream";

    /// <param name="ProviderIds">The providers.</param>
    /// <param name="After">The position of the log after which it begins; by default now.</param>
    public sealed record Input(
        [Count(1, ReadAgenda.CalendarsMax)][Id] IReadOnlyList<long>? ProviderIds = null,
        [Header("Last-Event-ID")][Text(0, 500)] string? After = null);

    public static Task<Shown> Run(Input input, Visit visit)
    {
        var ids = input.ProviderIds ?? throw Refused.InvalidParameter(
            "provider_ids", FaultCode.Required, "provider_ids is required.");
        return ChangeStream.Of(
            new EventLogFilter(Component: "scheduling", ProviderId: ids is [var only] ? only : null), input.After,
            happened => happened.ProviderId is { } provider && ids.Contains(provider), visit);
    }
}
