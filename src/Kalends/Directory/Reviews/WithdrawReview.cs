using Kalends.Platform.Calls;

namespace Kalends.Directory.Reviews;

/// <summary>Takes a review of the caller's own back: it is shown no more and counts no more.</summary>
static class WithdrawReview
{
    /// <param name="Id">Which one.</param>
    public sealed record Input([Id] long Id);

    public static Task<Review> Run(Input input, Call call) => call.Write(async session =>
    {
        var known = await StoredReview.FindToChange(session, call, input.Id);
        if (known.UserId != call.Caller.UserId)
            throw DirectoryErrors.AuthorsWithdraw.Refused();
        await known.Store(session, call, known.Withdraw(call.Now), "withdrawn");
        return await Review.Find(session, call, known.Id);
    });
}
