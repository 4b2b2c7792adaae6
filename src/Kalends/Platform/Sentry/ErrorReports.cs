using System.Diagnostics;
using System.Net;
using System.Threading.Channels;

namespace Kalends.Platform.Sentry;

/// <summary>
/// Sends errors that nobody foresaw to Sentry, in the background; what it refuses or misses is dropped.
/// </summary>
/// <remarks>
/// Whoever reports pays for one place in a queue: a Sentry that is slow, dead or full costs a request nothing.
/// </remarks>
sealed partial class ErrorReports(Dsn dsn, Envelope envelope, TimeProvider clock, ILogger<ErrorReports> log)
    : BackgroundService
{
    const int WaitingMax = 100;
    static readonly TimeSpan SendMax = TimeSpan.FromSeconds(5);
    static readonly TimeSpan FlushMax = TimeSpan.FromSeconds(2);
    static readonly TimeSpan PauseDefault = TimeSpan.FromMinutes(1);
    static readonly TimeSpan PauseMax = TimeSpan.FromHours(1);

    readonly Channel<(ErrorReport Report, DateTimeOffset At)> _waiting =
        Channel.CreateBounded<(ErrorReport, DateTimeOffset)>(WaitingMax);

    readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
    })
    {
        Timeout = SendMax,
    };

    bool _fails;
    long _dropped;

    /// <summary>Reports that never arrived.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Reports an error of a request, unless it is a refusal or the caller has gone.</summary>
    public void Add(HttpContext http, Exception wrong)
    {
        var hasGone = wrong is OperationCanceledException && http.RequestAborted.IsCancellationRequested;
        if (!hasGone)
            Add(ErrorReport.Of(http, wrong));
    }

    public void Add(ErrorReport report)
    {
        if (report.Wrong is not Refused && !_waiting.Writer.TryWrite((report, clock.GetUtcNow())))
            Interlocked.Increment(ref _dropped);
    }

    /// <summary>Gives what waits two seconds to leave.</summary>
    public override async Task StopAsync(CancellationToken cancel)
    {
        _waiting.Writer.TryComplete();
        if (ExecuteTask is { } sending)
            await Task.WhenAny(sending, Task.Delay(FlushMax, clock, cancel));
        await base.StopAsync(cancel);
        Interlocked.Add(ref _dropped, _waiting.Reader.Count);
        if (Dropped > 0)
            LogDropped(Dropped);
    }

    public override void Dispose()
    {
        _http.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        await foreach (var (report, at) in _waiting.Reader.ReadAllAsync(stopping))
            if (await Send(report, at, stopping) is { } pause)
                await Task.Delay(pause, clock, stopping);
    }

    /// <summary>Sends one report, and tells how long Sentry wants to be left alone.</summary>
    async Task<TimeSpan?> Send(ErrorReport report, DateTimeOffset at, CancellationToken stopping)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, dsn.Envelopes);
            request.Headers.TryAddWithoutValidation("X-Sentry-Auth",
                $"Sentry sentry_version=7, sentry_client={envelope.Client}, sentry_key={dsn.Key}");
            request.Content = new ByteArrayContent(envelope.Write(report, at, clock.GetUtcNow()));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/x-sentry-envelope");

            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stopping);
            if (answer.IsSuccessStatusCode)
                _fails = false;
            else
                Drop($"status {(int)answer.StatusCode}");
            return answer.StatusCode == HttpStatusCode.TooManyRequests ? PauseOf(answer) : null;
        }
        catch (Exception wrong)
        {
            // Whatever it is, the next error has to be reported too. Its message may name the address.
            Drop(wrong.GetType().Name);
            return null;
        }
    }

    TimeSpan PauseOf(HttpResponseMessage answer)
    {
        var asked = answer.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - clock.GetUtcNow(),
            _ => PauseDefault,
        };
        return TimeSpan.FromTicks(Math.Clamp(asked.Ticks, 0, PauseMax.Ticks));
    }

    void Drop(string why)
    {
        Interlocked.Increment(ref _dropped);
        if (!_fails)
            LogFails(why);
        _fails = true;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sentry does not take reports ({Why}); they are dropped.")]
    partial void LogFails(string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Dropped} reports never reached Sentry.")]
    partial void LogDropped(long dropped);
}
