using Kalends.Tests.Http;
using Kalends.Tests.Kit;
using Microsoft.Data.Sqlite;

namespace Kalends.Tests.Telemetry;

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
        for (var i = 0; i < 2 * WaitingMax; i++)
            (await app.Admin.Get("/v1/reservations/1")).IsRefused(500, "internal_error");
        (await app.Admin.Get("/v1/me")).Is(200);
        sentry.Release();
        await End();

        first.IsRefused(500, "internal_error");
        Assert.InRange(sentry.Taken.Count, 2, 2 * WaitingMax - 1);
    }

    [Fact]
    public async Task A_Sentry_that_is_not_there_costs_a_report_and_nothing_else()
    {
        await Start($"--SENTRY_DSN=http://publickey@127.0.0.1:{Machine.FreePort()}/42");

        var answer = await app.Admin.Get("/v1/reservations/1");
        var after = await app.Admin.Get("/v1/me");
        await End();

        answer.IsRefused(500, "internal_error");
        after.Is(200);
    }

    [Fact]
    public async Task A_Sentry_that_wants_to_be_left_alone_is()
    {
        await using var sentry = await SentryListener.Start(429, retryAfter: "3600");
        await Start(sentry.Dsn);

        for (var i = 0; i < 3; i++)
            await app.Admin.Get("/v1/reservations/1");
        await sentry.Next();
        await End();

        Assert.Single(sentry.Taken);
    }

    [Fact]
    public async Task A_Sentry_that_was_left_alone_long_enough_gets_the_next_report()
    {
        await using var sentry = await SentryListener.Start(429, retryAfter: "1");
        await Start(sentry.Dsn);

        await app.Admin.Get("/v1/reservations/1");
        await sentry.Next();
        var taken = await Patience.Until(
            async () =>
            {
                await app.Admin.Get("/v1/reservations/1");
                return sentry.Taken.Count;
            },
            taken => taken > 1);
        await End();

        Assert.True(taken > 1);
    }

    [Fact]
    public async Task Neither_the_log_nor_an_answer_names_the_key()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("kalends-").FullName;
        await using (var server = await ChildServer.Start(
            $"--Kalends:Database={folder}/log.db", "--demo", "--Kalends:Log:Level=Trace",
            $"--SENTRY_DSN=http://hunter2@127.0.0.1:{Machine.FreePort()}/42"))
        {
            var admin = await server.SignIn("test_user", "password");
            await Rename($"{folder}/log.db");

            var answer = (await admin.Get("/v1/reservations/1")).IsRefused(500, "internal_error");
            await server.Line(line => line.Contains("Sentry does not take a report", StringComparison.Ordinal));

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
    [InlineData("https://hunter2@sentry.example:99999/42")]
    public async Task A_DSN_that_is_none_is_refused_in_one_sentence_that_does_not_repeat_it(string dsn)
    {
        var (code, words) = await ChildServer.RunToEnd($"--SENTRY_DSN={dsn}");

        Assert.Equal((1, "SENTRY_DSN is not of the form https://key@host/project."), (code, words.Trim()));
    }

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
}
