using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Kalends.Tests.Kit;

/// <summary>The pooler pgbouncer in front of a cluster, as an operator runs it.</summary>
/// <remarks>It refuses to run as root: then it runs as postgres.</remarks>
public sealed class Pgbouncer : IAsyncDisposable
{
    readonly Process _process;
    readonly string _folder;

    Pgbouncer(Process process, string folder, int port) => (_process, _folder, Port) = (process, folder, port);

    public int Port { get; }

    /// <summary>Why it cannot be started, or null where it can.</summary>
    public static string? Missing => Program is null ? "pgbouncer is not installed (Debian: pgbouncer)." : null;

    static string? Program => new[] { "/usr/sbin/pgbouncer", "/usr/bin/pgbouncer" }.FirstOrDefault(File.Exists);

    /// <param name="direct">The address of a database.</param>
    /// <param name="mode"><c>session</c> or <c>transaction</c>.</param>
    /// <param name="ignored">The start-up parameters that it drops; it refuses all that it does not know.</param>
    public static async Task<Pgbouncer> Start(string direct, string mode, string ignored = "")
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("kalends-pgbouncer-").FullName;
        var (file, port) = (Path.Combine(folder, "pgbouncer.ini"), Machine.FreePort());
        await File.WriteAllTextAsync(file, $"""
            [databases]
            * = host={new NpgsqlConnectionStringBuilder(direct).Host} port=5432 user=postgres
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port.ToString(CultureInfo.InvariantCulture)}
            unix_socket_dir =
            auth_type = any
            pool_mode = {mode}
            default_pool_size = {(mode == "session" ? 60 : 10)}
            max_client_conn = 400
            ignore_startup_parameters = {ignored}

            """);
        var asOwner = Environment.IsPrivilegedProcess ? "runuser -u postgres --" : "";
        // What it reads must be readable to postgres, and it writes nowhere.
        var process = System.Diagnostics.Process.Start(new ProcessStartInfo(
            "sh", ["-c", $"chmod 755 {folder} && exec {asOwner} {Program} {file} > /dev/null 2>&1"])
        {
            WorkingDirectory = "/",
        })!;
        var started = new Pgbouncer(process, folder, port);
        await Patience.Until(() => started.Answers(direct), answers => answers);
        return started;
    }

    /// <summary>The same database through the pooler.</summary>
    public string ConnectionString(string direct) => new NpgsqlConnectionStringBuilder(direct)
    {
        Host = "127.0.0.1",
        Port = Port,
    }.ToString();

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    async Task<bool> Answers(string direct)
    {
        try
        {
            await using var connection = new NpgsqlConnection(ConnectionString(direct) + ";Pooling=False");
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}

/// <summary>PostgreSQL behind a pooler.</summary>
public abstract class PooledApp(string mode) : TestApp
{
    string _direct = "";
    Pgbouncer? _pooler;

    /// <summary>The address of the server itself.</summary>
    public string Direct => _direct;

    private protected override async Task<string?> MakeDatabase()
    {
        var cluster = await PostgresCluster.Get();
        Missing = cluster.Missing ?? Pgbouncer.Missing;
        if (Missing is not null)
            return null;
        _direct = await cluster.MakeDatabase();
        _pooler = await Pgbouncer.Start(_direct, mode);
        return _pooler.ConnectionString(_direct);
    }

    private protected override string[] Settings => [$"--Kalends:Storage:Direct={_direct}"];

    public override System.Data.Common.DbConnection Connect() => new NpgsqlConnection(_direct);

    private protected override Task DropDatabase() => _pooler?.DisposeAsync().AsTask() ?? Task.CompletedTask;
}

public sealed class TransactionPooledApp() : PooledApp("transaction");

public sealed class SessionPooledApp() : PooledApp("session");
