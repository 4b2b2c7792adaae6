using Kalends.Platform.Storage;

namespace Kalends.Providers.Public;

/// <summary>
/// The sum and the number of a provider's published ratings. They stand on the provider, because the indexes of those
/// who are listed need them; whoever keeps reviews moves them.
/// </summary>
static class ProviderRatings
{
    /// <summary>Adds or takes away ratings in the transaction of their review.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="providerId">Whose; the caller holds the row.</param>
    /// <param name="sum">Their sum, in hundredths.</param>
    /// <param name="count">How many they are.</param>
    public static ValueTask Move(Session session, long providerId, long sum, long count) => session.Enqueue(
        MoveRow, ("provider", providerId), ("sum", sum), ("count", count));

    static readonly Sql MoveRow = new("""
        UPDATE providers
        SET rating_sum = rating_sum + @sum, rating_count = rating_count + @count
        WHERE id = @provider
        """);
}
