using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Accounts.ApiKeys;

/// <summary>
/// Records the last use of API keys, at most once a minute, and the use of those that are over, at most once an hour.
/// </summary>
/// <remarks>No request waits for it, and none fails because it fails: the next one after a while tries again.</remarks>
sealed partial class KeyTraces(Db db, TimeProvider clock, Settings settings, Hooks hooks, ILogger<KeyTraces> log)
{
    const int KnownMax = 10_000;

    static readonly TimeSpan AMinute = TimeSpan.FromMinutes(1);
    static readonly TimeSpan AnHour = TimeSpan.FromHours(1);

    readonly Lock _lock = new();
    readonly Latest<(long, bool), Instant> _tried = new(KnownMax);
    readonly Outage _outage = new();

    public void Use(ShownKey shown, Instant now)
    {
        if (IsDue(shown.Key.Id, false, shown.Key.LastUsedAt, now, AMinute))
            _ = Task.Run(() => Try(shown.Key.Id, session => session.Run(MarkUse, Values(shown, now, AMinute))));
    }

    public void Refuse(ShownKey shown, Instant now)
    {
        if (IsDue(shown.Key.Id, true, shown.RefusedAt, now, AnHour))
            _ = Task.Run(() => Try(shown.Key.Id, session => Tell(session, shown, now)));
    }

    async ValueTask<int> Tell(Session session, ShownKey shown, Instant now)
    {
        // Another process may have told it meanwhile.
        var told = await session.Run(MarkRefusal, Values(shown, now, AnHour));
        if (told > 0)
            await EventLog.Append(
                session, Call.OfProgram(db, clock, settings, hooks, CancellationToken.None),
                shown.Key.Event("refused").With(new Why(shown.StateAt(now))));
        return told;
    }

    sealed record Why(KeyState State);

    // A clock that was set back must not silence it.
    static bool IsRecent(Instant? then, Instant now, TimeSpan pause) =>
        then is { } at && now.Since(at).Duration() < pause;

    bool IsDue(long id, bool refused, Instant? toldAt, Instant now, TimeSpan pause)
    {
        if (db.IsReadOnly || IsRecent(toldAt, now, pause))
            return false;
        lock (_lock)
        {
            if (_tried.TryGet((id, refused), out var triedAt) && IsRecent(triedAt, now, pause))
                return false;
            _tried.Set((id, refused), now);
            return true;
        }
    }

    async Task Try(long id, Func<Session, ValueTask<int>> write)
    {
        try
        {
            await db.Write(async session => await write(session), CancellationToken.None);
            _outage.Ends();
        }
        catch (Exception wrong)
        {
            if (_outage.Begins())
                LogFailed(wrong, id);
        }
    }

    static (string, object?)[] Values(ShownKey shown, Instant now, TimeSpan pause) =>
        [("id", shown.Key.Id), ("now", now), ("before", now - pause)];

    static readonly Sql MarkUse = Mark("last_used_at");

    static readonly Sql MarkRefusal = Mark("refused_at");

    static Sql Mark(string column) => new($"""
        UPDATE api_keys
        SET {column} = @now
        WHERE id = @id AND ({column} IS NULL OR {column} <= @before OR {column} > @now)
        """);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A use of the API key {Id} was not recorded.")]
    partial void LogFailed(Exception wrong, long id);
}
