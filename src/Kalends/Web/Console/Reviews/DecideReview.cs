using Kalends.Directory.Reviews;
using Kalends.Platform.Calls;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Reviews;

/// <summary>Hides a review, or publishes it again.</summary>
static class DecideReview
{
    /// <param name="Id">The id of the review.</param>
    /// <param name="Verdict">The new state.</param>
    /// <param name="Reason">The reason, which the author may read.</param>
    public sealed record Input([Id] long Id, Verdict Verdict, [Text(0, 500)] string? Reason = null);

    public static async Task<Shown> Run(Input input, Visit visit)
    {
        await ModerateReview.Run(new(input.Id, input.Verdict, input.Reason), visit.Call);
        return Shown.Elsewhere(visit.Here);
    }
}
