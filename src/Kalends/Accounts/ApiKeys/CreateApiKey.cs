using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Accounts.ApiKeys;

/// <summary>
/// Makes an API key, of the caller or of a service account that they keep, and shows its secret this once. A key acts
/// as its user, with the roles that they have at each request, within the scopes of the key.
/// </summary>
sealed class CreateApiKey(KeyScopes known)
{
    /// <param name="Name">What the key is for.</param>
    /// <param name="Scopes">
    /// The modules that it may read or change: <c>scheduling:read</c>, <c>events:write</c>. The right to change
    /// includes the right to read.
    /// </param>
    /// <param name="UserId">The UUID of a service account; the caller if left out.</param>
    /// <param name="ExpiresAt">
    /// The time from which it is no longer valid, at most five years ahead; never if left out.
    /// </param>
    public sealed record Input(
        [Text(1, ApiKey.NameMax)] string Name, [Count(1, 20)] IReadOnlyList<string> Scopes,
        [Text(36, 36)] string? UserId = null, Instant? ExpiresAt = null);

    public async Task<Answer<NewApiKey>> Run(Input input, Call call)
    {
        CheckScopes(input.Scopes);
        CheckExpiry(input.ExpiresAt, call.Now);
        var secret = KeySecret.New();
        return await call.Write(async session =>
            new NewApiKey(await Store(session, call, input, secret), secret));
    }

    void CheckScopes(IReadOnlyList<string> scopes)
    {
        var errors = new List<Fault>();
        for (var i = 0; i < scopes.Count; i++)
            if (!known.Words.Contains(scopes[i]))
                errors.Add(new($"/scopes/{i}", null, FaultCode.UnknownWord,
                    $"scopes/{i} must be one of {string.Join(", ", known.Words)}."));
            else if (scopes.Take(i).Contains(scopes[i]))
                errors.Add(new($"/scopes/{i}", null, FaultCode.Repeated, $"scopes/{i} stands there twice."));
        if (errors.Count > 0)
            throw Refused.Invalid(errors);
    }

    static void CheckExpiry(Instant? expiresAt, Instant now)
    {
        if (expiresAt <= now)
            throw Refused.Invalid("/expires_at", FaultCode.OutOfRange, "expires_at must be in the future.");
        if (expiresAt > now + ApiKey.LifeMax)
            throw Refused.Invalid("/expires_at", FaultCode.TooFar, "expires_at may be at most five years ahead.");
    }

    static async Task<ApiKey> Store(Session session, Call call, Input input, string secret)
    {
        var userId = input.UserId ?? call.Caller.UserId;
        // The user's row is locked, so that two requests at once do not both make the last key.
        if (await User.Hold(session, userId) is null
            || await session.Number(FindKept, ApiKeyStore.Keeper(call, ("user", userId))) is null)
            throw Refused.Invalid(
                "/user_id", FaultCode.UnknownUser, "user_id must be you or a service account that you keep.");
        if (await session.Number(CountValid, ("user", userId), ("now", call.Now)) >= ApiKey.ValidMax)
            throw AccountsErrors.TooManyApiKeys.Refused(ApiKey.ValidMax);

        var id = await session.Number(Insert,
            ("user", userId), ("name", input.Name), ("scopes", string.Join(' ', input.Scopes)), ("now", call.Now),
            ("by", call.Caller.UserId), ("expires", input.ExpiresAt));
        await ApiKeyStore.AddSecret(session, id!.Value, secret, call.Now);
        var made = await ApiKeyStore.Find(session, call, id.Value);
        await ApiKeyStore.Log(session, call, made, "made");
        return made;
    }

    // An admin keeps all keys, and makes none that act as another person.
    static readonly Sql FindKept = new("""
        SELECT 1 AS n
        FROM users u
        WHERE u.id = @user AND u.disabled_at IS NULL AND (
            u.id = @caller
            OR (u.password_hash IS NULL AND (@all OR (u.organisation_id = @organisation AND u.roles < 8))))
        """);

    static readonly Sql CountValid = new("""
        SELECT COUNT(*) AS n
        FROM api_keys
        WHERE user_id = @user AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > @now)
        """);

    static readonly Sql Insert = new("""
        INSERT INTO api_keys (user_id, name, scopes, created_at, created_by, expires_at)
        VALUES (@user, @name, @scopes, @now, @by, @expires)
        RETURNING id AS n
        """);
}
