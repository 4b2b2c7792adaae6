using Kalends.Platform.Http;
using Kalends.Platform.Storage;

namespace Kalends.Accounts;

/// <summary>The valid token versions of users, as this process knows them: at most a second old.</summary>
/// <remarks>
/// Everything that ended within the lifetime of an access token is read again as a whole, so that a change that commits
/// late is not missed. A request waits for the next read if the last one is over a second old. An unknown version is
/// looked up once.
/// </remarks>
sealed class TokenVersions(Db db, TimeProvider clock, AccountsSettings settings) : IAsyncDisposable
{
    static readonly TimeSpan AgeMax = TimeSpan.FromSeconds(1);
    static readonly TimeSpan WatchEvery = TimeSpan.FromMilliseconds(500);

    // The slack covers clocks that differ, and changes that take long to commit.
    static readonly TimeSpan Slack = TimeSpan.FromMinutes(5);

    const int KnownMax = 50_000;

    readonly Lock _lock = new();
    readonly Latest<string, long> _known = new(KnownMax);
    readonly Dictionary<string, List<Watching>> _watched = [];
    readonly CancellationTokenSource _stopping = new();
    Task? _reading;
    Task _watching = Task.CompletedTask;
    bool _isWatching;
    long _changes;
    long _readAt;
    bool _isRead;

    /// <summary>Whether the tokens of this version of a user are valid.</summary>
    public async ValueTask<bool> AreGood(string userId, long version, CancellationToken cancel)
    {
        if (!IsFresh())
            await Catchup().WaitAsync(cancel);
        lock (_lock)
            if (_known.TryGet(userId, out var known) && known == version)
                return true;

        var found = await db.Read(async session => await session.Number(Find, ("user", userId)), cancel);
        if (found == version)
            Learn(userId, version);
        return found == version;
    }

    /// <summary>Records that this process has ended sign-ins, so that its next request sees it.</summary>
    public void Change()
    {
        bool isWatching;
        lock (_lock)
        {
            _changes++;
            _isRead = false;
            isWatching = _isWatching;
        }
        if (isWatching)
            _ = Task.Run(Look);
    }

    /// <summary>Watches a long-running answer with a token, or an API key, of this version.</summary>
    public IWatch Watch(string userId, long version)
    {
        var one = new Watching(this, userId, version);
        bool isOver;
        lock (_lock)
        {
            if (!_watched.TryGetValue(userId, out var all))
                _watched[userId] = all = [];
            all.Add(one);
            isOver = _known.TryGet(userId, out var known) && known > version;
            if (!_isWatching && !_stopping.IsCancellationRequested)
                _watching = Task.Run(KeepLooking);
            _isWatching = true;
        }
        if (isOver)
            _ = one.End();
        return one;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _watching;
        _stopping.Dispose();
    }

    bool IsFresh()
    {
        lock (_lock)
            return _isRead && clock.GetElapsedTime(_readAt) < AgeMax;
    }

    /// <summary>Reads everything that ended until now; a read in progress may have begun earlier.</summary>
    async Task Catchup()
    {
        await Read();
        if (!IsFresh())
            await Read();
    }

    /// <summary>Joins the read in progress, or begins one.</summary>
    Task Read()
    {
        // The read runs on another thread, since SQLite would read on this one, which holds the lock.
        lock (_lock)
            return _reading ??= Task.Run(ReadOnce);
    }

    async Task ReadOnce()
    {
        try
        {
            long changes;
            lock (_lock)
                changes = _changes;
            var begun = clock.GetTimestamp();
            var since = Instants.From(clock.GetUtcNow()) - TimeSpan.FromMinutes(settings.AccessMinutes) - Slack;
            var ended = await db.Read(async session => await session.All(
                FindEnded, row => (row.Text("holder"), row.Long("token_version")), ("since", since)), _stopping.Token);
            await Take(ended);
            lock (_lock)
                // Changes during the read may be missing from it.
                (_readAt, _isRead) = (begun, changes == _changes);
        }
        finally
        {
            lock (_lock)
                _reading = null;
        }
    }

    async Task Take(List<(string UserId, long Version)> ended)
    {
        var over = new List<Watching>();
        foreach (var (userId, version) in ended)
        {
            Learn(userId, version);
            lock (_lock)
                if (_watched.TryGetValue(userId, out var all))
                    over.AddRange(all.Where(one => one.Version < version));
        }
        foreach (var one in over)
            await one.End();
    }

    // A version that was looked up may be older than one read since.
    void Learn(string userId, long version)
    {
        lock (_lock)
            if (!_known.TryGet(userId, out var known) || known < version)
                _known.Set(userId, version);
    }

    async Task KeepLooking()
    {
        using var timer = new PeriodicTimer(WatchEvery);
        do
            await Look();
        while (IsAnythingWatched() && await Next(timer));
    }

    async Task<bool> Next(PeriodicTimer timer)
    {
        try
        {
            return await timer.WaitForNextTickAsync(_stopping.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    async Task Look()
    {
        try
        {
            await Catchup();
        }
        catch (Exception)
        {
            // The database does not respond, or the program is stopping. There is nothing new to report, and the next
            // look comes soon.
        }
    }

    bool IsAnythingWatched()
    {
        lock (_lock)
            return _isWatching = _watched.Count > 0;
    }

    void Leave(Watching one)
    {
        lock (_lock)
            if (_watched.TryGetValue(one.UserId, out var all) && all.Remove(one) && all.Count == 0)
                _watched.Remove(one.UserId);
    }

    sealed class Watching(TokenVersions versions, string userId, long version) : IWatch
    {
        readonly CancellationTokenSource _ended = new();

        public string UserId => userId;

        public long Version => version;

        public CancellationToken Ended => _ended.Token;

        public Task End() => _ended.CancelAsync();

        public void Dispose() => versions.Leave(this);
    }

    static readonly Sql Find = new("SELECT token_version AS n FROM users WHERE id = @user");

    static readonly Sql FindEnded =
        new("SELECT holder, token_version FROM ended_sign_ins WHERE ended_at > @since");
}
