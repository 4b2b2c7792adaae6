using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Accounts.ApiKeys;

/// <summary>The stored API keys and who keeps them.</summary>
static class ApiKeyStore
{
    /// <summary>
    /// The keys that a caller keeps: their own, those of the service accounts that they keep, and for admins all. A
    /// manager keeps no service account with the roles of accountants or admins.
    /// </summary>
    public const string Kept = """
        (@all OR k.user_id = @caller
            OR (u.password_hash IS NULL AND u.organisation_id = @organisation AND u.roles < 8))
        """;

    /// <summary>The parameters of <see cref="Kept"/>.</summary>
    public static (string, object?)[] Keeper(Call call, params (string, object?)[] values)
    {
        var scope = AccountsAccess.KeepServiceAccounts.Of(call.Caller);
        return
        [
            ("all", scope.All), ("organisation", scope.OrganisationId), ("caller", call.Caller.UserId), .. values,
        ];
    }

    public static async Task<ApiKey> Find(Session session, Call call, long id) =>
        await session.One(FindOne, ApiKey.Read, Keeper(call, ("id", id)))
            ?? throw AccountsErrors.NoSuchApiKey.Refused();

    /// <summary>A key whose row is locked until the end of the transaction.</summary>
    public static async Task<ApiKey> Hold(Session session, Call call, long id)
    {
        await session.Number(HoldOne, ("id", id));
        return await Find(session, call, id);
    }

    /// <summary>Stores a secret of a key as its present one.</summary>
    public static ValueTask AddSecret(Session session, long id, string secret, Instant now) => session.Enqueue(
        InsertSecret, ("id", id), ("hash", SecretBytes.Hash(secret)), ("prefix", KeySecret.PrefixOf(secret)),
        ("now", now));

    /// <summary>Ends the streams that are open with a key, in all processes.</summary>
    public static async Task EndStreams(Session session, long id, Instant now)
    {
        if (await session.Number(CountUp, ("id", id)) is { } version)
            await SignIns.Tell(session, CallerKey.NameOf(id), version, now);
    }

    public static ValueTask Log(Session session, Call call, ApiKey key, string verb) =>
        EventLog.Append(session, call, key.Event(verb));

    static readonly Sql FindOne = new($"""
        SELECT {ApiKey.Columns}
        FROM {ApiKey.Rows}
        WHERE k.id = @id AND {Kept}
        """);

    static readonly Sql HoldOne = new("SELECT id AS n FROM api_keys WHERE id = @id {lock}");

    static readonly Sql InsertSecret = new("""
        INSERT INTO api_key_secrets (hash, key_id, prefix, made_at)
        VALUES (@hash, @id, @prefix, @now)
        """);

    static readonly Sql CountUp =
        new("UPDATE api_keys SET version = version + 1 WHERE id = @id RETURNING version AS n");
}
