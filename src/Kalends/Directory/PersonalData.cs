using Kalends.Platform.Privacy;
using Kalends.Platform.Storage;

namespace Kalends.Directory;

/// <summary>What the directory holds about those who review, and those who are reviewed.</summary>
static class DirectoryPersonalData
{
    public static readonly PersonalData All = new(
        new("reviews", new Sql("""
            SELECT id, provider_id, rating, comment, skill_id, state, created_at, ended_at, verdict, moderated_at,
                   moderation_reason, reply, replied_at
            FROM reviews
            WHERE user_id = @user
            ORDER BY id
            """)),
        new("reviews_received", new Sql("""
            SELECT id, rating, comment, skill_id, state, created_at, ended_at, reply, replied_at
            FROM reviews
            WHERE provider_id = @provider
            ORDER BY id
            """)));

    public static readonly PersonErasure Erasure = new(
    [
        // The rating stays: it is the provider's.
        new(new Sql("""
            UPDATE reviews
            SET comment = NULL, moderation_reason = NULL, reply = NULL, replied_by = NULL, replied_at = NULL
            WHERE id IN (
                SELECT id
                FROM reviews
                WHERE user_id = @user AND COALESCE(comment, moderation_reason, reply) IS NOT NULL
                ORDER BY id
                LIMIT @most)
            """)),
        // The comments are those of others.
        new(new Sql("""
            UPDATE reviews
            SET reply = NULL, replied_by = NULL, replied_at = NULL
            WHERE id IN (
                SELECT id
                FROM reviews
                WHERE provider_id = @provider AND reply IS NOT NULL
                ORDER BY id
                LIMIT @most)
            """)),
    ]);
}
