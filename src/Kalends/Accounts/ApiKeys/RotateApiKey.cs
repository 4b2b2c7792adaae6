using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Accounts.ApiKeys;

/// <summary>
/// Gives an API key a new secret, which is shown this once. Its earlier secrets stay valid for a time of grace, in
/// which the programs that use them are given the new one; its open streams end at once.
/// </summary>
sealed class RotateApiKey(TokenVersions versions)
{
    const int GraceMax = 7 * 24 * 60 * 60;

    /// <param name="Id">The id of the key.</param>
    /// <param name="GraceSeconds">
    /// Seconds for which the earlier secrets stay valid: 0 if they are known to strangers, at most seven days.
    /// </param>
    public sealed record Input([Id] long Id, [Number(0, GraceMax)] int GraceSeconds);

    public async Task<Answer<NewApiKey>> Run(Input input, Call call)
    {
        var secret = KeySecret.New();
        var answer = await call.Write(async session =>
            new NewApiKey(await Rotate(session, call, input, secret), secret));
        versions.Change();
        return answer;
    }

    static async Task<ApiKey> Rotate(Session session, Call call, Input input, string secret)
    {
        var known = await ApiKeyStore.Hold(session, call, input.Id);
        if (known.IsOver(call.Now))
            throw AccountsErrors.ApiKeyIsOver.Refused();
        // A secret that was replaced before ends no later than it would have.
        await session.Enqueue(EndSecrets,
            ("id", known.Id), ("until", call.Now + TimeSpan.FromSeconds(input.GraceSeconds)));
        await ApiKeyStore.AddSecret(session, known.Id, secret, call.Now);
        await ApiKeyStore.EndStreams(session, known.Id, call.Now);
        var rotated = await ApiKeyStore.Find(session, call, known.Id);
        await ApiKeyStore.Log(session, call, rotated, "rotated");
        return rotated;
    }

    static readonly Sql EndSecrets = new("""
        UPDATE api_key_secrets
        SET good_until = @until
        WHERE key_id = @id AND (good_until IS NULL OR good_until > @until)
        """);
}
