using Kalends.Platform.Storage;

namespace Kalends.Providers.Public;

/// <summary>
/// The sum and the number of a provider's published ratings. They are columns of the provider, because the indexes of
/// listed providers need them; the module that keeps reviews updates them.
/// </summary>
static class ProviderRatings
{
    /// <summary>Adds or subtracts ratings in the transaction of their review.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="providerId">The id of the provider; the caller holds the row.</param>
    /// <param name="sum">The sum of the ratings, in hundredths.</param>
    /// <param name="count">The number of the ratings.</param>
    public static ValueTask Move(Session session, long providerId, long sum, long count) => session.Enqueue(
        MoveRow, ("provider", providerId), ("sum", sum), ("count", count));

    static readonly Sql MoveRow = new("""
        UPDATE providers
        SET rating_sum = rating_sum + @sum, rating_count = rating_count + @count
        WHERE id = @provider
        """);
}
