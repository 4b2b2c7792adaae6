using Kalends.Tests.Kit;
using Npgsql;

namespace Kalends.Tests.Storage;

/// <summary>The primary dies under load and its standby takes over; <c>scripts/drill failover</c> does more.</summary>
public sealed class FailoverTests : IAsyncLifetime
{
    static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;
    static readonly string[] Expected = ["storage_unavailable", "outcome_unknown", "idempotency_in_progress"];

    readonly PairedApp _app = new();

    public async ValueTask InitializeAsync()
    {
        await _app.InitializeAsync();
        _app.RequireEngine();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task What_was_answered_is_there_once_after_the_standby_has_taken_over()
    {
        await _app.WaitForStandby();
        var callers = new Insistent(_app.Admin);
        callers.Begin();
        await callers.Make(20);

        await _app.FailOver();
        await callers.Make(20);
        await callers.End();

        await using var connection = _app.Connect();
        var there = await All(connection, "SELECT id FROM clients WHERE first_name = 'Ada'");
        Assert.Equal(callers.Made, there);
        Assert.All(callers.Refusals, code => Assert.Contains(code, Expected));
        Assert.Contains("storage_unavailable", callers.Refusals);
    }

    static async Task<List<long>> All(System.Data.Common.DbConnection connection, string sql)
    {
        await connection.OpenAsync(Cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = $"{sql} ORDER BY 1";
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        var found = new List<long>();
        while (await reader.ReadAsync(Cancel))
            found.Add(reader.GetInt64(0));
        return found;
    }

    /// <summary>A primary and a synchronous standby, of which the server is told both.</summary>
    sealed class PairedApp : TestApp
    {
        PostgresCluster? _primary;
        PostgresCluster? _standby;

        private protected override async Task<string?> MakeDatabase()
        {
            _primary = await PostgresCluster.Start();
            Missing = _primary.Missing;
            if (Missing is not null)
                return null;
            var database = await _primary.MakeDatabase();
            _standby = await _primary.StartStandby();
            return new NpgsqlConnectionStringBuilder(database) { Host = $"{_primary.Host},{_standby.Host}" }.ToString();
        }

        /// <summary>From now on a commit is answered once the standby has it.</summary>
        public async Task WaitForStandby()
        {
            await Repair("ALTER SYSTEM SET synchronous_standby_names = '*'");
            await Repair("SELECT pg_reload_conf()");
            await Patience.Until(async () =>
            {
                await using var connection = Connect();
                return await All(connection, "SELECT 1::BIGINT FROM pg_stat_replication WHERE sync_state = 'sync'");
            }, found => found.Count == 1);
        }

        public async Task FailOver()
        {
            await _primary!.Crash();
            await _standby!.Promote();
        }

        public override System.Data.Common.DbConnection Connect() =>
            NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Database)
            {
                Pooling = false,
                TargetSessionAttributes = "primary",
                HostRecheckSeconds = 0,
            }).CreateConnection();

        private protected override async Task DropDatabase()
        {
            foreach (var cluster in (PostgresCluster?[])[_standby, _primary])
                if (cluster is not null)
                    await cluster.Stop();
        }
    }
}
