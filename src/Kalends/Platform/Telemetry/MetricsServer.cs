using OpenTelemetry.Metrics;

namespace Kalends.Platform.Telemetry;

/// <summary>Serves <c>/metrics</c> to Prometheus, at an address of its own and apart from all other routes.</summary>
/// <remarks>
/// Whoever can reach the address can read. The server of the product neither has the route nor shares its connections
/// with it: the measurements can be read while that server is full, overloaded or draining.
/// </remarks>
sealed partial class MetricsServer(string address, MeterProvider meters, ILogger<MetricsServer> log)
    : IHostedService, IAsyncDisposable
{
    public const string Path = "/metrics";

    const int ConnectionsMax = 32;
    static readonly TimeSpan HeadersMax = TimeSpan.FromSeconds(5);

    WebApplication? _app;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // An empty builder reads no settings, so that those of the main server's addresses do not apply.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls(address).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = ConnectionsMax;
            kestrel.Limits.RequestHeadersTimeout = HeadersMax;
        });
        builder.Services.AddRoutingCore();
        _app = builder.Build();
        _app.MapPrometheusScrapingEndpoint(Path, meters, configureBranchedPipeline: null, optionsName: null)
            .DisableHttpMetrics();
        await _app.StartAsync(cancellationToken);
        var bound = _app.Urls.First();
        LogServes(bound, Path);
    }

    public Task StopAsync(CancellationToken cancellationToken) =>
        _app?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => _app?.DisposeAsync() ?? ValueTask.CompletedTask;

    [LoggerMessage(Level = LogLevel.Information, Message = "Metrics are served at {Address}{Path}.")]
    partial void LogServes(string address, string path);
}
