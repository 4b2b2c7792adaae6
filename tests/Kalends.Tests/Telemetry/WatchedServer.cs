using System.Text.RegularExpressions;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Telemetry;

/// <summary>
/// The program with demo data in a process of its own, since measurements are counted for a whole process; what it
/// exports is kept.
/// </summary>
public abstract partial class WatchedServer : IAsyncLifetime
{
    readonly string _folder = System.IO.Directory.CreateTempSubdirectory("kalends-watched-").FullName;

    internal ChildServer Server { get; private set; } = null!;

    internal OtlpListener Collector { get; private set; } = null!;

    /// <summary>Where the measurements are served.</summary>
    public Uri Metrics { get; private set; } = null!;

    /// <summary>An admin of the demo, signed in.</summary>
    public Visitor Admin { get; private set; } = null!;

    /// <summary>The path or connection string of the server's database.</summary>
    public string Database { get; private set; } = "";

    /// <summary>Why the engine is not there, or null.</summary>
    public string? Missing { get; private protected set; }

    private protected abstract Task<string> MakeDatabase(string folder);

    public async ValueTask InitializeAsync()
    {
        Database = await MakeDatabase(_folder);
        if (Missing is not null)
            return;
        Collector = await OtlpListener.Start();
        (Server, Metrics) = await Start(
            [
                ("OTEL_EXPORTER_OTLP_ENDPOINT", Collector.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
                ("OTEL_BSP_SCHEDULE_DELAY", "100"), ("OTEL_METRIC_EXPORT_INTERVAL", "300"),
            ],
            $"--Kalends:Database={Database}", "--Kalends:Telemetry:TracedShare=1");
        Admin = await Server.SignIn("test_user", "password");
    }

    /// <summary>Starts a server with demo data whose measurements are served, and counted every second.</summary>
    internal static async Task<(ChildServer Server, Uri Metrics)> Start(
        (string, string)[] environment, params string[] words)
    {
        var server = await ChildServer.Start(
            environment,
            [
                "--demo", "--Kalends:Telemetry:MetricsAddress=http://127.0.0.1:0",
                "--Kalends:Telemetry:SampleSeconds=1", "--Kalends:Scheduling:SweepSeconds=1", .. words,
            ]);
        var said = await server.Line(line => Served().IsMatch(line));
        return (server, new Uri(Served().Match(said).Value));
    }

    public void RequireEngine() => Machine.Require(Missing);

    public async ValueTask DisposeAsync()
    {
        if (Missing is null)
        {
            await Server.DisposeAsync();
            await Collector.DisposeAsync();
        }
        System.IO.Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [GeneratedRegex("http://127.0.0.1:[0-9]+/metrics")]
    private static partial Regex Served();
}

public sealed class WatchedSqlite : WatchedServer
{
    private protected override Task<string> MakeDatabase(string folder) => Task.FromResult($"{folder}/watched.db");
}

public sealed class WatchedPostgres : WatchedServer
{
    private protected override async Task<string> MakeDatabase(string folder)
    {
        var cluster = await PostgresCluster.Get();
        Missing = cluster.Missing;
        return Missing is null ? await cluster.MakeDatabase() : "";
    }
}
