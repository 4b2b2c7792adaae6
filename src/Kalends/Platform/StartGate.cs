namespace Kalends.Platform;

/// <summary>Opens once the server listens and has done what comes before its first request.</summary>
/// <remarks>
/// A preparation can tell a secret once, such as the first password, so nothing is prepared before every address is
/// bound. Until it opens the program itself says in one sentence what is wrong; the host would add a stack trace.
/// </remarks>
sealed class StartGate : IHostedLifecycleService
{
    volatile bool _listens;
    volatile bool _isOpen;

    /// <summary>What comes before the first request.</summary>
    public Func<Task> Preparation { get; set; } = () => Task.CompletedTask;

    /// <summary>Whether every address is bound.</summary>
    public bool Listens => _listens;

    /// <summary>Whether requests are served.</summary>
    public bool IsOpen => _isOpen;

    /// <summary>Comes after all services have started, the web server among them.</summary>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        _listens = true;
        await Preparation();
        _isOpen = true;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
