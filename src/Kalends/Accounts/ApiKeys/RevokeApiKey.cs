using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Accounts.ApiKeys;

/// <summary>
/// Revokes an API key for good: the next request with any of its secrets is refused, and its streams end.
/// </summary>
sealed class RevokeApiKey(TokenVersions versions)
{
    /// <param name="Id">The id of the key.</param>
    public sealed record Input([Id] long Id);

    public async Task<Answer<ApiKey>> Run(Input input, Call call)
    {
        var answer = await call.Write(async session =>
        {
            var known = await ApiKeyStore.Hold(session, call, input.Id);
            if (known.RevokedAt is not null)
                return known;
            await session.Enqueue(Revoke, ("id", known.Id), ("now", call.Now));
            await ApiKeyStore.EndStreams(session, known.Id, call.Now);
            var revoked = known with { RevokedAt = call.Now };
            await ApiKeyStore.Log(session, call, revoked, "revoked");
            return revoked;
        });
        versions.Change();
        return answer;
    }

    static readonly Sql Revoke = new("UPDATE api_keys SET revoked_at = @now WHERE id = @id");
}
