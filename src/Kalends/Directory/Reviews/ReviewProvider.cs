using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Directory.Reviews;

/// <summary>
/// Reviews a provider, in place of the caller's earlier review; nobody reviews a provider of their own.
/// </summary>
static class ReviewProvider
{
    /// <param name="Id">The id of the provider.</param>
    /// <param name="Rating">The rating from 0 to 5, in steps of a half.</param>
    /// <param name="Comment">The comment in the author's own words.</param>
    /// <param name="Skill">The name of the provider's skill that the review is about, if any.</param>
    public sealed record Input(
        [Id] long Id, [Hundredths(0, 500, 50)] decimal Rating, [Text(0, 4000, Verbatim = true)] string? Comment = null,
        [Text(1, 100)] string? Skill = null);

    public static Task<Answer<Review>> Run(Input input, Call call) => call.Write(async session =>
    {
        var provider = await Hold(session, call, input.Id);
        return await Enter(session, call, provider, input);
    });

    /// <summary>A provider whom the caller may review, locked until the end of the transaction.</summary>
    public static async Task<Reviewed> Hold(Session session, Call call, long id)
    {
        var provider = await session.One(HoldProvider, Reviewed.Read, ("id", id))
            ?? throw DirectoryErrors.NoSuchProvider.Refused();
        return provider.OwnerUserId == call.Caller.UserId || provider.UserId == call.Caller.UserId
            ? throw DirectoryErrors.OwnProvider.Refused()
            : provider;
    }

    public sealed record Reviewed(long Id, string? Currency, string OwnerUserId, string? UserId)
    {
        public static Reviewed Read(Row row) => new(
            row.Long("id"), row.TextOrNull("currency"), row.Text("owner_user_id"), row.TextOrNull("user_id"));
    }

    /// <summary>Stores a review of a provider whose row the caller holds.</summary>
    public static async Task<Review> Enter(Session session, Call call, Reviewed provider, Input input)
    {
        var skill = await FindSkill(session, input);
        var last = await StoredReview.FindLast(session, provider.Id, call.Caller.UserId);
        if (last is { IsLive: true })
            await last.Store(session, call, last.Replace(call.Now), "replaced");

        var entered = New(provider.Id, last, (long)(input.Rating * 100), call);
        var id = await session.Number(Insert,
            ("provider", provider.Id), ("user", call.Caller.UserId), ("rating", entered.Rating),
            ("comment", string.IsNullOrWhiteSpace(input.Comment) ? null : input.Comment), ("skill", skill),
            ("state", entered.State), ("now", call.Now), ("verdict", entered.Moderation?.Verdict),
            ("moderator", entered.Moderation?.By), ("moderated", entered.Moderation?.At),
            ("reason", entered.Moderation?.Reason));
        var stored = entered with { Id = id!.Value };
        await Ratings.Move(session, provider.Id, stored.Counted * stored.Rating, stored.Counted);
        await ProviderLog.Append(session, call, stored.Event("created"));
        return await Review.Find(session, call, stored.Id);
    }

    // A hidden review stays hidden until a moderator publishes it. Writing the review again does not publish it.
    static StoredReview New(long providerId, StoredReview? last, long rating, Call call) =>
        last?.Moderation is { Verdict: Verdict.Hidden } hidden
            ? new(0, providerId, call.Caller.UserId, rating, ReviewState.Hidden, Moderation: hidden)
            : new(0, providerId, call.Caller.UserId, rating, ReviewState.Published);

    static async ValueTask<long?> FindSkill(Session session, Input input) => input.Skill is null
        ? null
        : await session.Number(FindSkillOfProvider, ("provider", input.Id), ("name", input.Skill))
            ?? throw Refused.Invalid("/skill", DirectoryErrors.UnknownSkill, "The provider does not name this skill.");

    static readonly Sql HoldProvider = new("""
        SELECT id, currency, owner_user_id, user_id
        FROM public_providers
        WHERE id = @id AND deleted_at IS NULL
        {lock}
        """);

    static readonly Sql FindSkillOfProvider = new("""
        SELECT h.skill_id AS n
        FROM public_provider_skills h
        JOIN public_skills s ON s.id = h.skill_id
        WHERE h.provider_id = @provider AND s.name = @name
        """);

    static readonly Sql Insert = new("""
        INSERT INTO reviews
            (provider_id, user_id, rating, comment, skill_id, state, created_at, verdict, moderated_by, moderated_at,
             moderation_reason)
        VALUES (@provider, @user, @rating, @comment, @skill, @state, @now, @verdict, @moderator, @moderated, @reason)
        RETURNING id AS n
        """);
}
