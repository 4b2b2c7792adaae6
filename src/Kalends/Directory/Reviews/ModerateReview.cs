using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Directory.Reviews;

/// <summary>Hides a review or publishes it again; a hidden review does not count towards a rating.</summary>
static class ModerateReview
{
    /// <param name="Id">The id of the review.</param>
    /// <param name="State">The new state of the review.</param>
    /// <param name="Reason">The reason for the decision, which the author of the review may read.</param>
    public sealed record Input([Id] long Id, Verdict State, [Text(0, 500)] string? Reason = null);

    public static Task<Answer<Review>> Run(Input input, Call call) => call.Write(async session =>
    {
        var known = await StoredReview.FindToChange(session, call, input.Id);
        if (!call.Scope.Covers(null, known.OrganisationId))
            throw DirectoryErrors.ManagersModerate.Refused();
        var changed = known.Moderate(input.State, input.Reason, call.Caller.UserId, call.Now);
        if (changed != known)
            await known.Store(session, call, changed, EnumText.Of(input.State));
        return await Review.Find(session, call, known.Id);
    });
}
