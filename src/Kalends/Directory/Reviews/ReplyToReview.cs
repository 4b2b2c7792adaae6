using Kalends.Platform.Calls;

namespace Kalends.Directory.Reviews;

/// <summary>Replies to a review, once; only the owner of the provider or the provider may reply.</summary>
static class ReplyToReview
{
    /// <param name="Id">The id of the review.</param>
    /// <param name="Text">The text of the reply.</param>
    public sealed record Input([Id] long Id, [Text(1, 4000, Verbatim = true)] string Text);

    public static Task<Answer<Review>> Run(Input input, Call call) => call.Write(async session =>
    {
        if (string.IsNullOrWhiteSpace(input.Text))
            throw Refused.Invalid("/text", FaultCode.TooShort, "A reply must not be empty.");
        var known = await StoredReview.FindToChange(session, call, input.Id);
        if (!known.IsAbout(call))
            throw DirectoryErrors.ProvidersReply.Refused();
        await known.Store(session, call, known.ReplyWith(input.Text, call.Caller.UserId, call.Now), "replied");
        return await Review.Find(session, call, known.Id);
    });
}
