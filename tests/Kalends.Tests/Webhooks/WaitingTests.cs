using Kalends.Events;
using Kalends.Platform.Retention;
using Kalends.Platform.Storage;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Webhooks;

/// <summary>Receivers that ask to be left alone, and webhooks that have missed events.</summary>
public abstract class WaitingTests : IAsyncLifetime
{
    readonly string _folder = System.IO.Directory.CreateTempSubdirectory("kalends-").FullName;
    readonly string _kind = $"k{Guid.NewGuid():N}";
    readonly TestApp _app;
    Receiver _receiver = null!;

    protected WaitingTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    public async ValueTask InitializeAsync()
    {
        _receiver = await Receiver.Start();
        await _app.Stop();
        await _app.Start(
            Delivering.Allowed, $"--Kalends:Retention:Folder={_folder}", "--Kalends:Retention:EventDays=30");
    }

    public async ValueTask DisposeAsync()
    {
        await _receiver.DisposeAsync();
        System.IO.Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(429, "600", 600)]
    [InlineData(503, "600", 600)]
    [InlineData(503, "date", 600)]
    [InlineData(429, "864000", 86_400)]
    public async Task A_receiver_that_names_a_time_is_sent_nothing_before(int status, string retryAfter, int seconds)
    {
        var webhook = await GivenAWebhook();
        var until = _app.Clock.GetUtcNow() + TimeSpan.FromSeconds(seconds);
        _receiver.Answer = (got, http) =>
        {
            http.Response.Headers.RetryAfter = retryAfter == "date" ? until.ToString("R") : retryAfter;
            return Receiver.Says(status)(got, http);
        };
        await _app.GivenAnEvent(_kind, "a/1");
        await _app.Deliver();
        Assert.InRange(Time(await webhook.Read(), "waits_until"), until.AddSeconds(-1), until.AddSeconds(1));

        _receiver.Forget();
        _receiver.Answer = (_, _) => Task.CompletedTask;
        _app.Clock.Advance(TimeSpan.FromSeconds(seconds - 5));
        await _app.GivenAnEvent(_kind, "a/2");
        await _app.Deliver();
        Assert.Empty(_receiver.Messages);

        _app.Clock.Advance(TimeSpan.FromSeconds(10));
        await _app.Deliver();
        Assert.Equal(["a/1", "a/2"], _receiver.Messages.Select(got => got.Subject).Order());
        Assert.Null((await webhook.Read())["waits_until"]);
    }

    [Theory]
    [InlineData(500, "600")]
    [InlineData(503, "-5")]
    [InlineData(503, "soon")]
    [InlineData(503, "Mon, 07 Jan 2002 08:00:00 GMT")]
    public async Task Other_answers_are_repeated_as_usual(int status, string retryAfter)
    {
        var webhook = await GivenAWebhook();
        _receiver.Answer = (got, http) =>
        {
            http.Response.Headers.RetryAfter = retryAfter;
            return Receiver.Says(status)(got, http);
        };
        await _app.GivenAnEvent(_kind, "a/1");
        await _app.Deliver();
        Assert.Null((await webhook.Read())["waits_until"]);

        _app.Clock.Advance(TimeSpan.FromSeconds(6));
        await _app.Deliver();
        Assert.Equal(2, _receiver.Messages.Count);
    }

    [Fact]
    public async Task A_webhook_that_is_enabled_again_does_not_wait()
    {
        var webhook = await GivenAWebhook();
        _receiver.Answer = (got, http) =>
        {
            http.Response.Headers.RetryAfter = "600";
            return Receiver.Says(429)(got, http);
        };
        await _app.GivenAnEvent(_kind, "a/1");
        await _app.Deliver();

        _receiver.Answer = (_, _) => Task.CompletedTask;
        foreach (var enabled in (bool[])[false, true])
            (await _app.Admin.Patch(webhook.Path, new { enabled })).Is(200);
        await _app.Deliver();

        Assert.Equal(2, _receiver.Messages.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_webhook_that_has_missed_removed_events_says_so_and_goes_on(bool isDisabled)
    {
        var webhook = await GivenAWebhook();
        if (isDisabled)
            (await _app.Admin.Patch(webhook.Path, new { enabled = false })).Is(200);
        await _app.GivenAnEvent(_kind, "a/1");
        await GivenABlockOfEvents();
        _app.Clock.Advance(TimeSpan.FromDays(31));
        var young = await _app.GivenAnEvent(_kind, "a/2");
        await _app.LogIsTold();
        await EventBlocks.Complete(_app.OwnCall());
        await RemoveOldRecords.Run(_app.OwnCall());
        if (isDisabled)
            (await _app.Admin.Patch(webhook.Path, new { enabled = true })).Is(200);

        await _app.Deliver();
        await _app.Deliver();

        Assert.Equal(young, (string?)Assert.Single(_receiver.Messages).Data["id"]);
        var missed = (string?)(await webhook.Read())["missed_up_to"];
        var told = Assert.Single((await _app.Admin.Get(
            $"/v1/events?subject=webhook/{webhook.Id}&kind=webhook.events_missed")).Is(200)["items"]!.AsArray());
        Assert.Equal(missed, (string?)told!["data"]!["up_to"]);
        Assert.NotNull((string?)told["data"]!["after"]);
    }

    [Fact]
    public async Task A_webhook_that_is_up_to_date_misses_nothing_when_events_are_removed()
    {
        var webhook = await GivenAWebhook();
        await _app.GivenAnEvent(_kind, "a/1");
        await _app.Deliver();
        await GivenABlockOfEvents();
        await _app.Deliver();
        _app.Clock.Advance(TimeSpan.FromDays(31));
        await _app.GivenAnEvent(_kind, "a/2");
        await _app.LogIsTold();
        await EventBlocks.Complete(_app.OwnCall());
        await RemoveOldRecords.Run(_app.OwnCall());

        await _app.Deliver();

        Assert.Equal(["a/1", "a/2"], _receiver.Messages.Select(got => got.Subject));
        Assert.Null((await webhook.Read())["missed_up_to"]);
    }

    Task<Delivering.Made> GivenAWebhook() =>
        _app.Admin.GivenAWebhook(_receiver.Address, new { kinds = new[] { _kind } });

    /// <summary>Saves more events than the blocks have that are removed together.</summary>
    async Task GivenABlockOfEvents() => await _app.Db.Write(
        async session => await session.Run(Sql.Shaped($"""
            INSERT INTO events (id, created_at, actor)
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000)
            SELECT '{Guid.NewGuid()}' || i, {_app.OwnCall().Now.Micros}, 'somebody' FROM n
            """)),
        CancellationToken.None);

    static DateTimeOffset Time(System.Text.Json.Nodes.JsonNode webhook, string name) =>
        DateTimeOffset.Parse((string)webhook[name]!);
}

public sealed class WaitingTestsOnSqlite(SqliteApp app) : WaitingTests(app), IClassFixture<SqliteApp>;

public sealed class WaitingTestsOnPostgres(PostgresApp app) : WaitingTests(app), IClassFixture<PostgresApp>;
