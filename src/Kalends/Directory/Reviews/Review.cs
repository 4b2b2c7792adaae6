using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Directory.Reviews;

/// <summary>The state of a review; published and hidden ones are live, and only published ones count.</summary>
enum ReviewState
{
    /// <summary>Everybody sees the review, and it counts.</summary>
    Published,

    /// <summary>A moderator has hidden the review; it does not count.</summary>
    Hidden,

    /// <summary>The author has written another review since.</summary>
    Replaced,

    /// <summary>The author has withdrawn the review.</summary>
    Withdrawn,
}

/// <summary>A user's review of a provider, as the caller may see it.</summary>
/// <param name="Id">The id of the review.</param>
/// <param name="ProviderId">The id of the provider.</param>
/// <param name="Rating">The rating from 0 to 5.</param>
/// <param name="Comment">The comment in the author's own words.</param>
/// <param name="Skill">The provider's skill that the review is about.</param>
/// <param name="Verified">Whether the author has been with this provider, as a client whose visit took place.</param>
/// <param name="State">The state of the review.</param>
/// <param name="Reply">The provider's reply.</param>
/// <param name="RepliedAt">The time of the reply.</param>
/// <param name="CreatedAt">The time when the review was written.</param>
/// <param name="EndedAt">The time when the author replaced or withdrew the review.</param>
/// <param name="UserId">The author; shown only to the author, to keepers of the provider, and to moderators.</param>
/// <param name="ModerationReason">The reason for a moderator's decision; shown to the same users as the author.</param>
sealed record Review(
    long Id, long ProviderId, decimal Rating, string? Comment, string? Skill, bool Verified, ReviewState State,
    string? Reply, Instant? RepliedAt, Instant CreatedAt, Instant? EndedAt, string? UserId, string? ModerationReason)
{
    /// <summary>
    /// The parameters of <see cref="Columns"/> and <see cref="Visible"/> for a caller, with further values.
    /// </summary>
    public static (string, object?)[] With(Call call, params (string, object?)[] values)
    {
        var moderated = DirectoryAccess.Moderate.Of(call.Caller);
        return
        [
            ("me", call.Caller.UserId), ("all", moderated.All), ("organisation", moderated.OrganisationId), .. values,
        ];
    }

    /// <summary>A review that the caller may see, or a refusal that there is no such review.</summary>
    public static async Task<Review> Find(Session session, Call call, long id) =>
        await session.One(FindVisible, Read, With(call, ("id", id))) ?? throw DirectoryErrors.NoSuchReview.Refused();

    /// <summary>
    /// The tables of reviews and the rows read with them; what reads them has the condition <see cref="IsListed"/>.
    /// </summary>
    /// <remarks>
    /// Each review has a provider. With a plain JOIN, SQLite reads all providers first, to know the deleted ones.
    /// </remarks>
    public const string From = """
        reviews r
        LEFT JOIN public_providers p ON p.id = r.provider_id
        LEFT JOIN public_skills s ON s.id = r.skill_id
        """;

    /// <summary>Whether a review is read at all: those of deleted providers are not.</summary>
    public const string IsListed = "p.deleted_at IS NULL";

    /// <summary>Whether the author of <c>r</c> is a client who had a visit with the provider.</summary>
    public const string IsVerified = """
        EXISTS (
            SELECT 1
            FROM public_clients c
            JOIN public_visits v ON v.client_id = c.id
            WHERE c.user_id = r.user_id AND v.provider_id = r.provider_id)
        """;

    /// <summary>
    /// Whether the caller moderates a review: as a manager of its provider's organisation, or as an admin.
    /// </summary>
    public const string Moderated = "(@all OR p.organisation_id = @organisation)";

    const string Kept = "(p.owner_user_id = @me OR p.user_id = @me)";

    /// <summary>Whether the caller may see a review at all.</summary>
    public const string Visible =
        $"(r.state = 'published' OR r.user_id = @me OR {Moderated} OR (r.state = 'hidden' AND {Kept}))";

    /// <summary>
    /// Whether the caller may see more of a review than everybody does, because they keep its provider.
    /// </summary>
    public const string VisibleToKeepers = $"({Moderated} OR (r.ended_at IS NULL AND {Kept}))";

    public const string Columns = $"""
        r.id, r.provider_id, r.rating, r.comment, s.name AS skill, r.state, r.reply, r.replied_at, r.created_at,
        r.ended_at, r.user_id, r.moderation_reason,
        CASE WHEN {IsVerified} THEN 1 ELSE 0 END AS verified,
        CASE WHEN r.user_id = @me OR {Moderated} OR {Kept} THEN 1 ELSE 0 END AS is_known
        """;

    public static Review Read(Row row)
    {
        var isKnown = row.Long("is_known") == 1;
        return new Review(
            row.Long("id"), row.Long("provider_id"), row.Long("rating") / 100m, row.TextOrNull("comment"),
            row.TextOrNull("skill"), row.Long("verified") == 1, row.Word<ReviewState>("state"),
            row.TextOrNull("reply"), row.AtOrNull("replied_at"), row.At("created_at"), row.AtOrNull("ended_at"),
            isKnown ? row.Text("user_id") : null, isKnown ? row.TextOrNull("moderation_reason") : null);
    }

    static readonly Sql FindVisible = new($"""
        SELECT {Columns}
        FROM {From}
        WHERE r.id = @id AND {IsListed} AND {Visible}
        """);
}
