using System.Diagnostics.Metrics;
using Kalends.Platform;
using Kalends.Platform.Storage;
using Kalends.Platform.Storage.Engines;
using Kalends.Tests.Contracts;
using Kalends.Tests.Kit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kalends.Tests.Storage;

/// <summary>Reads that may be a moment old go to a replica, and show what their caller has changed.</summary>
public sealed class ReplicaTests(ReplicatedApp app) : IClassFixture<ReplicatedApp>, IAsyncLifetime
{
    static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    readonly Reads _reads = new();

    public async ValueTask InitializeAsync()
    {
        app.RequireEngine();
        await app.Replayed();
        await UntilServed(app, "replica");
    }

    public async ValueTask DisposeAsync()
    {
        _reads.Dispose();
        if (app.Missing is null)
            await app.Resume();
    }

    [Fact]
    public async Task A_search_shows_what_the_replica_shows_and_with_a_bookmark_what_its_caller_has_changed()
    {
        await app.Pause();
        var (name, bookmark) = await NewProvider();

        Assert.Equal(0, await Found(name));
        Assert.Equal(1, await Found(name, bookmark));
        Assert.Equal(["replica", "behind"], _reads.Outcomes);

        await app.Replayed();
        Assert.Equal(1, await Found(name, bookmark));
        Assert.Equal("replica", _reads.Outcomes[^1]);
    }

    [Fact]
    public async Task A_read_waits_on_the_replica_for_the_change_of_its_caller()
    {
        await using var patient = await app.Restart("--Kalends:Storage:ReplicaWaitMilliseconds=10000");
        await UntilServed(app, "replica");
        await app.Pause();
        var (name, bookmark) = await NewProvider();

        var reading = Found(name, bookmark);
        await app.Resume();

        Assert.Equal(1, await reading);
        Assert.Equal("replica", _reads.Outcomes[^1]);
    }

    [Fact]
    public async Task A_replica_that_is_too_far_behind_is_not_asked()
    {
        await using var strict = await app.Restart("--Kalends:Storage:ReplicaLagSeconds=1");
        await UntilServed(app, "replica");
        await app.Pause();
        var (name, _) = await NewProvider();

        Assert.Equal(1, await Patience.Until(() => Found(name), found => found == 1));
        Assert.Equal("none", _reads.Outcomes[^1]);
        Assert.InRange(_reads.Lag(), 1, 600);
    }

    [Fact]
    public async Task What_must_be_exact_is_read_from_the_primary()
    {
        await app.Pause();
        var provider = await app.GivenAProvider();
        await app.GivenSlots(provider);

        Assert.NotEmpty((await app.Admin.Get($"/v1/providers/{provider}/slots")).Is(200)["items"]!.AsArray());
        Assert.NotEmpty((await app.Admin.Get($"/v1/events?order=asc&provider_id={provider}")).Is(200)["items"]!
            .AsArray());
        Assert.Empty((await app.Admin.Get($"/v1/events?provider_id={provider}")).Is(200)["items"]!.AsArray());
        Assert.Equal(["replica"], _reads.Outcomes);
    }

    [Theory]
    [InlineData("/v1/providers?free_before=2100-01-01T00:00:00Z")]
    [InlineData("/v1/providers?order=next_free")]
    public async Task A_search_for_slots_does_not_go_to_a_replica(string path)
    {
        await app.Admin.Get(path);

        Assert.Empty(_reads.Outcomes);
    }

    [Theory]
    [InlineData("/v1/providers")]
    [InlineData("/v1/events")]
    [InlineData("/v1/reports/reimbursements")]
    [InlineData("/v1/reports/reimbursements/verify")]
    public async Task What_tolerates_lag_is_read_from_a_replica(string path)
    {
        (await app.Admin.Get(path)).Is(200);

        Assert.Equal(["replica"], _reads.Outcomes);
    }

    [Fact]
    public async Task A_read_that_the_replica_gives_up_is_repeated_on_the_primary()
    {
        var attempts = 0;

        var seen = await app.Db.ReadAtLength(async session =>
        {
            var before = await session.Number(CountOrganisations);
            if (++attempts == 1)
                await StandInTheWay();
            return (before, await session.Number(CountOrganisations));
        }, new Trail(null), Cancel);

        Assert.Equal((2, seen.Item2), (attempts, seen.before));
        Assert.Equal(["failed"], _reads.Outcomes);
    }

    [Fact]
    public async Task A_read_that_has_sent_rows_is_not_repeated()
    {
        var attempts = 0;

        var refused = await Assert.ThrowsAsync<Refused>(() => app.Db.ReadAtLength(async session =>
        {
            attempts++;
            await session.Number(CountOrganisations);
            session.HasSent = true;
            await StandInTheWay();
            return await session.Number(CountOrganisations);
        }, new Trail(null), Cancel));

        Assert.True(refused.Is(PlatformErrors.StorageUnavailable));
        Assert.Equal(1, attempts);
    }

    [Fact]
    public async Task A_bookmark_that_nobody_was_given_is_refused()
    {
        var answer = await app.Admin.Send(
            HttpMethod.Get, "/v1/providers", null, headers: ("Bookmark", "yesterday"));

        answer.IsRefused(422, "invalid_bookmark");
    }

