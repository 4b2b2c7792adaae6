using Kalends.Platform.Calls;

namespace Kalends.Directory.Reviews;

/// <summary>Withdraws a review of the caller's own; it is no longer shown and no longer counts.</summary>
static class WithdrawReview
{
    /// <param name="Id">The id of the review.</param>
    public sealed record Input([Id] long Id);

    public static Task<Answer<Review>> Run(Input input, Call call) => call.Write(async session =>
    {
        var known = await StoredReview.FindToChange(session, call, input.Id);
        if (known.UserId != call.Caller.UserId)
            throw DirectoryErrors.AuthorsWithdraw.Refused();
        await known.Store(session, call, known.Withdraw(call.Now), "withdrawn");
        return await Review.Find(session, call, known.Id);
    });
}
