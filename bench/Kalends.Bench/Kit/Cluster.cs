using System.Globalization;
using System.Text.RegularExpressions;

namespace Kalends.Bench.Kit;

/// <summary>A PostgreSQL server of our own, with the defaults of its makers: every commit is flushed.</summary>
sealed partial class Cluster : IAsyncDisposable
{
    static readonly string Programs =
        System.IO.Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Last() + "/bin/";

    static Task<Cluster>? _started;

    readonly string _data;
    readonly HashSet<int> _ledgers = [];
    bool _hasWorld;

    Cluster(string data) => _data = data;

    public int Port { get; } = Workshop.FreePort();

    /// <summary>The one server that all benches share.</summary>
    public static Task<Cluster> Of(Workshop shop) => _started ??= Start(shop);

    public static Task<string> Version() => Workshop.Execute(Programs + "postgres", "--version");

    /// <summary>A connection string of a database with the world in it, copied from one that is made once.</summary>
    public async Task<string> World()
    {
        if (!_hasWorld)
        {
            await Sql("postgres", "CREATE DATABASE world");
            await using (var db = Kit.World.Open(Database("world")))
                await Kit.World.Fill(db, atOnce: 1);
            // Else the server would do it by itself, in the middle of a round.
            await Sql("world", "VACUUM ANALYZE");
            _hasWorld = true;
        }
        var name = $"bench_{Guid.NewGuid():N}";
        await Sql("postgres", $"CREATE DATABASE {name} TEMPLATE world");
        return Database(name);
    }

    /// <summary>A connection string of an empty database.</summary>
    public async Task<string> Empty(string name)
    {
        await Sql("postgres", $"CREATE DATABASE {name}");
        return Database(name);
    }

    /// <summary>Runs statements one by one, and gives what they answer.</summary>
    public async Task<string> Script(Workshop shop, string name, string statements)
    {
        var file = shop.PathOf("script.sql");
        await File.WriteAllTextAsync(file, statements);
        return await Workshop.Execute(Programs + "psql",
            "-h", "127.0.0.1", "-p", $"{Port}", "-U", "postgres", "-d", name, "-qAt", "-v", "ON_ERROR_STOP=1",
            "-f", file);
    }

    /// <summary>Makes an empty database; false where it is there already.</summary>
    public async Task<bool> Make(string name)
    {
        if ((await Sql("postgres", $"SELECT 1 FROM pg_database WHERE datname = '{name}'")).Length > 0)
            return false;
        await Sql("postgres", $"CREATE DATABASE {name}");
        return true;
    }

    /// <summary>A connection string of a database with a ledger in it, copied from one that is made once.</summary>
    public async Task<string> Ledger(int rows)
    {
        var made = $"ledger_{rows}";
        if (_ledgers.Add(rows))
        {
            await Sql("postgres", $"CREATE DATABASE {made}");
            await LedgerData.Fill(Database(made), rows);
        }
        var name = $"bench_{Guid.NewGuid():N}";
        await Sql("postgres", $"CREATE DATABASE {name} TEMPLATE {made}");
        return Database(name);
    }

    public string Database(string name) => $"Host=127.0.0.1;Port={Port};Username=postgres;Database={name}";

    /// <summary>Transactions a second of a script of pgbench; an error where any failed.</summary>
    public async Task<double> Pgbench(
        string database, string script, int clients, TimeSpan time, params (string Name, string Value)[] values)
    {
        var said = await Workshop.Execute(Programs + "pgbench", [
            "-h", "127.0.0.1", "-p", $"{Port}", "-U", "postgres", "-n", "-M", "prepared", "-c", $"{clients}", "-j", "2",
            "-T", $"{time.TotalSeconds:0}", "-f", script,
            .. values.SelectMany(value => new[] { "-D", $"{value.Name}={value.Value}" }),
            new Npgsql.NpgsqlConnectionStringBuilder(database).Database!,
        ]);
        return double.Parse(PerSecond.Match(said).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync() =>
        await AsPostgres(Programs + "pg_ctl", "-D", _data, "-m", "immediate", "-w", "stop");

    public Task<string> Sql(string database, string statement) => Workshop.Execute(
        Programs + "psql", "-h", "127.0.0.1", "-p", $"{Port}", "-U", "postgres", "-d", database, "-qAtc", statement);

    static async Task<Cluster> Start(Workshop shop)
    {
        var data = await Folder(shop, "postgres");
        await AsPostgres(Programs + "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C");
        return await Start(shop, data);
    }

    /// <summary>A streaming replica.</summary>
    public async Task<Cluster> StartStandby(Workshop shop, string name)
    {
        var data = await Folder(shop, name);
        await AsPostgres(
            Programs + "pg_basebackup", "-h", "127.0.0.1", "-p", $"{Port}", "-U", "postgres", "-D", data, "-R", "-c",
            "fast");
        return await Start(shop, data);
    }

    static async Task<string> Folder(Workshop shop, string name)
    {
        var data = shop.PathOf(name);
        System.IO.Directory.CreateDirectory(data);
        if (IsRoot)
            await Workshop.Execute("chown", "postgres", data);
        // PostgreSQL starts in no folder that others can read.
        await Workshop.Execute("chmod", "700", data);
        return data;
    }

    static async Task<Cluster> Start(Workshop shop, string data)
    {
        var cluster = new Cluster(data);
        var options = $"-p {cluster.Port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' " +
            "-c max_connections=250";
        await AsPostgres(
            Programs + "pg_ctl", "-D", data, "-w", "-l", Path.Combine(data, "log"), "-o", options, "start");
        return shop.Keep(cluster);
    }

    [GeneratedRegex("tps = ([0-9.]+)")]
    static partial Regex PerSecond { get; }

    static bool IsRoot => Environment.UserName == "root";

    // PostgreSQL refuses to run as root.
    static Task<string> AsPostgres(string program, params string[] args) => IsRoot
        ? Workshop.Execute("runuser", ["-u", "postgres", "--", program, .. args])
        : Workshop.Execute(program, args);
}
