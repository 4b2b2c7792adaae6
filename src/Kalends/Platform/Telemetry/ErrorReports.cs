using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Kalends.Platform.Calls;
using Sentry;
using Sentry.Extensibility;

namespace Kalends.Platform.Telemetry;

/// <summary>
/// Sends unexpected errors to Sentry in the background, with the place where they happened and no data of the request.
/// </summary>
/// <remarks>
/// The class has a client of its own and does not start Sentry's static SDK, so that nothing else in the process is
/// monitored.
/// </remarks>
sealed partial class ErrorReports : IDisposable
{
    readonly SentryClient _sentry;

    public ErrorReports(SentryOptions options, ILogger<ErrorReports> log)
    {
        options.MaxQueueItems = 100;
        options.ConfigureClient = http => http.Timeout = TimeSpan.FromSeconds(5);
        options.ShutdownTimeout = TimeSpan.FromSeconds(2);
        options.MaxBreadcrumbs = 0;
        options.ReportAssembliesMode = ReportAssembliesMode.None;
        options.AddExceptionFilterForType<Refused>();
        options.SetBeforeSend((report, _) => WithoutValues(report));
        (options.Debug, options.DiagnosticLogger) = (true, new Diagnostics(log));
        _sentry = new SentryClient(options);
    }

    /// <summary>Registers error reports if the operator has named a Sentry project.</summary>
    public static void Add(WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        if (configuration["SENTRY_DSN"]?.Trim() is not { Length: > 0 } dsn)
            return;
        if (!Dsn().IsMatch(dsn) || !Uri.TryCreate(dsn, UriKind.Absolute, out _))
            throw new StartRefused("SENTRY_DSN is not of the form https://key@host/project.");

        builder.Services.AddSingleton(new SentryOptions
        {
            Dsn = dsn.TrimEnd('/'),
            // By default, the client uses the name and version of the program.
            Release = configuration["SENTRY_RELEASE"],
            Environment = configuration["SENTRY_ENVIRONMENT"]
                ?? builder.Environment.EnvironmentName.ToLowerInvariant(),
        });
        builder.Services.AddSingleton<ErrorReports>();
    }

    /// <summary>Reports an error, unless it is a refusal.</summary>
    /// <param name="wrong">The error.</param>
    /// <param name="place">The place of the error: a route, or one of the program's own tasks.</param>
    /// <param name="userId">The user whose request it was.</param>
    /// <param name="traceId">The trace id of the request in its answer and in the log.</param>
    public void Add(Exception wrong, string place, string? userId = null, string? traceId = null)
    {
        // If the user's id is null, Sentry's client derives one from the machine's.
        var report = new SentryEvent(wrong)
        {
            TransactionName = place,
            User = new SentryUser { Id = userId ?? Caller.Nobody.UserId },
        };
        if (traceId is not null)
            report.SetTag("trace_id", traceId);
        if (Activity.Current is { } activity)
        {
            report.Contexts.Trace.TraceId = SentryId.Parse(activity.TraceId.ToHexString());
            report.Contexts.Trace.SpanId = SpanId.Parse(activity.SpanId.ToHexString());
        }
        _sentry.CaptureEvent(report);
    }

    /// <summary>Gives waiting reports a moment to be sent.</summary>
    public void Dispose() => _sentry.Dispose();

    /// <summary>Removes fields that may contain values of a request, or the names of folders.</summary>
    static SentryEvent WithoutValues(SentryEvent report)
    {
        var told = new Dictionary<(string?, string?), string>();
        foreach (var cause in Causes(report.Exception))
            told[(cause.GetType().FullName, cause.Message)] = SafeText.Of(cause);
        foreach (var wrong in report.SentryExceptions ?? [])
        {
            wrong.Value = told.GetValueOrDefault((wrong.Type, wrong.Value));
            wrong.Mechanism?.Data.Clear();
            foreach (var frame in wrong.Stacktrace?.Frames ?? [])
                (frame.AbsolutePath, frame.FileName) = (null, Path.GetFileName(frame.FileName));
        }
        report.DebugImages = null;
        return report;
    }

    static IEnumerable<Exception> Causes(Exception? wrong) => wrong switch
    {
        null => [],
        AggregateException many => many.InnerExceptions.SelectMany(Causes).Prepend(many),
        _ => Causes(wrong.InnerException).Prepend(wrong),
    };

    [GeneratedRegex(@"^https?://[\w-]+(:[\w-]*)?@[^\s/?#@]+/([^\s?#]*/)?[\w-]+/?$", RegexOptions.IgnoreCase)]
    private static partial Regex Dsn();

    /// <summary>Logs the reports that Sentry does not accept, in Sentry's own words.</summary>
    sealed partial class Diagnostics(ILogger log) : IDiagnosticLogger
    {
        public bool IsEnabled(SentryLevel level) => level >= SentryLevel.Warning;

        public void Log(SentryLevel logLevel, string message, Exception? exception = null, params object?[] args)
        {
            if (!IsEnabled(logLevel))
                return;
            var why = args.Length == 0 ? message : string.Format(CultureInfo.InvariantCulture, message, args);
            LogTrouble(log, why, exception?.GetType().Name);
        }

        // Only the type of the exception is logged: its message may contain the address.
        [LoggerMessage(Level = LogLevel.Warning, Message = "Sentry does not take a report: {Why} {Error}")]
        static partial void LogTrouble(ILogger log, string why, string? error);
    }
}
