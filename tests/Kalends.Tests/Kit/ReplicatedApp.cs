using Microsoft.AspNetCore.Builder;
using Npgsql;

namespace Kalends.Tests.Kit;

/// <summary>PostgreSQL in a cluster of its own with a streaming replica, which some reads go to.</summary>
public sealed class ReplicatedApp : TestApp
{
    PostgresCluster? _primary;
    PostgresCluster? _standby;

    public PostgresCluster Primary => _primary!;

    public PostgresCluster Standby => _standby!;

    /// <summary>The same database on the replica.</summary>
    public string Replica => new NpgsqlConnectionStringBuilder(Database) { Host = Standby.Host }.ToString();

    private protected override async Task<string?> MakeDatabase()
    {
        _primary = await PostgresCluster.Start();
        Missing = _primary.Missing;
        if (Missing is not null)
            return null;
        var database = await _primary.MakeDatabase();
        _standby = await _primary.StartStandby();
        return database;
    }

    private protected override string[] Settings => [$"--Kalends:Storage:Replicas={Replica}"];

    public override System.Data.Common.DbConnection Connect() => new NpgsqlConnection(Database);

    /// <summary>Keeps the replica as it is, until <see cref="Resume"/>.</summary>
    public Task Pause() => OnReplica("SELECT pg_wal_replay_pause()");

    public Task Resume() => OnReplica("SELECT pg_wal_replay_resume()");

    /// <summary>Waits until the replica shows all that was written.</summary>
    public async Task Replayed()
    {
        await Resume();
        var written = (string)(await On(Database, "SELECT pg_current_wal_flush_lsn()::TEXT"))!;
        await Patience.Until(() => OnReplica($"SELECT pg_last_wal_replay_lsn() >= '{written}'"), done => done is true);
    }

    public Task<object?> OnReplica(string sql) => On(Replica, sql);

    /// <summary>A further server that only reads, on the replica; as a visitor with the token of another one.</summary>
    internal async Task<Reader> StartReader(params string[] settings)
    {
        var app = Build(Replica, ["--Kalends:Storage:ReadOnly=true", .. settings]);
        await FirstStart.Prepare(app);
        await app.StartAsync();
        return new Reader(app, AddressOf(app));
    }

    internal sealed class Reader(WebApplication app, Uri address) : IAsyncDisposable
    {
        public Visitor As(Visitor visitor) => new(() => address, () => visitor.Token!, visitor.UserId);

        public async ValueTask DisposeAsync()
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }
    }

    static async Task<object?> On(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=False");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private protected override async Task DropDatabase()
    {
        if (_standby is not null)
            await _standby.Stop();
        if (_primary is not null)
            await _primary.Stop();
    }
}
