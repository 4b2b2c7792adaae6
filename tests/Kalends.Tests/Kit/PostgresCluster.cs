using System.Diagnostics;
using Npgsql;

[assembly: AssemblyFixture(typeof(Kalends.Tests.Kit.PostgresCluster))]

namespace Kalends.Tests.Kit;

/// <summary>A private PostgreSQL cluster for the run of the tests, from the binaries that are installed.</summary>
/// <remarks>
/// It listens on a socket in its own folder only. PostgreSQL refuses to run as root: then it runs as postgres.
/// </remarks>
public sealed class PostgresCluster : IAsyncDisposable
{
    static readonly Lazy<Task<PostgresCluster>> Started = new(() => Task.Run(Start));

    readonly string? _folder;
    int _databases;

    PostgresCluster(string? folder, string? missing)
    {
        _folder = folder;
        Missing = missing;
    }

    /// <summary>For the runner, which disposes of the cluster at the end of the run.</summary>
    public PostgresCluster()
    {
    }

    /// <summary>Why there is no PostgreSQL here, or null where there is one.</summary>
    public string? Missing { get; }

    public static Task<PostgresCluster> Get() => Started.Value;

    /// <summary>The socket that it listens on.</summary>
    public string Socket => $"{_folder}/.s.PGSQL.5432";

    /// <summary>The folder of its socket, which stands for its host.</summary>
    public string Host => _folder!;

    /// <summary>Makes an empty database and tells how to connect to it.</summary>
    public async Task<string> MakeDatabase()
    {
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    public async ValueTask DisposeAsync()
    {
        if (_folder is null && Started.IsValueCreated)
            await (await Started.Value).Stop();
    }

    public string ConnectionString(string database) =>
        $"Host={_folder};Port=5432;Username=postgres;Database={database};Maximum Pool Size=40";

    /// <summary>One more cluster, for tests whose settings would hinder the others.</summary>
    public static async Task<PostgresCluster> Start()
    {
        var binaries = Binaries();
        if (binaries is null)
            return new PostgresCluster(null, "PostgreSQL is not installed (Debian: postgresql-15).");

        var folder = System.IO.Directory.CreateTempSubdirectory("kalends-pg-").FullName;
        if (Environment.IsPrivilegedProcess)
            await Run("chown", "postgres", folder);
        await RunAsOwner($"{binaries}/initdb", "-D", $"{folder}/data", "-U", "postgres", "-A", "trust",
            "-E", "UTF8", "--locale=C", "--no-instructions");
        return await StartIn(folder);
    }

    /// <summary>A streaming replica of this cluster, which gives up reads that are in the way at once.</summary>
    public async Task<PostgresCluster> StartStandby()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("kalends-pg-").FullName;
        if (Environment.IsPrivilegedProcess)
            await Run("chown", "postgres", folder);
        await RunAsOwner($"{Binaries()}/pg_basebackup", "-h", _folder!, "-U", "postgres", "-D", $"{folder}/data",
            "-R", "-c", "fast");
        return await StartIn(folder, "-c max_standby_streaming_delay=0 -c wal_receiver_status_interval=1");
    }

    /// <summary>Stops as a machine does that loses its power.</summary>
    public Task Crash() => End("immediate");

    /// <summary>Stops as an operator stops it.</summary>
    public Task ShutDown() => End("fast");

    Task End(string mode) => RunAsOwner($"{Binaries()}/pg_ctl", "-D", $"{_folder}/data", "-m", mode, "-w", "stop");

    /// <summary>Starts again where it was stopped.</summary>
    public Task Restart() => Serve(_folder!);

    /// <summary>Makes a replica the primary.</summary>
    public Task Promote() => RunAsOwner($"{Binaries()}/pg_ctl", "-D", $"{_folder}/data", "-w", "promote");

    static async Task<PostgresCluster> StartIn(string folder, string options = "")
    {
        await Serve(folder, options);
        return new PostgresCluster(folder, null);
    }

    // Tests kill this product, never the machine: what flushes cost would only slow them down.
    static Task Serve(string folder, string options = "") =>
        RunAsOwner($"{Binaries()}/pg_ctl", "-D", $"{folder}/data", "-w", "-l", $"{folder}/log", "-o",
            $"-c listen_addresses='' -c unix_socket_directories={folder} -c max_connections=500 -c fsync=off {options}",
            "start");

    public async Task Stop()
    {
        if (_folder is null)
            return;
        if (File.Exists($"{_folder}/data/postmaster.pid"))
            await Crash();
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    static string? Binaries()
    {
        var installed = System.IO.Directory.Exists("/usr/lib/postgresql")
            ? System.IO.Directory.GetDirectories("/usr/lib/postgresql").Select(folder => $"{folder}/bin")
            : [];
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return installed.OrderDescending().Concat(onPath).FirstOrDefault(folder => File.Exists($"{folder}/initdb"));
    }

    static Task RunAsOwner(string program, params string[] words) => Environment.IsPrivilegedProcess
        ? Run("runuser", ["-u", "postgres", "--", program, .. words])
        : Run(program, words);

    static async Task Run(string program, params string[] words)
    {
        // The server inherits what its starter writes to: a pipe would stay open for as long as it lives.
        var start = new ProcessStartInfo("sh", ["-c", "exec \"$0\" \"$@\" > /dev/null 2>&1", program, .. words])
        {
            WorkingDirectory = "/",
        };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', words)} ended with {process.ExitCode}.");
    }
}
