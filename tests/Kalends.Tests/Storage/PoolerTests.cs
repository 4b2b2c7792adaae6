using Kalends.Platform;
using Kalends.Platform.Storage;
using Kalends.Platform.Storage.Engines;
using Kalends.Tests.Events;
using Kalends.Tests.Kit;
using Kalends.Tests.Reimbursements;
using Kalends.Tests.Scheduling;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kalends.Tests.Storage;

/// <summary>A pooler between the server and PostgreSQL, which gives each transaction any connection.</summary>
public sealed class PoolerTests(TransactionPooledApp app) : IClassFixture<TransactionPooledApp>
{
    static readonly Sql Limits = new(
        sqlite: "SELECT ''",
        postgres: "SELECT current_setting('statement_timeout') || ' ' || current_setting('lock_timeout') AS limits");

    [Fact]
    public async Task Limits_hold_for_what_is_read_and_written()
    {
        app.RequireEngine();

        var read = await app.Db.Read(Ask, CancellationToken.None);
        var written = await app.Db.Write(Ask, CancellationToken.None);

        Assert.Equal(("10s 3s", "10s 3s"), (read, written));

        static async Task<string?> Ask(Session session) => await session.One(Limits, row => row.Text("limits"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("options,extra_float_digits")]
    public async Task A_pooler_that_nobody_told_of_is_refused_in_a_sentence(string ignored)
    {
        app.RequireEngine();
        await using var pooler = await Pgbouncer.Start(app.Direct, "transaction", ignored);

        var refused = Assert.Throws<StartRefused>(() => Open(pooler.ConnectionString(app.Direct), direct: null));

        Assert.Contains("Kalends:Storage:Direct", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pooler_that_leads_to_another_database_is_refused()
    {
        app.RequireEngine();
        var other = await (await PostgresCluster.Get()).MakeDatabase();

        var refused = Assert.Throws<StartRefused>(() => Open(app.Database, direct: other));

        Assert.Contains("different databases", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pooler_takes_no_options()
    {
        var refused = Assert.Throws<StartRefused>(() => Open(
            "Host=127.0.0.1;Database=kalends;Options=-c lock_timeout=1s", direct: "Host=127.0.0.1;Database=kalends"));

        Assert.Contains("ALTER ROLE", refused.Message, StringComparison.Ordinal);
    }

    static void Open(string database, string? direct) =>
        Engine.Open(database, new StorageSettings { Direct = direct }, NullLogger.Instance);
}

public sealed class HoldTestsByTransactions(TransactionPooledApp app)
    : HoldTests(app), IClassFixture<TransactionPooledApp>;

public sealed class RaceTestsByTransactions(TransactionPooledApp app)
    : RaceTests(app), IClassFixture<TransactionPooledApp>;

public sealed class IdempotencyTestsByTransactions(TransactionPooledApp app)
    : IdempotencyTests(app), IClassFixture<TransactionPooledApp>;

public sealed class StreamTestsByTransactions(TransactionPooledApp app)
    : StreamTests(app), IClassFixture<TransactionPooledApp>;

public sealed class ReportSumTestsByTransactions(TransactionPooledApp app)
    : ReportSumTests(app), IClassFixture<TransactionPooledApp>;

public sealed class LedgerRaceTestsByTransactions(TransactionPooledApp app)
    : LedgerRaceTests(app), IClassFixture<TransactionPooledApp>;

public sealed class RaceTestsBySessions(SessionPooledApp app) : RaceTests(app), IClassFixture<SessionPooledApp>;

public sealed class StreamTestsBySessions(SessionPooledApp app) : StreamTests(app), IClassFixture<SessionPooledApp>;
