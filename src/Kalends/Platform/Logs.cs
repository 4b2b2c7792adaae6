using System.ComponentModel.DataAnnotations;

namespace Kalends.Platform;

/// <summary>The settings of the log.</summary>
sealed record LogSettings : ISettings
{
    public static string Section => "Kalends:Log";

    /// <summary>The lowest level that is written: trace, debug, information, warning, error or critical.</summary>
    public LogLevel Level { get; init; } = LogLevel.Information;

    /// <summary>One JSON object per line, or text for human readers: json or text.</summary>
    [RegularExpression("json|text", ErrorMessage = "Format must be json or text.")]
    public string Format { get; init; } = "json";
}

/// <summary>Sends the log to standard output in the configured format.</summary>
static class Logs
{
    static readonly string[] Levels = Enum.GetNames<LogLevel>();

    const string Host = "Microsoft.Extensions.Hosting.Internal.Host";

    /// <summary>Refuses an unknown level in .NET's own settings, for which .NET would end with a stack trace.</summary>
    public static void RequireLevels(IConfiguration configuration)
    {
        foreach (var (key, value) in configuration.GetSection("Logging").AsEnumerable())
            if (key.Contains(":LogLevel:", StringComparison.OrdinalIgnoreCase) && !string.IsNullOrEmpty(value)
                && !Enum.TryParse<LogLevel>(value, ignoreCase: true, out _))
                throw new StartRefused($"The setting {key} must be one of " +
                    $"{string.Join(", ", Levels).ToLowerInvariant()}, and not {value}.");
    }

    public static ILoggingBuilder AddLogs(this ILoggingBuilder logging, LogSettings settings, StartGate gate)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(settings.Level);
        // The framework's own lines about each request would duplicate ours.
        logging.AddFilter("Microsoft", LogLevel.Warning);
        // Errors during authentication are answered and logged like all others.
        logging.AddFilter("Microsoft.AspNetCore.Authentication", LogLevel.None);
        // A refused start prints only its reason; a terminal gets its own message about the start.
        var least = Console.IsOutputRedirected ? LogLevel.Information : LogLevel.Warning;
        logging.AddFilter("Microsoft.Hosting.Lifetime", level => gate.IsOpen && level >= least);
        logging.AddFilter(Host, level => gate.IsOpen && level >= LogLevel.Warning);
        if (settings.Format == "text")
            return logging.AddSimpleConsole(text => text.SingleLine = true);

        logging.Services.AddSingleton<ILoggerProvider, LogLines>();
        return logging;
    }
}
