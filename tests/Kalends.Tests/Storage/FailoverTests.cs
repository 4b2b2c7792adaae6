using System.Collections.Concurrent;
using Kalends.Tests.Kit;
using Npgsql;

namespace Kalends.Tests.Storage;

/// <summary>The primary dies under load and its standby takes over; <c>scripts/drill failover</c> does more.</summary>
public sealed class FailoverTests : IAsyncLifetime
{
    const int Clients = 4;

    static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;
    static readonly string[] Expected = ["storage_unavailable", "outcome_unknown", "idempotency_in_progress"];

    readonly PairedApp _app = new();
    readonly ConcurrentDictionary<long, bool> _made = [];
    readonly ConcurrentBag<string> _refusals = [];
    volatile bool _isOver;

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
        var clients = Enumerable.Range(0, Clients).Select(_ => Task.Run(Work, Cancel)).ToList();
        await Made(20);

        await _app.FailOver();
        await Made(_made.Count + 20);
        _isOver = true;
        await Task.WhenAll(clients);

        await using var connection = _app.Connect();
        var there = await All(connection, "SELECT id FROM clients WHERE first_name = 'Ada'");
        Assert.Equal(_made.Keys.Order(), there);
        Assert.All(_refusals, code => Assert.Contains(code, Expected));
        Assert.Contains(_refusals, code => code == "storage_unavailable");
    }

    async Task Work()
    {
        while (!_isOver)
            await Insist(Guid.NewGuid().ToString());
    }

    /// <summary>Repeats a request with its key until it is made.</summary>
    async Task Insist(string key)
    {
        while (true)
        {
            var answer = await _app.Admin.Post("/v1/clients", new { first_name = "Ada", last_name = key }, key);
            if (answer.Status == 201)
            {
                Assert.True(_made.TryAdd(answer.Id, true));
                return;
            }
            _refusals.Add(answer.Code ?? answer.Text);
            Assert.True(answer.Status == 409 || answer.Headers.ContainsKey("Retry-After"), answer.Text);
            await Task.Delay(TimeSpan.FromMilliseconds(50), Cancel);
        }
    }

    async Task Made(int count) => await Patience.Until(() => Task.FromResult(_made.Count), made => made >= count);

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
