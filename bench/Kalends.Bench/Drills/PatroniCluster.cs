using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kalends.Bench.Kit;

namespace Kalends.Bench.Drills;

/// <summary>Three PostgreSQL servers under Patroni, with haproxy before them, by the files of deploy/.</summary>
sealed class PatroniCluster : IAsyncDisposable
{
    const string Password = "drill";

    static readonly string[] Names = ["one", "two", "three"];
    static readonly string Files = Path.Combine(Workshop.Root, "deploy", "patroni");

    readonly Workshop _shop;
    readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };
    readonly List<Process> _around = [];
    readonly List<Node> _nodes = [];

    PatroniCluster(Workshop shop) => _shop = shop;

    /// <summary>Where haproxy leads to the primary.</summary>
    public int Port { get; } = Workshop.FreePort();

    /// <summary>The connection string of a database behind a port of this machine.</summary>
    public static string Database(int port, string name) =>
        $"Host=127.0.0.1;Port={port};Username=postgres;Password={Password};Database={name}";

    public static async Task<PatroniCluster> Start(Workshop shop)
    {
        var cluster = shop.Keep(new PatroniCluster(shop));
        var (etcd, peer) = (Workshop.FreePort(), Workshop.FreePort());
        cluster._around.Add(cluster.Launch("etcd", [
            "etcd", "--name", "drill", "--data-dir", shop.PathOf("etcd"), "--enable-v2",
            "--listen-client-urls", $"http://127.0.0.1:{etcd}", "--advertise-client-urls", $"http://127.0.0.1:{etcd}",
            "--listen-peer-urls", $"http://127.0.0.1:{peer}",
            "--initial-advertise-peer-urls", $"http://127.0.0.1:{peer}",
            "--initial-cluster", $"drill=http://127.0.0.1:{peer}",
        ], asPostgres: false));
        foreach (var name in Names)
        {
            cluster._nodes.Add(await cluster.Write(name, etcd));
            cluster.Run(name);
            // The first becomes the primary; the others copy it.
            if (name == Names[0])
                await cluster.Until(members => members.Exists(one => one.Role == "leader"));
        }
        await cluster.IsWhole();
        cluster._around.Add(cluster.Launch(
            "haproxy", ["haproxy", "-db", "-q", "-f", await cluster.WriteProxy()], asPostgres: false));
        return cluster;
    }

    /// <param name="Name">The name of the server.</param>
    /// <param name="Role">leader, sync_standby or replica.</param>
    /// <param name="State">running, streaming, stopped …</param>
    /// <param name="Timeline">Its timeline, which a failover raises.</param>
    public sealed record Member(string Name, string Role, string State, int Timeline);

    /// <summary>What a server that answers says of all; empty if none does.</summary>
    public async Task<List<Member>> Members(string? besides = null)
    {
        foreach (var node in _nodes.Where(node => node.Name != besides))
            try
            {
                using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
                var told = await _http.GetFromJsonAsync<JsonNode>(
                    new Uri($"http://127.0.0.1:{node.RestPort}/cluster"), patience.Token);
                return told!["members"]!.AsArray().Select(one => new Member(
                    (string)one!["name"]!, (string)one["role"]!, (string)one["state"]!,
                    (int?)one["timeline"] ?? 0)).ToList();
            }
            catch (Exception gone) when (gone is HttpRequestException or OperationCanceledException)
            {
                // The next one may answer.
            }
        return [];
    }

    public async Task<string> Leader() => (await Members()).First(one => one.Role == "leader").Name;

    public async Task<string> Standby() => (await Members()).First(one => one.Role == "sync_standby").Name;

    /// <summary>Waits until there is one primary with two standbys that stream, one of which is synchronous.</summary>
    public Task IsWhole() => Until(members => members.Count == Names.Length
        && members.Count(one => one is { Role: "leader", State: "running" }) == 1
        && members.Count(one => one is { Role: "sync_standby", State: "running" or "streaming" }) == 1
        && members.TrueForAll(one => one.State is "running" or "streaming")
        && members.Select(one => one.Timeline).Distinct().Count() == 1);

    /// <summary>Waits until another server than this one is the primary.</summary>
    public Task LeadsAnother(string than) => Until(
        members => members.Exists(one => one.Role == "leader" && one.State == "running" && one.Name != than), than);

    /// <summary>Kills a server, and the Patroni that would start it again.</summary>
    public async Task Kill(string name) => await Signal(name, "-KILL");

    public Task Freeze(string name) => Signal(name, "-STOP");

    public Task Thaw(string name) => Signal(name, "-CONT");

    /// <summary>Starts the Patroni of a server.</summary>
    public void Run(string name)
    {
        var node = _nodes.Find(one => one.Name == name)!;
        node.Patroni = Launch($"patroni-{name}", ["patroni", node.File], asPostgres: true);
    }

    /// <summary>Makes a standby the primary in an orderly way.</summary>
    public async Task SwitchOver(string from, string to)
    {
        var node = _nodes.Find(one => one.Name == from)!;
        // Patroni takes no body of unknown length.
        using var body = new StringContent(JsonSerializer.Serialize(new { leader = from, candidate = to }));
        using var asked = await _http.PostAsync(new Uri($"http://127.0.0.1:{node.RestPort}/switchover"), body);
        if (!asked.IsSuccessStatusCode)
            throw new InvalidOperationException(await asked.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
            await Kill(node.Name);
        foreach (var one in _around)
        {
            one.Kill();
            await one.WaitForExitAsync();
        }
        _http.Dispose();
        // What the servers wrote is gone once their last processes are.
        await Task.Delay(TimeSpan.FromSeconds(1));
    }

    async Task Until(Func<List<Member>, bool> isGood, string? besides = null)
    {
        for (var started = Stopwatch.GetTimestamp(); !isGood(await Members(besides)); await Task.Delay(200))
            if (Stopwatch.GetElapsedTime(started) > TimeSpan.FromMinutes(3))
                throw new InvalidOperationException(
                    $"The cluster did not get there: {string.Join(", ", await Members(besides))}.");
    }

    async Task<Node> Write(string name, int etcd)
    {
        var (rest, port, home) = (Workshop.FreePort(), Workshop.FreePort(), _shop.PathOf(name));
        System.IO.Directory.CreateDirectory(home);
        await Workshop.Execute("chown", "postgres", home);
        var text = await File.ReadAllTextAsync(Path.Combine(Files, "patroni.yml"));
        foreach (var (from, to) in new[]
        {
            ("name: one", $"name: {name}"), ("127.0.0.1:2379", $"127.0.0.1:{etcd}"),
            ("127.0.0.1:8008", $"127.0.0.1:{rest}"), ("127.0.0.1:5432", $"127.0.0.1:{port}"),
            ("/var/lib/postgresql/kalends", Path.Combine(home, "data")),
            ("change-this-too", Password), ("change-this", Password),
            ("wal_log_hints", $"unix_socket_directories: {home}\n        wal_log_hints"),
        })
            text = text.Replace(from, to, StringComparison.Ordinal);
        var file = _shop.PathOf($"patroni-{name}.yml");
        await File.WriteAllTextAsync(file, text);
        return new Node(name, file, rest, port, Path.Combine(home, "data"));
    }

    async Task<string> WriteProxy()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Files, "haproxy.cfg"));
        text = text.Replace("127.0.0.1:5000", $"127.0.0.1:{Port}", StringComparison.Ordinal);
        for (var i = 0; i < _nodes.Count; i++)
            text = text.Replace(
                $"127.0.0.1:{5432 + i} check port {8008 + i}",
                $"127.0.0.1:{_nodes[i].Port} check port {_nodes[i].RestPort}", StringComparison.Ordinal);
        var file = _shop.PathOf("haproxy-postgres.cfg");
        await File.WriteAllTextAsync(file, text);
        return file;
    }

    Process Launch(string name, string[] command, bool asPostgres)
    {
        string[] owner = asPostgres ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : [];
        return Process.Start(new ProcessStartInfo(
            "/bin/sh", ["-c", "exec \"$@\" >> \"$0\" 2>&1", _shop.PathOf($"{name}.log"), .. owner, .. command])
        {
            WorkingDirectory = "/",
        })!;
    }

    async Task Signal(string name, string signal)
    {
        var node = _nodes.Find(one => one.Name == name)!;
        List<int> processes = [.. node.Patroni is { HasExited: false } patroni ? [patroni.Id] : (int[])[]];
        var pidFile = Path.Combine(node.Data, "postmaster.pid");
        if (File.Exists(pidFile) && int.TryParse(File.ReadLines(pidFile).First(), out var postmaster)
            && System.IO.Directory.Exists($"/proc/{postmaster}"))
            processes.AddRange([postmaster, .. ChildrenOf(postmaster)]);
        foreach (var process in processes)
            await TryKill(signal, process);
    }

    static async Task TryKill(string signal, int process)
    {
        try
        {
            await Workshop.Execute("kill", signal, $"{process}");
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    static IEnumerable<int> ChildrenOf(int parent) =>
        from folder in System.IO.Directory.EnumerateDirectories("/proc")
        let id = int.TryParse(Path.GetFileName(folder), out var number) ? number : 0
        where id > 0 && ParentOf(id) == parent
        select id;

    static int ParentOf(int process)
    {
        try
        {
            // The name before may have blanks and parentheses.
            var line = File.ReadAllText($"/proc/{process}/stat");
            return int.Parse(line[(line.LastIndexOf(')') + 2)..].Split(' ')[1]);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    sealed record Node(string Name, string File, int RestPort, int Port, string Data)
    {
        public Process? Patroni { get; set; }
    }
}
