using Kalends.Directory.Reviews;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Originals.ServiceProviders;

/// <summary>The original directory's route of reviews, over the same use case.</summary>
static class OriginalReviews
{
    /// <param name="Id">Whom: the UUID, or the number that /v1 has.</param>
    /// <param name="Rating">From 0 to 5; rounded to two decimals, a half goes up.</param>
    /// <param name="Users">The user's id, once more: where it is sent, it is the token's.</param>
    public sealed record New(
        [Text(1, 100)] string Id, [Hundredths(0, 500, Rounds = true)] decimal Rating,
        [Header("user_id", "user-id", Alone = true)] IReadOnlyList<string>? Users = null);

    /// <summary>A rating, and who gave it.</summary>
    public sealed record Rated(decimal Rating, string UserId);

    /// <summary>Rates a provider, in place of what the caller thought of them before.</summary>
    public static Task<Rated> Create(New input, Call call)
    {
        OriginalDirectory.RefuseOthers(input.Users, call);
        var id = ServiceProviderId.Read(input.Id);
        return call.Write(session => Rate(session, id, input.Rating, call));
    }

    static async Task<Rated> Rate(Session session, long id, decimal given, Call call)
    {
        var provider = await ReviewProvider.Hold(session, call, id);
        if (provider.Currency != ServiceProvider.Currency)
            throw Refused.NotFound("service provider");
        var rating = decimal.Round(given, 2, MidpointRounding.AwayFromZero);
        var review = await ReviewProvider.Enter(session, call, provider, new ReviewProvider.Input(id, rating));
        // Adding 0.0 keeps one decimal at least, as the original wrote its floats.
        return new Rated(review.Rating + 0.0m, call.Caller.UserId);
    }
}
