using Kalends.Platform.Integrity;
using Kalends.Platform.Storage;

namespace Kalends.Accounts.Users;

/// <summary>What always holds of users and their sign-ins.</summary>
static class VerifyUsers
{
    public static readonly IReadOnlyList<Invariant> All =
    [
        new("users.admin", "Where there are users, an admin may sign in.", new Sql("""
            SELECT 'users' AS subject, 'an admin who may sign in' AS expected, NULL AS found
            WHERE EXISTS (SELECT 1 FROM users)
              AND NOT EXISTS (SELECT 1 FROM users
                  WHERE roles >= 16 AND disabled_at IS NULL AND password_hash IS NOT NULL)
            """)),
        new("ended_sign_ins", "What ended last of a user's sign-ins is the version before the present one.", new Sql("""
            SELECT 'user ' || u.id AS subject, CAST(u.token_version AS TEXT) AS expected,
                   CAST(e.token_version AS TEXT) AS found
            FROM ended_sign_ins e
            JOIN users u ON u.id = e.holder
            WHERE e.token_version <> u.token_version
            """)),
        new("refresh_tokens", "A disabled user has no sign-in.", new Sql("""
            SELECT 'user ' || u.id AS subject, NULL AS expected, 'a sign-in' AS found
            FROM refresh_tokens t
            JOIN users u ON u.id = t.user_id
            WHERE u.disabled_at IS NOT NULL AND t.revoked_at IS NULL
            """)),
    ];
}
