using System.Text;
using Kalends.Platform.Telemetry;
using Kalends.Tests.Contracts;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;

namespace Kalends.Tests.Telemetry;

/// <summary>What is an error of ours goes to Sentry, what is a refusal does not, and nobody's words do.</summary>
public abstract class ReportTests
{
    // The runner reads the results of the tests from the output that the log would go to.
    internal const string Quiet = "--Kalends:Log:Level=Critical";

    readonly TestApp _app;

    protected ReportTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    /// <summary>How the engine's error for a table that is not there is told.</summary>
    private protected abstract string NoSuchTable { get; }

    [Fact]
    public async Task An_unhandled_error_is_reported_with_its_stack_route_trace_and_user_and_no_more()
    {
        await using var sentry = await SentryListener.Start();
        await Restart(sentry.Dsn, "--SENTRY_ENVIRONMENT=trial", "--SENTRY_RELEASE=kalends@7");

        var answer = await Broken(() =>
            _app.Admin.Post("/v1/reservations/424242/cancel", new { reason = "hunter2" }));
        var sent = await sentry.Next();

        answer.IsRefused(500, "internal_error");
        Assert.Equal("/behind/a/proxy/api/42/envelope/", sent.Path);
        Assert.EndsWith("sentry_key=publickey", sent.Auth, StringComparison.Ordinal);
        Assert.Equal((3, "event"), (sent.Lines.Count, (string?)sent.Item["type"]));
        Assert.Equal(Encoding.UTF8.GetByteCount(sent.Lines[2]), (int)sent.Item["length"]!);
        Assert.Matches("^[0-9a-f]{32}$", (string)sent.Event["event_id"]!);
        Assert.Equal((string?)sent.Header["event_id"], (string?)sent.Event["event_id"]);
        Assert.Equal(("error", "trial", "kalends@7"), (
            (string?)sent.Event["level"], (string?)sent.Event["environment"], (string?)sent.Event["release"]));
        Assert.Equal("POST /v1/reservations/{id}/cancel", (string?)sent.Event["transaction"]);
        Assert.Equal((string?)answer["trace_id"], (string?)sent.Event["tags"]!["trace_id"]);
        Assert.Equal($$"""{"id":"{{_app.Admin.UserId}}"}""", sent.Event["user"]!.ToJsonString());
        Assert.Equal(NoSuchTable, $"{sent.Exception["type"]}: {sent.Exception["value"]}");
        Assert.Contains(sent.Exception["stacktrace"]!["frames"]!.AsArray(), frame =>
            ((string?)frame!["function"])!.Contains(" ReservationStore.", StringComparison.Ordinal)
            && (bool)frame["in_app"]!);
        Assert.Equal(
            ("{}", "{}"), (sent.Event["request"]!.ToJsonString(), sent.Event["debug_meta"]!.ToJsonString()));
        foreach (var member in (string[])["server_name", "breadcrumbs", "extra", "modules"])
            Assert.Null(sent.Event[member]);
        foreach (var secret in (string[])
            [_app.Admin.Token!, "hunter2", "Bearer", "424242", "SELECT", SourceTree.Root, Environment.MachineName])
            Assert.DoesNotContain(secret, sent.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_of_a_GraphQL_field_is_reported_without_its_document()
    {
        await using var sentry = await SentryListener.Start();
        await Restart(sentry.Dsn);

        var answer = await Broken(() => _app.Admin.Ask(
            "query ($id: ID!) { hunter2: reservation(reservationId: $id) { state } }", new { id = 424242 }));
        var sent = await sentry.Next();

        Assert.Equal("internal_error", answer.Refusal());
        Assert.Equal("POST /graphql", (string?)sent.Event["transaction"]);
        Assert.Equal(
            (string?)answer["errors"]![0]!["extensions"]!["traceId"], (string?)sent.Event["tags"]!["trace_id"]);
        Assert.Equal(_app.Admin.UserId, (string?)sent.Event["user"]!["id"]);
        Assert.DoesNotContain("hunter2", sent.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("424242", sent.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_of_a_recurring_job_is_reported()
    {
        await using var sentry = await SentryListener.Start();
        await _app.Stop();
        await _app.Repair("ALTER TABLE reservations RENAME TO reservations_elsewhere");
        await _app.Start(sentry.Dsn, Quiet, "--Kalends:Scheduling:SweepSeconds=1");

        var sent = await sentry.Next();
        await _app.Stop();
        await _app.Repair("ALTER TABLE reservations_elsewhere RENAME TO reservations");
        await _app.Start();

        Assert.Equal("job 3", (string?)sent.Event["transaction"]);
        Assert.Equal(NoSuchTable, $"{sent.Exception["type"]}: {sent.Exception["value"]}");
        Assert.Null(sent.Event["user"]?["id"]);
    }

    [Fact]
    public async Task Refusals_are_never_reported()
    {
        await using var sentry = await SentryListener.Start();
        await Restart(sentry.Dsn);
        var (_, slot) = await _app.GivenFreeSlots();
        await _app.GivenAHold(slot);

        (await _app.Nobody.Post("/v1/auth/token", new { username = "a", password = "b" })).Is(401);
        (await _app.Nobody.With("a.b.c").Get("/v1/me")).Is(401);
        (await _app.Reserve(slot)).IsRefused(409, "slot_taken");
        (await _app.Admin.Get("/v1/reservations/999999")).Is(404);
        (await _app.Admin.Post("/v1/clients", "{")).Is(400);
        (await _app.Admin.Post("/v1/clients", new { })).Is(422);
        (await _app.Address.Ask("BREW", "/ping")).Is(405);
        await _app.Admin.Ask("mutation { issueToken(input: {username: \"a\", password: \"b\"}) { accessToken } }");
        await _app.Admin.Ask(
            $"mutation {{ reserveSlot(input: {{slotId: {slot}, clientId: 1}}) {{ clientMutationId }} }}");
        await _app.Admin.Ask("{ nothing }");
        (await Broken(() => _app.Admin.Get("/v1/reservations?client_id=424242"))).Is(500);
        await _app.Stop();
        await _app.Start();

        // Reports leave in the order in which they came, so the last one was the only one.
        var sent = Assert.Single(sentry.Taken);
        Assert.Equal("GET /v1/reservations", (string?)sent.Event["transaction"]);
        Assert.DoesNotContain("424242", sent.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_waits_at_a_stop_is_sent()
    {
        await using var sentry = await SentryListener.Start();
        await Restart(sentry.Dsn);

        await Broken(async () =>
        {
            for (var i = 0; i < 4; i++)
                await _app.Admin.Get("/v1/reservations/1");
            return await _app.Admin.Get("/v1/reservations/1");
        });
        await _app.Stop();
        await _app.Start();

        Assert.Equal(5, sentry.Taken.Count);
    }

    [Fact]
    public async Task Causes_come_first_and_neither_messages_nor_data_tell_values()
    {
        await using var sentry = await SentryListener.Start();
        await Restart(sentry.Dsn);
        var wrong = await Assert.ThrowsAsync<AggregateException>(Fail);

        _app.Services.GetRequiredService<ErrorReports>().Add(wrong, "job 1");
        var sent = await sentry.Next();

        Assert.Equal(
            ["System.FormatException: The key …", "System.InvalidOperationException: Outer of …",
                "System.AggregateException: "],
            sent.Event["exception"]!["values"]!.AsArray().Select(one => $"{one!["type"]}: {one["value"]}"));
        Assert.Contains($"{nameof(Fail)}(", sent.Exception["stacktrace"]!["frames"]!.ToJsonString());
        Assert.DoesNotContain("hunter2", sent.Text, StringComparison.Ordinal);
    }

    static async Task Fail()
    {
        await Task.Yield();
        try
        {
            throw new FormatException("The key 'hunter2");
        }
        catch (FormatException cause)
        {
            cause.Data["password"] = "hunter2";
            throw new AggregateException("Of hunter2", new InvalidOperationException("Outer of hunter2", cause));
        }
    }

    async Task Restart(params string[] settings)
    {
        await _app.Stop();
        await _app.Start([Quiet, .. settings]);
    }

    async Task<Answer> Broken(Func<Task<Answer>> ask)
    {
        await _app.Repair("ALTER TABLE reservations RENAME TO reservations_elsewhere");
        try
        {
            return await ask();
        }
        finally
        {
            await _app.Repair("ALTER TABLE reservations_elsewhere RENAME TO reservations");
        }
    }
}

public sealed class ReportTestsOnSqlite(SqliteApp app) : ReportTests(app), IClassFixture<SqliteApp>
{
    private protected override string NoSuchTable => "Microsoft.Data.Sqlite.SqliteException: SQLite error 1";
}

public sealed class ReportTestsOnPostgres(PostgresApp app) : ReportTests(app), IClassFixture<PostgresApp>
{
    private protected override string NoSuchTable => "Npgsql.PostgresException: SQLSTATE 42P01";
}
