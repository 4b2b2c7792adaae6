using System.Runtime.InteropServices;

namespace Kalends.Platform.Http;

/// <summary>
/// A graceful stop: the server first reports itself as not ready but still serves, so that callers can go elsewhere.
/// </summary>
/// <remarks>
/// A load balancer learns of the stop from its probes, so a server that stops at once refuses requests already under
/// way. Kept-alive connections would be used again, so every answer closes its connection during the drain.
/// </remarks>
sealed partial class Drain : IHostedLifecycleService, IDisposable
{
    readonly TimeProvider _clock;
    readonly ILogger _log;
    readonly CancellationTokenSource _begun;
    readonly CancellationTokenSource _hurry = new();
    readonly CancellationTokenSource _over = new();
    readonly PosixSignalRegistration _interrupt;

    public Drain(TimeSpan length, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<Drain> log)
    {
        (Length, _clock, _log) = (length, clock, log);
        _begun = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);
        // An operator who stops the server at a terminal waits for it.
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => Hurry());
    }

    /// <summary>The time for which the server continues to serve.</summary>
    public TimeSpan Length { get; }

    /// <summary>Whether the server takes its time to stop, so that no request is lost.</summary>
    public bool IsPatient => Length > TimeSpan.Zero && !_hurry.IsCancellationRequested;

    /// <summary>Whether the server is about to stop.</summary>
    public bool HasBegun => _begun.IsCancellationRequested;

    /// <summary>Cancelled when the server stops serving; streams end then.</summary>
    public CancellationToken Over => _over.Token;

    /// <summary>Stops without further waiting.</summary>
    public void Hurry() => _hurry.Cancel();

    /// <summary>Runs before anything is stopped.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _begun.CancelAsync();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_hurry.Token, cancellationToken);
        if (Length > TimeSpan.Zero)
            LogDrains(Length.TotalSeconds);
        try
        {
            await Task.Delay(Length, _clock, patience.Token);
        }
        catch (OperationCanceledException)
        {
            // The wait was cut short.
        }
        await _over.CancelAsync();
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _interrupt.Dispose();
        _begun.Dispose();
        _hurry.Dispose();
        _over.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Not ready any more; serving for {Seconds} s.")]
    partial void LogDrains(double seconds);
}

/// <summary>Adds the drain to the services and the pipeline.</summary>
static class Draining
{
    static readonly TimeSpan Usual = TimeSpan.FromSeconds(5);

    public static void AddDrain(this WebApplicationBuilder builder, HttpSettings settings)
    {
        var length = settings.DrainSeconds is { } seconds ? TimeSpan.FromSeconds(seconds)
            : builder.Environment.IsDevelopment() ? TimeSpan.Zero : Usual;
        builder.Services.AddSingleton(services => ActivatorUtilities.CreateInstance<Drain>(services, length));
        builder.Services.AddHostedService(services => services.GetRequiredService<Drain>());
        builder.Services.AddSingleton<DrainedListeners>();
        builder.Services.Configure<HostOptions>(host =>
            host.ShutdownTimeout = length + TimeSpan.FromSeconds(settings.RequestSeconds));
    }

    /// <summary>Closes the connection of each answer once the drain has begun; HTTP/2 does this itself.</summary>
    public static IApplicationBuilder UseDrain(this IApplicationBuilder app)
    {
        var drain = app.ApplicationServices.GetRequiredService<Drain>();
        return app.Use((http, next) =>
        {
            if (drain.HasBegun && HttpProtocol.IsHttp11(http.Request.Protocol))
                http.Response.OnStarting(() =>
                {
                    http.Response.Headers.Connection = "close";
                    return Task.CompletedTask;
                });
            return next(http);
        });
    }
}
