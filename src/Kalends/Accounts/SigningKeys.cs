using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Accounts;

/// <summary>
/// The keys that sign tokens, as this process knows them: those of the configuration, or those of the database, which
/// are at most ten seconds old.
/// </summary>
sealed class SigningKeys : IDisposable
{
    static readonly TimeSpan AgeMax = TimeSpan.FromSeconds(10);

    // The interval bounds the reads, since anybody can name a key that does not exist.
    static readonly TimeSpan ReadEvery = TimeSpan.FromMilliseconds(100);

    // Other processes may sign with a key until they learn of the next one, and their clocks differ.
    static readonly TimeSpan Slack = TimeSpan.FromMinutes(5);

    readonly Db? _db;
    readonly AccountsSettings _settings;
    readonly TimeProvider _clock;
    readonly SemaphoreSlim _reading = new(1);
    volatile Known? _known;

    /// <summary>Uses the keys of the configuration if it has any, otherwise those of the database.</summary>
    public SigningKeys(AccountsSettings settings, TimeProvider clock, Db? db)
    {
        (_settings, _clock) = (settings, clock);
        if (settings.Keys() is { Count: > 0 } configured)
            _known = new Known(new KeyRing(configured), 0);
        else
            _db = db;
    }

    /// <summary>The keys as of the last read.</summary>
    public KeyRing Latest => _known!.Keys;

    public ValueTask<KeyRing> Current() =>
        _known is { } known && (_db is null || _clock.GetElapsedTime(known.ReadAt) < AgeMax)
            ? ValueTask.FromResult(known.Keys)
            : new ValueTask<KeyRing>(Read(known => _clock.GetElapsedTime(known.ReadAt) < AgeMax));

    /// <summary>
    /// Prepares for a token that names a key. Another process may have created the key a moment ago, so the keys are
    /// read again if it is not among them: at most ten times a second, once for all waiting requests.
    /// </summary>
    public async ValueTask Learn(string? id)
    {
        var asked = _clock.GetTimestamp();
        var keys = await Current();
        if (_db is not null && !keys.Of(id).Any())
            await Read(known => known.ReadAt > asked);
    }

    /// <summary>Deletes keys whose last token has expired: one round of a recurring job.</summary>
    public static Task Forget(Call call) => call.Write(async session =>
        await session.Run(Drop, ("before", LastUse(call.Now, call.Settings<AccountsSettings>()))));

    public void Dispose() => _reading.Dispose();

    async Task<KeyRing> Read(Func<Known, bool> isGood)
    {
        await _reading.WaitAsync();
        try
        {
            var known = _known;
            if (known is not null)
            {
                if (isGood(known))
                    return known.Keys;
                if (ReadEvery - _clock.GetElapsedTime(known.ReadAt) is var wait && wait > TimeSpan.Zero)
                    await Task.Delay(wait);
            }

            var begun = _clock.GetTimestamp();
            var values = await Find();
            var keys = known is not null && known.Keys.Values.SequenceEqual(values) ? known.Keys : new KeyRing(values);
            _known = new Known(keys, begun);
            return keys;
        }
        finally
        {
            _reading.Release();
        }
    }

    async Task<List<string>> Find()
    {
        var now = Instants.From(_clock.GetUtcNow());
        Task<List<string>> Good(Session session) => session.All(
            FindGood, row => row.Text("value"), ("before", LastUse(now, _settings))).AsTask();

        var found = await _db!.Read(Good, CancellationToken.None);
        return found.Count > 0
            ? found
            : await _db.Write(async session =>
            {
                await session.Run(AddFirst, ("value", MakeUp()), ("now", now));
                return await Good(session);
            }, CancellationToken.None);
    }

    public static string MakeUp() => Convert.ToBase64String(SecretBytes.New(32));

    // Refresh tokens are valid longest, for at least a day, which is the maximum for access tokens.
    static Instant LastUse(Instant now, AccountsSettings settings) =>
        now - TimeSpan.FromDays(settings.RefreshDays) - Slack;

    sealed record Known(KeyRing Keys, long ReadAt);

    static readonly Sql FindGood = new("""
        SELECT value
        FROM signing_keys
        WHERE number >= COALESCE((SELECT MAX(number) FROM signing_keys WHERE made_at <= @before), 0)
        ORDER BY number DESC
        """);

    static readonly Sql AddFirst = new("""
        INSERT INTO signing_keys (number, value, made_at)
        SELECT 1, @value, @now
        WHERE NOT EXISTS (SELECT 1 FROM signing_keys)
        ON CONFLICT (number) DO NOTHING
        """);

    static readonly Sql Drop = new("""
        DELETE FROM signing_keys
        WHERE number < (SELECT MAX(number) FROM signing_keys WHERE made_at <= @before)
        """);
}
