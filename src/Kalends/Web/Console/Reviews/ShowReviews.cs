using Kalends.Directory.Reviews;
using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;
using Kalends.Web.Frame;
using Kalends.Web.Languages;

namespace Kalends.Web.Console.Reviews;

/// <summary>Shows the reviews that the visitor moderates, the newest first.</summary>
static class ShowReviews
{
    public const string Path = "/console/reviews";

    /// <param name="State">Only reviews in this state.</param>
    /// <param name="Cursor">The place at which the page begins.</param>
    public sealed record Input(ReviewState? State = null, [Text(0, 4096)] string? Cursor = null);

    const int PageMax = 25;

    public static Task<Shown> Run(Input input, Visit visit) => Show(input, visit, why: null);

    public static Task<Shown> Again(Input input, Refused refused, Visit visit) => Show(input, visit, refused);

    static async Task<Shown> Show(Input input, Visit visit, Refused? why)
    {
        var texts = visit.Texts;
        var found = await ListReviews.Run(
            new(State: input.State), new PageRequest(PageMax, input.Cursor), visit.Call);
        var providers = await Profiles.EverByIds(
            [.. found.Items.Select(one => one.ProviderId).Distinct()], visit.Call);
        var zone = visit.Zone ?? DateTimeZone.Utc;
        IReadOnlyList<RowTable.Cell> RowOf(Review one) =>
        [
            new(texts.Moment(one.CreatedAt.InZone(zone))) { At = one.CreatedAt.Written() },
            new(providers[one.ProviderId].Name, $"/book/{one.ProviderId}"),
            texts.Stars(one.Rating), one.Comment,
            new(texts.Moderation.State(one.State)) { IsState = true, Acts = ActsOf(one, texts) },
        ];
        return ConsolePage.Of<ReviewsView, ReviewsView.Seen>(visit, texts.Console.Reviews, new(
            why is null ? null : texts.Sentence(why),
            new FilterForm.Seen(Path, [new("state", texts.Console.State) { Choices = StatesOf(texts) }]),
            new RowTable.Seen(
                texts.Console.Reviews,
                [texts.When, texts.With, new(texts.Moderation.Rating, IsNumber: true), texts.Moderation.Comment,
                    texts.Console.State],
                [.. found.Items.Select(RowOf)])
            {
                Pages = Pager.Of(visit, Path, found.Next, "state"),
            }));
    }

    static IReadOnlyList<Field.Choice> StatesOf(Texts texts) =>
    [
        new("", texts.Any),
        .. Enum.GetValues<ReviewState>().Select(
            state => new Field.Choice(EnumText.Of(state), texts.Moderation.State(state))),
    ];

    // What its author has replaced or withdrawn is over.
    static IReadOnlyList<ActForm.Seen> ActsOf(Review one, Texts texts) => one.State switch
    {
        ReviewState.Published =>
        [
            Decide(one, Verdict.Hidden, texts.Moderation.Hide) with
            {
                About = texts.Moderation.HideAbout,
                Fields = [new("reason", texts.Console.Reason) { Id = $"reason-{one.Id}", LengthMax = 500 }],
            },
        ],
        ReviewState.Hidden => [Decide(one, Verdict.Published, texts.Moderation.Publish)],
        ReviewState.Replaced or ReviewState.Withdrawn => [],
    };

    static ActForm.Seen Decide(Review one, Verdict verdict, string words) =>
        new($"{Path}/{one.Id}/moderate", words) { Opens = words, Hidden = [("verdict", EnumText.Of(verdict))] };
}
