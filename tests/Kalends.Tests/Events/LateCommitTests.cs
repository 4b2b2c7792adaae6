using System.Data.Common;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Events;

/// <summary>On PostgreSQL an event may be committed after one with a later number; no reader misses it.</summary>
public sealed class LateCommitTests : IClassFixture<PostgresApp>
{
    readonly TestApp _app;
    readonly string _component = "c" + Guid.NewGuid().ToString("N");

    public LateCommitTests(PostgresApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_event_that_is_late_comes_before_those_that_did_not_wait(bool numberedFirst)
    {
        await Save("before");
        await Patience.Until(() => Messages("order=asc"), found => found.Count == 1);
        await using var stream = await Listen(await PositionOf("before"));
        await using var late = await Begin();
        if (numberedFirst)
            // The late transaction gets its own number first, and an event's number after the others.
            await Execute(late, "SELECT pg_current_xact_id()");
        else
            await Insert(late);
        await Save("prompt");
        if (numberedFirst)
        {
            await Insert(late);
            await Save("prompt too");
        }

        Assert.Equal(numberedFirst ? 3 : 2, (await Messages("order=desc")).Count);
        Assert.Equal(["before"], await Messages("order=asc"));
        var next = stream.Next();
        Assert.NotSame(next, await Task.WhenAny(next, Task.Delay(400, TestContext.Current.CancellationToken)));

        await late.CommitAsync(TestContext.Current.CancellationToken);

        List<string> expected = numberedFirst ? ["prompt", "late", "prompt too"] : ["late", "prompt"];
        List<Sent> sent = [(await next)!, .. await stream.Next(expected.Count - 1)];
        Assert.Equal(expected, sent.Select(one => (string)one.Json["message"]!));
        Assert.Equal(["before", .. expected],
            await Patience.Until(() => Messages("order=asc"), found => found.Count > expected.Count));
    }

    [Fact]
    public async Task An_event_that_never_came_holds_nobody_up()
    {
        await Save("before");
        await using var stream = await Listen(await PositionOf("before"));
        await using (await Begin(insert: true))
            await Save("prompt");

        Assert.Equal("prompt", (string?)(await stream.Next())!.Json["message"]);
    }

    [Fact]
    public async Task A_transaction_that_only_reads_holds_nobody_up()
    {
        await using var reader = await Begin();
        await Execute(reader, "SELECT COUNT(*) FROM events");
        await Save("prompt");

        Assert.Equal(["prompt"], await Patience.Until(() => Messages("order=asc"), found => found.Count > 0));
    }

    /// <summary>Two processes on one database: what one of them saves, a listener at the other hears of.</summary>
    [Fact]
    public async Task Streams_hear_of_what_other_processes_commit()
    {
        await using var other = await ChildServer.Start($"--Kalends:Database={_app.Database}");
        // The other process keeps real time, and the token must be good by that.
        _app.Clock.Advance(DateTimeOffset.UtcNow - _app.Clock.GetUtcNow());
        await using var stream = await Listen(null, other.Address);
        for (var i = 0; i < 5; i++)
        {
            await Save($"number {i}");
            Assert.Equal($"number {i}", (string?)(await stream.Next())!.Json["message"]);
        }
    }

    Task<Listener> Listen(string? position, Uri? server = null) => Listener.Open(
        new Uri(server ?? _app.Address, $"/v1/events/stream?component={_component}"), _app.Admin.Token, position);

    async Task Save(string message) =>
        (await _app.Admin.Post("/v1/events", new { component = _component, message })).Is(201);

    async Task<string> PositionOf(string message) => (string)(await _app.Admin.Get(
        $"/v1/events?component={_component}&words={message}")).Is(200)["items"]![0]!["position"]!;

    async Task<List<string>> Messages(string query) =>
        (await _app.Admin.Get($"/v1/events?component={_component}&{query}")).Is(200)["items"]!.AsArray()
            .Select(one => (string)one!["message"]!).ToList();

    async Task<Late> Begin(bool insert = false)
    {
        var connection = _app.Connect();
        await connection.OpenAsync();
        var late = new Late(connection, await connection.BeginTransactionAsync());
        if (insert)
            await Insert(late);
        return late;
    }

    Task Insert(Late late) => Execute(late, $"""
        WITH late AS (
            INSERT INTO events (id, created_at, component, actor)
            VALUES ('{Guid.NewGuid()}', 0, '{_component}', 'late')
            RETURNING seq)
        INSERT INTO event_texts (seq, message) SELECT seq, 'late' FROM late
        """);

    static async Task Execute(Late late, string sql)
    {
        await using var command = late.Connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = late.Transaction;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A transaction beside the server's; rolled back unless it is committed.</summary>
    sealed record Late(DbConnection Connection, DbTransaction Transaction) : IAsyncDisposable
    {
        public Task CommitAsync(CancellationToken cancel) => Transaction.CommitAsync(cancel);

        public async ValueTask DisposeAsync()
        {
            await Transaction.DisposeAsync();
            await Connection.DisposeAsync();
        }
    }
}
