using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Providers.Public;

/// <summary>
/// A hook: the effects on a provider's calendar when the provider changes the organisation or is deleted.
/// </summary>
/// <param name="Hold">
/// Locks a provider's calendar until the transaction ends; a transaction that locks the provider's row too calls this
/// first.
/// </param>
/// <param name="Clear">Withdraws the openings of a provider, or refuses while somebody has booked.</param>
/// <param name="Move">Moves future entries to another organisation, or to none.</param>
sealed record ProviderCalendar(
    Action<Session, long> Hold, Func<Session, Call, long, Task> Clear,
    Func<Session, Call, long, long?, ValueTask> Move);
