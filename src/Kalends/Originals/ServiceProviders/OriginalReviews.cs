using Kalends.Directory.Reviews;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Originals.ServiceProviders;

/// <summary>The review route of the original directory, over the same use case.</summary>
static class OriginalReviews
{
    /// <param name="Id">The UUID of the service provider, or its number in /v1.</param>
    /// <param name="Rating">The rating from 0 to 5, rounded to two decimals; halves are rounded up.</param>
    /// <param name="Users">The user's id again; if sent, it must be that of the token.</param>
    public sealed record New(
        [Text(1, 100)] string Id, [Hundredths(0, 500, Rounds = true)] decimal Rating,
        [Header("user_id", "user-id", Alone = true)] IReadOnlyList<string>? Users = null);

    /// <summary>A rating and the user who gave it.</summary>
    public sealed record Rated(decimal Rating, string UserId);

    /// <summary>Rates a provider, replacing the caller's earlier rating.</summary>
    public static Task<Answer<Rated>> Create(New input, Call call)
    {
        OriginalDirectory.RefuseOthers(input.Users, call);
        var id = ServiceProviderId.Read(input.Id);
        return call.Write(session => Rate(session, id, input.Rating, call));
    }

    static async Task<Rated> Rate(Session session, long id, decimal given, Call call)
    {
        var provider = await ReviewProvider.Hold(session, call, id);
        if (provider.Currency != ServiceProvider.Currency)
            throw OriginalsErrors.NoSuchServiceProvider.Refused();
        var rating = decimal.Round(given, 2, MidpointRounding.AwayFromZero);
        var review = await ReviewProvider.Enter(session, call, provider, new ReviewProvider.Input(id, rating));
        // Adding 0.0 keeps at least one decimal, as the original wrote its floats.
        return new Rated(review.Rating + 0.0m, call.Caller.UserId);
    }
}
