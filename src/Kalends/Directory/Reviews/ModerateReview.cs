using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Directory.Reviews;

/// <summary>Hides a review, or publishes it again; what is hidden counts towards no rating.</summary>
static class ModerateReview
{
    /// <param name="Id">Which one.</param>
    /// <param name="State">How it shall stand.</param>
    /// <param name="Reason">Why; its author may read it.</param>
    public sealed record Input([Id] long Id, Verdict State, [Text(0, 500)] string? Reason = null);

    public static Task<Review> Run(Input input, Call call) => call.Write(async session =>
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
