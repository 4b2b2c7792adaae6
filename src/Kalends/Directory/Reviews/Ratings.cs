using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Directory.Reviews;

/// <summary>
/// The sum and the number of published ratings, of each provider and of the installation, updated in the transaction of
/// each change. No other code writes them.
/// </summary>
static class Ratings
{
    /// <summary>Adds or subtracts ratings; the caller holds the provider's row.</summary>
    /// <param name="session">The transaction of the change.</param>
    /// <param name="providerId">The id of the provider.</param>
    /// <param name="sum">The sum of the ratings, in hundredths.</param>
    /// <param name="count">The number of the ratings; nothing happens if it is 0.</param>
    public static async ValueTask Move(Session session, long providerId, long sum, long count)
    {
        if (count == 0)
            return;
        // The provider is locked first, then the installation; all transactions that lock both use this order.
        await ProviderRatings.Move(session, providerId, sum, count);
        await session.Enqueue(MoveInstallation, ("provider", providerId), ("sum", sum), ("count", count));
    }

    static readonly Sql MoveInstallation = new("""
        INSERT INTO rating_totals (stripe, rating_sum, rating_count)
        VALUES (CAST(@provider AS BIGINT) % 64, @sum, @count)
        ON CONFLICT (stripe) DO UPDATE
        SET rating_sum = rating_totals.rating_sum + excluded.rating_sum,
            rating_count = rating_totals.rating_count + excluded.rating_count
        """);
}
