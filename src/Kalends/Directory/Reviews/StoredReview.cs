using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Directory.Reviews;

/// <summary>A moderator's decision on a review.</summary>
enum Verdict
{
    /// <summary>Everybody sees the review, and it counts.</summary>
    Published,

    /// <summary>Only users who may see its history see the review, and it does not count.</summary>
    Hidden,
}

/// <summary>A decision, with the moderator who made it, the time and the reason.</summary>
sealed record Moderation(Verdict Verdict, string By, Instant At, string? Reason);

/// <summary>The reply for the provider, with its author and time.</summary>
sealed record Reply(string Text, string By, Instant At);

/// <summary>
/// A review as changes read it, with its rating in hundredths; a holder of one has locked its provider's row.
/// </summary>
sealed record StoredReview(
    long Id, long ProviderId, string UserId, long Rating, ReviewState State, Instant? EndedAt = null,
    Moderation? Moderation = null, Reply? Reply = null, string? OwnerUserId = null, string? ProviderUserId = null,
    long? OrganisationId = null)
{
    public bool IsLive => EndedAt is null;

    /// <summary>The review after its author withdraws it.</summary>
    public StoredReview Withdraw(Instant now) =>
        RequireLive() with { State = ReviewState.Withdrawn, EndedAt = now };

    /// <summary>The review after its author writes another one.</summary>
    public StoredReview Replace(Instant now) => RequireLive() with { State = ReviewState.Replaced, EndedAt = now };

    /// <summary>
    /// The review after a moderator decides whether it is shown and counts; the same decision again changes nothing.
    /// </summary>
    public StoredReview Moderate(Verdict verdict, string? reason, string actor, Instant now)
    {
        var state = verdict == Verdict.Hidden ? ReviewState.Hidden : ReviewState.Published;
        return RequireLive().State == state
            ? this
            : this with { State = state, Moderation = new(verdict, actor, now, reason) };
    }

    /// <summary>The review after the provider's reply; there is only one.</summary>
    public StoredReview ReplyWith(string text, string actor, Instant now) => RequireLive().Reply is null
        ? this with { Reply = new(text, actor, now) }
        : throw DirectoryErrors.RepliedAlready.Refused();

    /// <summary>Whether the caller answers for the provider.</summary>
    public bool IsAbout(Call call) => call.Caller.UserId == OwnerUserId || call.Caller.UserId == ProviderUserId;

    StoredReview RequireLive() => State switch
    {
        ReviewState.Published or ReviewState.Hidden => this,
        ReviewState.Replaced => throw DirectoryErrors.ReviewReplaced.Refused(),
        ReviewState.Withdrawn => throw DirectoryErrors.ReviewWithdrawn.Refused(),
    };

    /// <summary>
    /// A review that the caller may see, with its provider's row locked until the end of the transaction.
    /// </summary>
    public static async Task<StoredReview> FindToChange(Session session, Call call, long id)
    {
        // Two statements are needed, because a statement that waits for a lock reads data from before the wait.
        if (await session.Number(HoldProvider, ("id", id)) is null)
            throw DirectoryErrors.NoSuchReview.Refused();
        return await session.One(FindVisible, Read, Review.With(call, ("id", id)))
            ?? throw DirectoryErrors.NoSuchReview.Refused();
    }

    /// <summary>The last review that a user wrote of a provider, whose row the caller holds.</summary>
    public static ValueTask<StoredReview?> FindLast(Session session, long providerId, string userId) =>
        session.One(FindLatest, Read, ("provider", providerId), ("user", userId));

    /// <summary>Stores a change of this review and of the rating, and appends the event.</summary>
    public async Task Store(Session session, Call call, StoredReview changed, string verb)
    {
        await session.Enqueue(Update,
            ("id", Id), ("was", State), ("state", changed.State), ("ended", changed.EndedAt),
            ("verdict", changed.Moderation?.Verdict), ("moderator", changed.Moderation?.By),
            ("moderated", changed.Moderation?.At), ("reason", changed.Moderation?.Reason),
            ("reply", changed.Reply?.Text), ("replier", changed.Reply?.By), ("replied", changed.Reply?.At));
        await Ratings.Move(
            session, ProviderId, changed.Counted * Rating - Counted * Rating, changed.Counted - Counted);
        await ProviderLog.Append(session, call, changed.Event(verb));
    }

    /// <summary>How often the review counts towards the rating: 1 or 0.</summary>
    public long Counted => State == ReviewState.Published ? 1 : 0;

    /// <summary>The fields of an event about this review, without the text of the review.</summary>
    public DomainEvent Event(string verb) => new(
        "providers", $"review.{verb}", $"review/{Id}", new Facts(Id, ProviderId, Rating / 100m, State))
    {
        ProviderId = ProviderId,
    };

    sealed record Facts(long Id, long ProviderId, decimal Rating, ReviewState State);

    static StoredReview Read(Row row) => new(
        row.Long("id"), row.Long("provider_id"), row.Text("user_id"), row.Long("rating"),
        row.Word<ReviewState>("state"), row.AtOrNull("ended_at"),
        row.AtOrNull("moderated_at") is not { } moderated
            ? null
            : new(row.Word<Verdict>("verdict"), row.Text("moderated_by"), moderated,
                row.TextOrNull("moderation_reason")),
        row.AtOrNull("replied_at") is not { } replied
            ? null
            : new(row.Text("reply"), row.Text("replied_by"), replied),
        row.Text("owner_user_id"), row.TextOrNull("provider_user_id"), row.LongOrNull("organisation_id"));

    static readonly Sql HoldProvider = new("""
        SELECT p.id AS n
        FROM public_providers p
        WHERE p.id = (SELECT r.provider_id FROM reviews r WHERE r.id = @id) AND p.deleted_at IS NULL
        {lock}
        """);

    static readonly Sql FindVisible = Find($"r.id = @id AND {Review.Visible}");

    static readonly Sql FindLatest = Find("r.provider_id = @provider AND r.user_id = @user");

    static Sql Find(string which) => new($"""
        SELECT r.id, r.provider_id, r.user_id, r.rating, r.state, r.ended_at, r.verdict, r.moderated_by,
               r.moderated_at, r.moderation_reason, r.reply, r.replied_by, r.replied_at, p.owner_user_id,
               p.user_id AS provider_user_id, p.organisation_id
        FROM reviews r
        JOIN public_providers p ON p.id = r.provider_id
        WHERE {which}
        ORDER BY r.id DESC
        LIMIT 1
        """);

    static readonly Sql Update = new("""
        UPDATE reviews
        SET state = @state, ended_at = @ended, verdict = @verdict, moderated_by = @moderator,
            moderated_at = @moderated, moderation_reason = @reason, reply = @reply, replied_by = @replier,
            replied_at = @replied
        WHERE id = @id AND state = @was
        """);
}
