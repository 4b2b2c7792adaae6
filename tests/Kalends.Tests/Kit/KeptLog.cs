using Microsoft.Extensions.Logging;

namespace Kalends.Tests.Kit;

/// <summary>A log that tests read.</summary>
public sealed class KeptLog : ILogger
{
    readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
                return [.. _lines];
        }
    }

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        lock (_lines)
            _lines.Add($"{logLevel} {formatter(state, exception)}");
    }
}
