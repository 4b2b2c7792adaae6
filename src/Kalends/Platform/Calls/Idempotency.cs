using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Kalends.Platform.Storage;

namespace Kalends.Platform.Calls;

/// <summary>Keeps the first answer to a request with a key, in the transaction of the change itself.</summary>
/// <remarks>
/// It follows draft-ietf-httpapi-idempotency-key-header: the same key and body gets the same answer again, another body
/// is refused, and a request that is still running is refused rather than waited for. Refusals roll back, so only
/// successes are kept.
/// </remarks>
sealed record Idempotency(string UserId, string Operation, string Key, string Fingerprint)
{
    /// <summary>
    /// Whether a change takes a key: a user must make it, and neither its input nor its answer may contain a secret.
    /// </summary>
    /// <remarks>
    /// Answers are stored as they are, and inputs as a fingerprint; secrets must not be stored in either form.
    /// </remarks>
    public static bool FitsTo(Access access, Type input, Type answer) => access.NeedsToken
        && !InputSchema.Of(input).Members.Any(member => member.Value.Text.Secret) && !Secrets.AreIn(answer);

    public static Idempotency Of(Caller caller, string operation, string key, object input)
    {
        if (key.Length is 0 or > 255 || key.Any(c => c is < ' ' or > '~'))
            throw PlatformErrors.BadIdempotencyKey.Refused();

        var body = JsonSerializer.SerializeToUtf8Bytes(input, input.GetType(), Json.Options);
        return new Idempotency(caller.UserId, operation, key, Convert.ToHexStringLower(SHA256.HashData(body)));
    }

    /// <param name="session">That of the change.</param>
    /// <param name="now">The time of the call.</param>
    /// <param name="kept">How long a first answer counts.</param>
    /// <param name="work">The change, which runs unless its answer is kept.</param>
    public async Task<Answer<T>> Once<T>(
        Session session, Instant now, TimeSpan kept, Func<Session, Task<T>> work)
    {
        if (!await session.TryLock(LockKey()))
            throw PlatformErrors.StillRunning.Refused();

        var first = await session.One(Find, row => new First(row.Text("fingerprint"), row.Text("answer")),
            ("user", UserId), ("operation", Operation), ("key", Key), ("since", now - kept));
        if (first is not null && first.Fingerprint != Fingerprint)
            throw PlatformErrors.IdempotencyKeyReused.Refused();
        if (first is not null)
            return new Answer<T>(JsonSerializer.Deserialize<T>(first.Answer, Json.Options)!, IsReplay: true);

        var answer = await work(session);
        await session.Enqueue(Keep, ("user", UserId), ("operation", Operation), ("key", Key),
            ("fingerprint", Fingerprint), ("answer", JsonSerializer.Serialize(answer, Json.Options)), ("now", now));
        return answer;
    }

    /// <summary>Deletes the answers that can no longer be requested: one round of a recurring job.</summary>
    public static Task Forget(Call call) => call.WriteInSteps(
        AtOnce,
        async session => await session.Run(
            ForgetSome, ("before", call.Now - call.Settings<IdempotencySettings>().Kept)));

    /// <summary>
    /// Deletes the kept answers to a user, if one is named, and those that contain one of some texts, because these are
    /// erased; an equal request is then a new one.
    /// </summary>
    public static ValueTask ForgetAnswers(Session session, string? userId, IReadOnlyList<string> texts) =>
        session.Enqueue(ForgetErased, ("user", userId), ("texts", texts));

    sealed record First(string Fingerprint, string Answer);

    long LockKey()
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{UserId}\n{Operation}\n{Key}"));
        return BitConverter.ToInt64(hash);
    }

    static readonly Sql Find = new("""
        SELECT fingerprint, answer
        FROM idempotency_keys
        WHERE user_id = @user AND operation = @operation AND key = @key AND created_at > @since
        """);

    static readonly Sql Keep = new("""
        INSERT INTO idempotency_keys (user_id, operation, key, fingerprint, answer, created_at)
        VALUES (@user, @operation, @key, @fingerprint, @answer, @now)
        ON CONFLICT (user_id, operation, key) DO UPDATE
        SET fingerprint = excluded.fingerprint, answer = excluded.answer, created_at = excluded.created_at
        """);

    static readonly Sql ForgetErased = new("""
        DELETE FROM idempotency_keys
        WHERE user_id = @user
            OR EXISTS (SELECT 1 FROM {rows texts} WHERE REPLACE(idempotency_keys.answer, value, '') <> answer)
        """);

    const int AtOnce = 500;

    static readonly Sql ForgetSome = new($$"""
        DELETE FROM idempotency_keys
        WHERE (user_id, operation, key) IN (
            SELECT user_id, operation, key
            FROM idempotency_keys
            WHERE created_at <= @before
            ORDER BY created_at
            LIMIT {{AtOnce}}
            {lock_free})
        """);
}
