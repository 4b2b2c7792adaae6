using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Directory.Reviews;

/// <summary>
/// The sum and the number of published ratings, of each provider and of the installation, moved in the transaction of
/// each change: nothing else in the product writes them.
/// </summary>
static class Ratings
{
    /// <summary>Adds or takes away ratings; the caller holds the provider's row.</summary>
    /// <param name="session">The transaction of the change.</param>
    /// <param name="providerId">Whose.</param>
    /// <param name="sum">Their sum, in hundredths.</param>
    /// <param name="count">How many they are; nothing happens where there is none.</param>
    public static async ValueTask Move(Session session, long providerId, long sum, long count)
    {
        if (count == 0)
            return;
        // The provider first, then the installation: all who wait for both wait in this order.
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
