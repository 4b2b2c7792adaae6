using Kalends.Scheduling;
using Kalends.Web.Frame;

namespace Kalends.Web.Times;

/// <summary>Free times, each of which leads to its booking.</summary>
partial class TimeLinks
{
    /// <param name="Href">The address of the page that books it.</param>
    /// <param name="At">The time as programs read it.</param>
    /// <param name="Text">The time as people read it.</param>
    public sealed record Time(string Href, string At, string Text);

    /// <summary>The address of the page that books a time.</summary>
    internal static string HrefOf(Visit visit, long providerId, long? serviceId, Instant startsAt) => Href.Of(
        visit.PathTo($"/book/{providerId}/time"), ("starts_at", startsAt.Written()), ("service_id", $"{serviceId}"));

    internal static IReadOnlyList<Time> Of(
        Visit visit, IEnumerable<SlotView> slots, long providerId, long? serviceId, Func<Instant, string> text) =>
        slots.Select(slot => new Time(
            HrefOf(visit, providerId, serviceId, slot.StartsAt), slot.StartsAt.Written(), text(slot.StartsAt)))
            .ToList();
}
