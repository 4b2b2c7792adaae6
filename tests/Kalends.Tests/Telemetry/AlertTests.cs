using Kalends.Tests.Http;
using Kalends.Tests.Kit;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Kalends.Tests.Telemetry;

/// <summary>Each alert of deploy/ is raised by its cause, in the real server, as a real Prometheus sees it.</summary>
/// <remarks>How long a cause must last is tested with times that are made up (<c>alerts.test.yml</c>).</remarks>
public sealed class AlertTests : IDisposable
{
    // The causes of these take minutes: their measurements and their rules are tested apart from each other.
    static readonly string[] WithMadeUpTimes = ["KalendsSweeperLate", "KalendsLogHeldBack"];

    static readonly string[] WithTheirCause =
    [
        "KalendsDown", "KalendsFailing", "KalendsUnavailable", "KalendsSlow", "KalendsWritesWaiting",
        "KalendsConnectionsWanted", "KalendsJobFailing", "KalendsFoldingBehind", "KalendsStreamsFull",
    ];

    readonly string _folder = System.IO.Directory.CreateTempSubdirectory("kalends-alerts-").FullName;

    string Database => $"{_folder}/alerts.db";

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("check", "rules", "deploy/prometheus/alerts.yml")]
    [InlineData("test", "rules", "deploy/prometheus/alerts.test.yml")]
    [InlineData("check", "config", "deploy/prometheus/prometheus.yml")]
    public async Task The_rules_are_valid_and_wait_as_long_as_they_should(params string[] words)
    {
        var (code, said) = await PrometheusServer.Tool(words);

        Assert.True(code == 0, said);
    }

    [Fact]
    public async Task Errors_of_ours_and_jobs_that_fail_raise_an_alert_and_so_does_the_end_of_the_server()
    {
        await using var watch = await Watch($"--Kalends:Database={Database}");
        var admin = await watch.Server.SignIn("test_user", "password");
        Assert.Equal([.. WithTheirCause.Concat(WithMadeUpTimes).Order()], watch.Alerts.Keys.Order());
        Assert.Empty(await watch.Raised());

        await Execute(new SqliteConnection($"Data Source={Database}"), "ALTER TABLE reservations RENAME TO elsewhere");
        await Repeatedly(() => admin.Get("/v1/reservations"), 500, () => watch.IsRaised("KalendsFailing"));
        await watch.Raises("KalendsJobFailing");
        await watch.Server.Signal("KILL");
        await watch.Raises("KalendsDown");
    }

    [Fact]
    public async Task A_locked_file_raises_an_alert_for_slow_requests_for_refused_ones_and_for_those_that_wait()
    {
        await using (await Watch($"--Kalends:Database={Database}"))
        {
            // The demo is written by more at once than the queue takes.
        }
        await using var watch = await Watch(
            $"--Kalends:Database={Database}", "--Kalends:Storage:WriteQueueMax=2", "--Kalends:Storage:WriteGroupMax=1",
            "--Kalends:Storage:LockSeconds=2");
        var admin = await watch.Server.SignIn("test_user", "password");
        await using var other = new SqliteConnection($"Data Source={Database}");
        await other.OpenAsync(TestContext.Current.CancellationToken);

        using var enough = new CancellationTokenSource();
        await Execute(other, "BEGIN IMMEDIATE");
        var writers = Enumerable.Range(0, 4).Select(async _ =>
        {
            while (!enough.IsCancellationRequested)
            {
                var answer = await admin.Post("/v1/clients", new { first_name = "A", last_name = "B" });
                Assert.Equal(503, answer.Status);
                await Task.Delay(50, CancellationToken.None);
            }
        }).ToList();
        await watch.Raises("KalendsWritesWaiting");
        await watch.Raises("KalendsUnavailable");
        await watch.Raises("KalendsSlow");
        await enough.CancelAsync();
        await Task.WhenAll(writers);
    }

    [Fact]
    public async Task Streams_that_are_nearly_all_taken_raise_an_alert()
    {
        await using var watch = await Watch($"--Kalends:Database={Database}", "--Kalends:Http:StreamsMax=1");
        var admin = await watch.Server.SignIn("test_user", "password");
        Assert.Empty(await watch.Raised());

        await using var listener = await Listener.Open(
            new Uri(watch.Server.Address, "/v1/events/stream"), admin.Token);
        await watch.Raises("KalendsStreamsFull");
    }

    [Fact]
    public async Task Totals_that_are_not_folded_and_connections_that_are_wanted_raise_an_alert()
    {
        var cluster = await PostgresCluster.Get();
        Machine.Require(cluster.Missing);
        var database = await cluster.MakeDatabase();
        await using var watch = await Watch(
            $"--Kalends:Database={database.Replace("Pool Size=40", "Pool Size=4")}",
            "--Kalends:Reimbursements:FoldSeconds=0", "--Kalends:Storage:LockSeconds=60",
            "--Kalends:Storage:StatementSeconds=60");
        var admin = await watch.Server.SignIn("test_user", "password");
        Assert.Empty(await watch.Raised());

        await Execute(new NpgsqlConnection(database), """
            INSERT INTO month_total_deltas (
                caregiver_id, service_month, booking_month, event_type_id, currency, organisation_id, open_events,
                open_amount, reimbursed_events, reimbursed_amount)
            SELECT 1, 24000, 24000, 1, 'GBP', 0, 0, 0, 0, 0 FROM generate_series(1, 50001)
            """);
        await watch.Raises("KalendsFoldingBehind");

        await using var other = new NpgsqlConnection(database);
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await Execute(other, "BEGIN; LOCK TABLE clients IN ACCESS EXCLUSIVE MODE");
        var readers = Enumerable.Range(0, 12).Select(_ => admin.Get("/v1/clients/1")).ToList();
        await watch.Raises("KalendsConnectionsWanted");
        await Execute(other, "ROLLBACK");
        await Task.WhenAll(readers);
    }

    static async Task<Watched> Watch(params string[] words)
    {
        PrometheusServer.RequireInstalled();
        var (server, metrics) = await WatchedServer.Start([], words);
        try
        {
            var prometheus = await PrometheusServer.Start(metrics);
            return new Watched(server, prometheus, await prometheus.Alerts());
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks again and again, until it has been seen.</summary>
    static async Task Repeatedly(Func<Task<Answer>> ask, int status, Func<Task<bool>> isSeen) => Assert.True(
        await Patience.Until(
            async () =>
            {
                (await ask()).Is(status);
                return await isSeen();
            },
            isThere => isThere));

    static async Task Execute(System.Data.Common.DbConnection connection, string sql)
    {
        if (connection.State == System.Data.ConnectionState.Closed)
            await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>A server and the Prometheus that scrapes it.</summary>
    sealed record Watched(
        ChildServer Server, PrometheusServer Prometheus, IReadOnlyDictionary<string, string> Alerts) : IAsyncDisposable
    {
        public async Task<bool> IsRaised(string alert) => (await Prometheus.Query(Alerts[alert])).Count > 0;

        public async Task Raises(string alert) =>
            Assert.True(await Patience.Until(() => IsRaised(alert), isRaised => isRaised), alert);

        /// <summary>The alerts whose condition holds now.</summary>
        public async Task<IReadOnlyList<string>> Raised()
        {
            var raised = new List<string>();
            foreach (var alert in Alerts.Keys)
                if (await IsRaised(alert))
                    raised.Add(alert);
            return raised;
        }

        public async ValueTask DisposeAsync()
        {
            await Prometheus.DisposeAsync();
            await Server.DisposeAsync();
        }
    }
}
