using Kalends.Events.Public;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Closures;

/// <summary>A period in which no slot of a provider can be reserved.</summary>
/// <param name="Id">The id of the closure.</param>
/// <param name="ProviderId">The provider whose time is closed.</param>
/// <param name="StartsAt">The start of the period.</param>
/// <param name="EndsAt">The end of the period.</param>
/// <param name="Reason">The reason, for those who keep the calendar.</param>
sealed record Closure(long Id, long ProviderId, Instant StartsAt, Instant EndsAt, string Reason)
{
    /// <summary>The event about this closure, without its reason.</summary>
    public DomainEvent Event(string verb) => new("scheduling", $"calendar.{verb}", $"provider/{ProviderId}", new Facts(
        Id, ProviderId, StartsAt, EndsAt))
    {
        ProviderId = ProviderId,
    };

    sealed record Facts(long Id, long ProviderId, Instant StartsAt, Instant EndsAt);

    public static Closure Read(Row row) => new(
        row.Long("id"), row.Long("provider_id"), row.At("starts_at"), row.At("ends_at"), row.Text("reason"));
}
