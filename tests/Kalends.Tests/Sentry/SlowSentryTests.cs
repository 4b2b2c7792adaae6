using System.Net;
using System.Net.Sockets;
using Kalends.Platform.Sentry;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Kalends.Tests.Sentry;

/// <summary>A Sentry that is slow, dead or full costs a request nothing.</summary>
public sealed class SlowSentryTests(SqliteApp app) : IClassFixture<SqliteApp>
{
    const int WaitingMax = 100;

    [Fact]
    public async Task A_Sentry_that_hangs_holds_up_no_answer_and_what_it_has_no_room_for_is_dropped()
    {
        await using var sentry = await SentryListener.StartHanging();
        await Start(sentry.Dsn);

        var first = await app.Admin.Get("/v1/reservations/1");
        await sentry.Next();
        // The listener holds the first request still; the queue fills up behind it.
        for (var i = 0; i < WaitingMax + 5; i++)
            (await app.Admin.Get("/v1/reservations/1")).IsRefused(500, "internal_error");

        first.IsRefused(500, "internal_error");
        (await app.Admin.Get("/v1/me")).Is(200);
        Assert.InRange(Reports.Dropped, 1, WaitingMax + 6);
        await End();
    }

    [Fact]
    public async Task A_Sentry_that_is_not_there_costs_a_report_and_nothing_else()
    {
        await Start($"--SENTRY_DSN=http://publickey@127.0.0.1:{FreePort()}/42");
        var reports = Reports;

        var answer = await app.Admin.Get("/v1/reservations/1");
        await End();

        answer.IsRefused(500, "internal_error");
        Assert.Equal(1, reports.Dropped);
    }

    [Fact]
    public async Task A_Sentry_that_wants_to_be_left_alone_is()
    {
        await using var sentry = await SentryListener.Start(429, retryAfter: "3600");
        await Start(sentry.Dsn);
        var reports = Reports;

        for (var i = 0; i < 3; i++)
            await app.Admin.Get("/v1/reservations/1");
        await sentry.Next();
        await End();

        Assert.Single(sentry.Taken);
        Assert.Equal(3, reports.Dropped);
    }

    [Fact]
    public async Task A_Sentry_that_was_left_alone_long_enough_gets_the_next_report()
    {
        await using var sentry = await SentryListener.Start(429, retryAfter: "1");
        await Start(sentry.Dsn);

        await app.Admin.Get("/v1/reservations/1");
        await app.Admin.Get("/v1/reservations/1");
        await sentry.Next();
        await sentry.Next();
        await End();

        Assert.Equal(2, sentry.Taken.Count);
    }

    [Fact]
    public async Task Neither_the_log_nor_an_answer_names_the_key()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("kalends-").FullName;
        await using (var server = await ChildServer.Start(
            $"--Kalends:Database={folder}/log.db", "--demo", "--Kalends:Log:Level=Trace",
            $"--SENTRY_DSN=http://hunter2@127.0.0.1:{FreePort()}/42"))
        {
            var admin = await server.SignIn("test_user", "password");
            await Rename($"{folder}/log.db");

            var answer = (await admin.Get("/v1/reservations/1")).IsRefused(500, "internal_error");
            await server.Line(line => line.Contains("Sentry does not take reports", StringComparison.Ordinal));

            Assert.DoesNotContain("hunter2", answer.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(server.Lines, line => line.Contains("hunter2", StringComparison.Ordinal));
        }
        System.IO.Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("hunter2")]
    [InlineData("https://sentry.example/42")]
    [InlineData("https://hunter2@sentry.example")]
    [InlineData("https://hunter2@sentry.example/")]
    [InlineData("ftp://hunter2@sentry.example/42")]
    [InlineData("https://hunter2@sentry.example/42?a=b")]
    [InlineData("https://hunter2@sentry.example/4%202")]
    public async Task A_DSN_that_is_none_is_refused_in_one_sentence_that_does_not_repeat_it(string dsn)
    {
        var (code, words) = await ChildServer.RunToEnd($"--SENTRY_DSN={dsn}");

        Assert.Equal((1, "SENTRY_DSN is not of the form https://key@host/project."), (code, words.Trim()));
    }

    [Theory]
    [InlineData("https://key@o1.ingest.sentry.example/42", "https://o1.ingest.sentry.example/api/42/envelope/")]
    [InlineData("https://key:old@sentry.example/42", "https://sentry.example/api/42/envelope/")]
    [InlineData("http://key@127.0.0.1:9000/behind/a/proxy/42", "http://127.0.0.1:9000/behind/a/proxy/api/42/envelope/")]
    public void A_DSN_leads_to_its_projects_envelopes(string dsn, string address)
    {
        var parsed = Dsn.Parse(dsn);

        Assert.Equal((address, "key"), (parsed.Envelopes.ToString(), parsed.Key));
    }

    ErrorReports Reports => app.Services.GetRequiredService<ErrorReports>();

    async Task Start(string dsn)
    {
        await app.Stop();
        await app.Start(dsn, ReportTests.Quiet);
        await app.Repair("ALTER TABLE reservations RENAME TO reservations_elsewhere");
    }

    async Task End()
    {
        await app.Stop();
        await app.Repair("ALTER TABLE reservations_elsewhere RENAME TO reservations");
        await app.Start();
    }

    static async Task Rename(string database)
    {
        await using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "ALTER TABLE reservations RENAME TO reservations_elsewhere";
        await command.ExecuteNonQueryAsync();
    }

    static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
