using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Accounts.ApiKeys;

/// <summary>The state of a secret at a moment.</summary>
enum KeyState
{
    Valid,

    /// <summary>Another secret of the key has taken its place.</summary>
    Replaced,
    Expired,
    Revoked,

    /// <summary>Its user is disabled.</summary>
    Disabled,
}

/// <summary>An API key whose secret somebody has shown, with its user as they are now.</summary>
/// <param name="Key">The key.</param>
/// <param name="Version">Counts what ends its streams.</param>
/// <param name="GoodUntil">The end of the secret that was shown; null if it is the present one.</param>
/// <param name="RefusedAt">The last time when the log was told that somebody used it although it is over.</param>
/// <param name="User">The user, with their present roles and organisation.</param>
/// <param name="UserIsDisabled">Whether the user is disabled.</param>
sealed record ShownKey(
    ApiKey Key, long Version, Instant? GoodUntil, Instant? RefusedAt, Caller User, bool UserIsDisabled)
{
    public KeyState StateAt(Instant now) =>
        Key.RevokedAt is not null ? KeyState.Revoked
        : UserIsDisabled ? KeyState.Disabled
        : Key.ExpiresAt <= now ? KeyState.Expired
        : GoodUntil <= now ? KeyState.Replaced
        : KeyState.Valid;

    /// <summary>The end of what the secret is good for, if it is known.</summary>
    public Instant? Until => Key.ExpiresAt is { } end && !(GoodUntil < end) ? end : GoodUntil;

    /// <summary>The user, within the scopes of the key.</summary>
    public Caller Caller => User with { Until = Until, Key = new CallerKey(Key.Id, Version, Key.Scopes) };

    /// <summary>The key with a secret; null if there is none.</summary>
    public static ValueTask<ShownKey?> Find(Session session, string secret) =>
        session.One(FindByHash, Read, ("hash", SecretBytes.Hash(secret)));

    static ShownKey Read(Row row) => new(
        ApiKey.Read(row), row.Long("version"), row.AtOrNull("good_until"), row.AtOrNull("refused_at"),
        new Caller(row.Text("user_id"), (Roles)row.Int("roles"), row.LongOrNull("organisation_id"))
        {
            TokenVersion = row.Long("token_version"),
        },
        row.AtOrNull("disabled_at") is not null);

    static readonly Sql FindByHash = new($"""
        SELECT {ApiKey.Columns}, k.version, k.refused_at, s.good_until, u.roles, u.token_version, u.disabled_at
        FROM api_key_secrets s
        JOIN api_keys k ON k.id = s.key_id
        JOIN users u ON u.id = k.user_id
        WHERE s.hash = @hash
        """);
}
