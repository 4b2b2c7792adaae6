using Kalends.Platform.Calls;

namespace Kalends.Directory.Reviews;

/// <summary>Replies to a review, once: for the provider, so by who owns them or is them.</summary>
static class ReplyToReview
{
    /// <param name="Id">To which review.</param>
    /// <param name="Text">What the provider has to say.</param>
    public sealed record Input([Id] long Id, [Text(1, 4000, Verbatim = true)] string Text);

    public static Task<Review> Run(Input input, Call call) => call.Write(async session =>
    {
        if (string.IsNullOrWhiteSpace(input.Text))
            throw Refused.Invalid("/text", FaultCode.TooShort, "A reply says something.");
        var known = await StoredReview.FindToChange(session, call, input.Id);
        if (!known.IsAbout(call))
            throw DirectoryErrors.ProvidersReply.Refused();
        await known.Store(session, call, known.ReplyWith(input.Text, call.Caller.UserId, call.Now), "replied");
        return await Review.Find(session, call, known.Id);
    });
}
