namespace Kalends.Platform;

/// <summary>Opens once the server listens and the preparations for its first request are done.</summary>
/// <remarks>
/// The preparation may print a secret once, such as the first password, so it runs only after every address is bound.
/// Until the gate opens, the program reports failures itself in one sentence, where the host would add a stack trace.
/// </remarks>
sealed class StartGate : IHostedLifecycleService
{
    volatile bool _listens;
    volatile bool _isOpen;

    /// <summary>The work before the first request.</summary>
    public Func<Task> Preparation { get; set; } = () => Task.CompletedTask;

    /// <summary>Whether every address is bound.</summary>
    public bool Listens => _listens;

    /// <summary>Whether requests are served.</summary>
    public bool IsOpen => _isOpen;

    /// <summary>Runs after all services have started, including the web server.</summary>
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
