using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Platform.Time;

namespace Kalends.Directory.Reviews;

/// <summary>Where a review stands; published and hidden are live, and only what is published counts.</summary>
enum ReviewState
{
    /// <summary>Everybody sees it, and it counts.</summary>
    Published,

    /// <summary>A moderator has hidden it; it does not count.</summary>
    Hidden,

    /// <summary>Its author has written another one since.</summary>
    Replaced,

    /// <summary>Its author has taken it back.</summary>
    Withdrawn,
}

/// <summary>What a user thinks of a provider, as one caller may see it.</summary>
/// <param name="Id">Names it.</param>
/// <param name="ProviderId">Of whom.</param>
/// <param name="Rating">From 0 to 5.</param>
/// <param name="Comment">In the author's words.</param>
/// <param name="Skill">Which of the provider's skills it is about.</param>
/// <param name="Verified">Whether its author has been with this provider: as a client whose visit took place.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Reply">What the provider has to say to it.</param>
/// <param name="RepliedAt">When they said so.</param>
/// <param name="CreatedAt">When it was written.</param>
/// <param name="EndedAt">When its author replaced or withdrew it.</param>
/// <param name="UserId">Its author; shown to themselves, to who keeps the provider, and to moderators.</param>
/// <param name="ModerationReason">Why a moderator decided as they did; shown to the same.</param>
sealed record Review(
    long Id, long ProviderId, decimal Rating, string? Comment, string? Skill, bool Verified, ReviewState State,
    string? Reply, Instant? RepliedAt, Instant CreatedAt, Instant? EndedAt, string? UserId, string? ModerationReason)
{
    /// <summary>What <see cref="Columns"/> and <see cref="Visible"/> ask of a caller, beside other values.</summary>
    public static (string, object?)[] With(Call call, params (string, object?)[] values)
    {
        var moderated = DirectoryAccess.Moderate.Of(call.Caller);
        return
        [
            ("me", call.Caller.UserId), ("all", moderated.All), ("organisation", moderated.OrganisationId), .. values,
        ];
    }

    /// <summary>A review that the caller may see, or the refusal that there is none.</summary>
    public static async Task<Review> Find(Session session, Call call, long id) =>
        await session.One(FindVisible, Read, With(call, ("id", id))) ?? throw DirectoryErrors.NoSuchReview.Refused();

    /// <summary>Reviews with what is read along; those of providers who are gone are not there.</summary>
    public const string From = """
        reviews r
        JOIN public_providers p ON p.id = r.provider_id AND p.deleted_at IS NULL
        LEFT JOIN public_skills s ON s.id = r.skill_id
        """;

    /// <summary>Whether the author of <c>r</c> is a client who had a visit with the provider.</summary>
    public const string IsVerified = """
        EXISTS (
            SELECT 1
            FROM public_clients c
            JOIN public_reservations v ON v.client_id = c.id
            WHERE c.user_id = r.user_id AND v.provider_id = r.provider_id AND v.state = 'completed')
        """;

    /// <summary>Whose word counts on a review: managers of its provider's organisation, admins.</summary>
    public const string Moderated = "(@all OR p.organisation_id = @organisation)";

    const string Kept = "(p.owner_user_id = @me OR p.user_id = @me)";

    /// <summary>Which reviews a caller may see at all.</summary>
    public const string Visible =
        $"(r.state = 'published' OR r.user_id = @me OR {Moderated} OR (r.state = 'hidden' AND {Kept}))";

    /// <summary>What a caller may see beyond what everybody sees, of the providers that they keep.</summary>
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

    static readonly Sql FindVisible = new($"SELECT {Columns} FROM {From} WHERE r.id = @id AND {Visible}");
}
