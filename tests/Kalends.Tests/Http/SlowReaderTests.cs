using System.Net.Sockets;
using System.Text;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Http;

/// <summary>Who asks for a report of megabytes and does not read it leaves their place to others soon.</summary>
public abstract class SlowReaderTests
{
    const int Caregivers = 1000;
    const int Months = 96;
    const string Password = "a long password";
    const string Report = "/v1/reports/reimbursements?group_by=caregiver,month";

    readonly TestApp _app;

    protected SlowReaderTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_reader_who_takes_nothing_is_cut_off()
    {
        await Fill();
        await _app.Stop();
        try
        {
            await using var server = await ChildServer.Start(
                $"--Kalends:Database={_app.Database}", "--Kalends:Http:ReaderSeconds=1",
                "--Kalends:Http:LongRequestSeconds=600", "--Kalends:Http:HeavyPerCaller=1");
            var accountant = await server.SignIn("ada", Password);
            using var reader = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 2048 };
            await reader.ConnectAsync(server.Address.Host, server.Address.Port, TestContext.Current.CancellationToken);
            await reader.SendAsync(Encoding.ASCII.GetBytes(
                $"GET {Report} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {accountant.Token}\r\n\r\n"));
            await server.Line(line => line.Contains("An answer was cut off", StringComparison.Ordinal));

            // The caller has one place for such requests.
            var rows = (await accountant.Get(Report)).Is(200)["items"]!.AsArray();
            Assert.Equal(Caregivers * Months, rows.Count);
            Assert.DoesNotContain(server.Lines, line => line.Contains("\"error\"", StringComparison.Ordinal));
        }
        finally
        {
            await _app.Start();
        }
    }

    async Task Fill()
    {
        (await _app.Admin.Post(
            "/v1/users", new { username = "ada", password = Password, roles = new[] { "accountant" } })).Is(201);
        await _app.Repair($"""
            WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {Caregivers})
            INSERT INTO providers (first_name, last_name, name, time_zone, owner_user_id, created_at, updated_at)
            SELECT 'Caregiver', '', 'Caregiver', 'UTC', 'o', 0, 0 FROM numbers
            """);
        await _app.Repair($"""
            WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < {Months - 1})
            INSERT INTO caregiver_months (
                caregiver_id, organisation_id, service_month, currency, open_events, open_amount, reimbursed_events,
                reimbursed_amount)
            SELECT p.id, 0, 201801 + n / 12 * 100 + n % 12, 'SEK', 1, 100, 0, 0
            FROM numbers CROSS JOIN providers p
            WHERE p.first_name = 'Caregiver'
            """);
    }
}

public sealed class SlowReaderTestsOnSqlite(SqliteApp app) : SlowReaderTests(app), IClassFixture<SqliteApp>;

public sealed class SlowReaderTestsOnPostgres(PostgresApp app) : SlowReaderTests(app), IClassFixture<PostgresApp>;
