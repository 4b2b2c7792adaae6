using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Kalends.Bench.Kit;

/// <summary>A server in a process of its own, with its log at the default level going nowhere.</summary>
sealed class Server : IAsyncDisposable
{
    static readonly TimeSpan StartMax = TimeSpan.FromMinutes(2);
    static readonly TimeSpan StopMax = TimeSpan.FromSeconds(45);

    readonly Process _process;
    bool _stopped;

    Server(Process process, string url)
    {
        _process = process;
        Url = url;
    }

    public string Url { get; }

    /// <summary>From the start of the process to its first good answer.</summary>
    public TimeSpan StartedIn { get; private set; }

    /// <summary>The product on a database, without rate limits: the one load generator is one caller.</summary>
    public static Task<Server> Start(
        Workshop shop, string database, int? port = null, int drainSeconds = 0,
        params (string Name, string Value)[] more) => Start(
        shop, Built("Kalends"), "/readyz", port, url => [],
        [
            ("Kalends__Database", database),
            ("Kalends__Http__RatePerSecond", "0"),
            ("Kalends__Http__DrainSeconds", $"{drainSeconds}"),
            ("Kalends__Accounts__TokenKey", Token.Key),
            ("Kalends__Accounts__AccessMinutes", $"{Token.Minutes}"),
            .. more,
        ]);

    /// <summary>The product with its demo, and with its measurements at an address.</summary>
    public static Task<Server> StartDemo(
        Workshop shop, string metrics, params (string Name, string Value)[] settings) => Start(
        shop, Built("Kalends"), "/readyz", null, url => ["--demo"],
        [
            ("Kalends__Database", shop.PathOf($"{Guid.NewGuid()}.db")),
            ("Kalends__Http__RatePerSecond", "0"),
            ("Kalends__Http__HeavyPerCaller", "0"),
            ("Kalends__Http__StreamsPerCaller", "1000"),
            ("Kalends__Http__DrainSeconds", "0"),
            ("Kalends__Telemetry__MetricsAddress", metrics),
            .. settings,
        ]);

    /// <summary>A bare Kestrel that answers every request with the same bytes.</summary>
    public static async Task<Server> StartBare(Workshop shop, byte[] body)
    {
        var file = shop.PathOf($"{Guid.NewGuid()}.body");
        await File.WriteAllBytesAsync(file, body);
        return await Start(shop, Built("Kalends.Bench"), "/", null, url => [Bare.Word, url, file]);
    }

    /// <summary>The GraphQL endpoint alone, on a number of rows in memory.</summary>
    public static Task<Server> StartGraphQL(Workshop shop, int rows) => Start(
        shop, Built("Kalends.Bench"), GraphQLServer.Ready, null, url => [GraphQLServer.Word, url, $"{rows}"]);

    /// <summary>Another GraphQL server, for Node: a script that is told where to listen, and the rest.</summary>
    public static Task<Server> StartNode(
        Workshop shop, string script, string name, int workers, params string[] more) =>
        Start(
            shop, "node", GraphQLServer.Ready, null, url => [script, name, $"{workers}", url, .. more],
            ("NODE_ENV", "production"));

    /// <summary>The processor time that the process has used so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The most memory that the process ever held, in MB.</summary>
    public double PeakMegabytes() => Megabytes("VmHWM");

    /// <summary>The memory that the process holds now, in MB.</summary>
    public double HeldMegabytes() => Megabytes("VmRSS");

    double Megabytes(string which)
    {
        var amount = File.ReadLines($"/proc/{_process.Id}/status")
            .First(line => line.StartsWith(which, StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        return long.Parse(amount, CultureInfo.InvariantCulture) / 1024.0;
    }

    public async ValueTask DisposeAsync()
    {
        if (_stopped)
            return;
        _stopped = true;
        if (!_process.HasExited)
        {
            await Workshop.Execute("kill", "-TERM", $"{_process.Id}");
            using var patience = new CancellationTokenSource(StopMax);
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill();
            }
        }
        _process.Dispose();
    }

    static async Task<Server> Start(
        Workshop shop, string program, string ready, int? port, Func<string, string[]> args,
        params (string, string)[] settings)
    {
        var url = $"http://127.0.0.1:{port ?? Workshop.FreePort()}";
        // The shell gives way to the program, so that the process is the program's.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" > /dev/null", "sh", program, .. args(url)])
        {
            WorkingDirectory = shop.Folder,
        };
        start.Environment["ASPNETCORE_URLS"] = url;
        foreach (var (name, value) in settings)
            start.Environment[name] = value;

        var started = Stopwatch.GetTimestamp();
        var server = shop.Keep(new Server(Process.Start(start)!, url));
        await server.Answers(ready, started);
        return server;
    }

    static string Built(string project) => Path.Combine(Workshop.Root, "artifacts", "bin", project, "release", project);

    async Task Answers(string path, long started)
    {
        using var http = new HttpClient();
        while (Stopwatch.GetElapsedTime(started) < StartMax && !_process.HasExited)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(Url + path));
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    StartedIn = Stopwatch.GetElapsedTime(started);
                    return;
                }
            }
            catch (Exception wrong) when (wrong is HttpRequestException or SocketException)
            {
                // It does not listen yet; a connection that ends at once leaves a bare exception.
            }
            await Task.Delay(2);
        }
        throw new InvalidOperationException("The server did not start.");
    }
}
