using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Providers.Reviews;

/// <summary>The original directory's route of reviews, over the same use case.</summary>
static class OriginalReviews
{
    /// <param name="Id">Whom.</param>
    /// <param name="Rating">From 0 to 5; rounded to two decimals, a half goes up.</param>
    /// <param name="Users">The user's id, once more: where it is sent, it is the token's.</param>
    public sealed record New(
        [Id] long Id, [Hundredths(0, 500, Rounds = true)] decimal Rating,
        [Header("user_id", "user-id", Alone = true)] IReadOnlyList<string>? Users = null);

    /// <summary>A rating, and who gave it.</summary>
    public sealed record Rated(decimal Rating, string UserId);

    /// <summary>Rates a provider, in place of what the caller thought of them before.</summary>
    public static Task<Rated> Create(New input, Call call)
    {
        OriginalDirectory.RefuseOthers(input.Users, call);
        return call.Write(session => Rate(session, input, call));
    }

    static async Task<Rated> Rate(Session session, New input, Call call)
    {
        var provider = await ReviewProvider.Hold(session, call, input.Id);
        if (provider.Currency != ServiceProvider.Currency)
            throw Refused.NotFound("service provider");
        var rating = decimal.Round(input.Rating, 2, MidpointRounding.AwayFromZero);
        var review = await ReviewProvider.Enter(session, call, provider, new ReviewProvider.Input(input.Id, rating));
        // Adding 0.0 keeps one decimal at least, as the original wrote its floats.
        return new Rated(review.Rating + 0.0m, call.Caller.UserId);
    }
}