    [Fact]
    public void Its_metrics_stand_in_the_operators_table()
    {
        var page = SourceTree.Read("docs/operate.md");

        Assert.All(["lag", "reads"], name =>
        {
            var one = Assert.Contains($"kalends.storage.replica.{name}", _reads.Instruments);
            Assert.Contains($"| `{one.Name}` | {one.Unit} | {one.Description} |", page, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_mutation_over_GraphQL_answers_a_bookmark_too()
    {
        var made = await app.Admin.Post(
            "/graphql", new { query = "mutation { createProvider(input: { name: \"Ada\" }) { provider { id } } }" });

        Assert.NotNull(Bookmark.Parse(made.Is(200).Headers["Bookmark"]));
    }

    /// <summary>Removes rows on the primary that a reader on the replica still sees.</summary>
    async Task StandInTheWay()
    {
        await app.Repair("INSERT INTO organisations (name, created_at) VALUES ('short-lived', 0)");
        await app.Repair("DELETE FROM organisations WHERE name = 'short-lived'");
        await app.Repair("VACUUM organisations");
        await app.Replayed();
    }

    async Task<(string Name, string Bookmark)> NewProvider()
    {
        var name = $"n{Guid.NewGuid():N}";
        var made = (await app.Admin.Post("/v1/providers", new { name })).Is(201);
        return (name, made.Headers["Bookmark"]);
    }

    async Task<int> Found(string name, string? bookmark = null)
    {
        var answer = await app.Admin.Send(
            HttpMethod.Get, $"/v1/providers?name={name}", null,
            headers: bookmark is null ? [] : [("Bookmark", bookmark)]);
        return answer.Is(200)["items"]!.AsArray().Count;
    }

    /// <summary>Waits until reads are served so; replicas are looked at every second.</summary>
    async Task UntilServed(ReplicatedApp by, string outcome)
    {
        await Patience.Until(async () =>
        {
            (await by.Admin.Get("/v1/providers?limit=1")).Is(200);
            return _reads.Outcomes[^1];
        }, last => last == outcome);
        _reads.Forget();
    }

    static readonly Sql CountOrganisations = new("SELECT COUNT(*) AS n FROM organisations");

    /// <summary>Who served the reads that may go to a replica, in their order.</summary>
    sealed class Reads : IDisposable
    {
        readonly MeterListener _listener = new();
        readonly List<string> _outcomes = [];
        double _lag;

        public Reads()
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (!instrument.Name.StartsWith("kalends.storage.replica.", StringComparison.Ordinal))
                    return;
                Instruments[instrument.Name] = instrument;
                listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
            {
                lock (_outcomes)
                    _outcomes.Add((string)tags[0].Value!);
            });
            _listener.SetMeasurementEventCallback<double>((_, lag, _, _) => _lag = lag);
            _listener.Start();
        }

        public Dictionary<string, Instrument> Instruments { get; } = [];

        public IReadOnlyList<string> Outcomes
        {
            get
            {
                lock (_outcomes)
                    return [.. _outcomes];
            }
        }

        public double Lag()
        {
            _listener.RecordObservableInstruments();
            return _lag;
        }

        public void Forget()
        {
            lock (_outcomes)
                _outcomes.Clear();
        }

        public void Dispose() => _listener.Dispose();
    }
}

/// <summary>A process that only reads, on a standby that takes no changes.</summary>
public sealed class ReadOnlyTests(ReplicatedApp app) : IClassFixture<ReplicatedApp>
{
    [Fact]
    public async Task It_is_ready_on_a_standby_and_shows_what_others_have_written()
    {
        app.RequireEngine();
        var provider = await app.GivenAProvider();
        await app.Replayed();
        await using var reader = await app.StartReader();
        var admin = reader.As(app.Admin);
        // A clock that stands still would be a reason not to be ready.
        app.Clock.Advance(DateTimeOffset.UtcNow - app.Clock.GetUtcNow());

        (await admin.Get("/readyz")).Is(200);
        Assert.Equal(provider, (await admin.Get($"/v1/providers/{provider}")).Is(200).Id);
        (await admin.Get("/v1/reports/reimbursements")).Is(200);
    }

    [Theory]
    [InlineData("GET", "/v1/events?order=asc")]
    [InlineData("GET", "/v1/events/stream")]
    [InlineData("POST", "/v1/providers")]
    public async Task It_refuses_changes_and_followers_of_the_log(string method, string path)
    {
        app.RequireEngine();
        await app.Replayed();
        await using var reader = await app.StartReader();
        var admin = reader.As(app.Admin);

        var answer = method == "GET" ? await admin.Get(path) : await admin.Post(path, new { name = "Ada" });

        answer.IsRefused(503, "read_only");
        Assert.Equal("1", answer.Headers["Retry-After"]);
    }

    [Fact]
    public async Task It_does_not_answer_with_less_than_the_caller_has_changed()
    {
        app.RequireEngine();
        await app.Replayed();
        await using var reader = await app.StartReader();
        await app.Pause();
        var made = (await app.Admin.Post("/v1/providers", new { name = "Ada" })).Is(201);
        Task<Answer> Read() => reader.As(app.Admin).Send(
            HttpMethod.Get, $"/v1/providers/{made.Id}", null, headers: ("Bookmark", made.Headers["Bookmark"]));

        (await Read()).IsRefused(503, "replica_behind");
        await app.Replayed();
        (await Read()).Is(200);
    }

    [Fact]
    public void It_needs_PostgreSQL()
    {
        var refused = Assert.Throws<StartRefused>(() => Engine.Open(
            "some.db", new StorageSettings { ReadOnly = true }, NullLogger.Instance));

        Assert.Contains("PostgreSQL", refused.Message, StringComparison.Ordinal);
    }
}
