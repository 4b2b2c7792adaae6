using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Providers.Public;

/// <summary>A hook: what a provider's calendar does when the provider moves or leaves.</summary>
/// <param name="Hold">
/// Takes a provider's calendar alone until the transaction ends; what holds the provider's row too does this first.
/// </param>
/// <param name="Clear">Takes back what a provider offers, or refuses while somebody has booked.</param>
/// <param name="Move">Takes what lies ahead along to another organisation, or to none.</param>
sealed record ProviderCalendar(
    Action<Session, long> Hold, Func<Session, Call, long, Task> Clear,
    Func<Session, Call, long, long?, ValueTask> Move);
