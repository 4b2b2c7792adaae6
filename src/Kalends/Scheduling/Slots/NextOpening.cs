using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Slots;

/// <summary>Finds when any of some providers has the next opening, so that nights and holidays are not read.</summary>
static class NextOpening
{
    /// <summary>
    /// The start of the first opening that ends after an instant, or the instant if it is inside one; null after the
    /// last.
    /// </summary>
    public static async Task<Instant?> Find(Session session, IReadOnlyList<long> providerIds, Instant from) =>
        await session.One(
            FindNext, row => new Next(row.LongOrNull("n")), ("providers", providerIds), ("from", from))
            is { Starts: { } starts }
            ? Instant.Max(from, Instants.FromMicros(starts))
            : null;

    sealed record Next(long? Starts);

    static readonly Sql FindNext = new("""
        SELECT MIN((
            SELECT o.starts_at
            FROM openings o
            WHERE o.provider_id = p.id AND o.removed_at IS NULL AND o.ends_at > @from
            ORDER BY o.ends_at
            LIMIT 1)) AS n
        FROM public_providers p
        WHERE p.id {list providers}
        """);
}
