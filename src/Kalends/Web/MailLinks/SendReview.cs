using Kalends.Directory.Reviews;
using Kalends.Platform.Calls;
using Kalends.Providers;
using Kalends.Web.Frame;

namespace Kalends.Web.MailLinks;

/// <summary>Reviews a provider, in place of the visitor's earlier review.</summary>
static class SendReview
{
    /// <param name="ProviderId">The provider.</param>
    public sealed record Page([Id] long ProviderId);

    /// <param name="ProviderId">The provider.</param>
    /// <param name="Rating">The rating from 0 to 5, in steps of a half.</param>
    /// <param name="Comment">The comment in the visitor's own words.</param>
    public sealed record Input(
        [Id] long ProviderId, [Hundredths(0, 500, 50)] decimal Rating,
        [Text(0, 4000, Verbatim = true)] string? Comment = null);

    public static Task<Shown> Ask(Page page, Visit visit) => Show(page, visit, why: null);

    public static Task<Shown> Again(Page page, Refused refused, Visit visit) => Show(page, visit, refused);

    public static async Task<Shown> Run(Input input, Visit visit)
    {
        await ReviewProvider.Run(new(input.ProviderId, input.Rating, input.Comment), visit.Call);
        return ShowDone.Elsewhere(ShowDone.Act.Reviewed);
    }

    static async Task<Shown> Show(Page page, Visit visit, Refused? why)
    {
        var provider = await ReadProvider.Run(new(page.ProviderId), visit.Call);
        return Shown.As<ReviewView, ReviewView.Seen>(visit.Texts.ReviewTitle, new(
            provider.Name, why is null ? null : visit.Texts.Sentence(why), FieldFault.Of(why, visit.Texts)));
    }
}
