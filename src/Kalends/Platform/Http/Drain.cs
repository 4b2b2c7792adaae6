using System.Runtime.InteropServices;

namespace Kalends.Platform.Http;

/// <summary>
/// The way out: not ready first, while everything is still served, so that callers go elsewhere in time.
/// </summary>
/// <remarks>
/// A load balancer learns by asking, so a server that stops at once refuses what is on its way to it. Connections that
/// are kept open would be used again: while it drains, every answer closes its own.
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
        // Whoever stops it at a terminal waits for it.
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => Hurry());
    }

    /// <summary>How long it serves on.</summary>
    public TimeSpan Length { get; }

    /// <summary>Whether it takes the time to lose nobody.</summary>
    public bool IsPatient => Length > TimeSpan.Zero && !_hurry.IsCancellationRequested;

    /// <summary>Whether the server is about to stop.</summary>
    public bool HasBegun => _begun.IsCancellationRequested;

    /// <summary>Cancelled when the server stops serving; answers that go on end then.</summary>
    public CancellationToken Over => _over.Token;

    /// <summary>Stops without waiting any longer.</summary>
    public void Hurry() => _hurry.Cancel();

    /// <summary>Comes before anything is stopped.</summary>
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
            // Nobody wants to wait.
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

/// <summary>Puts the drain in its places.</summary>
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

    /// <summary>Ends the connection of each answer once the drain has begun; HTTP/2 does so by itself.</summary>
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
