using Microsoft.AspNetCore.Http.Timeouts;

namespace Kalends.Platform.Http;

/// <summary>A streaming answer: server-sent events that are already framed.</summary>
/// <param name="Frames">Yields the frames as they occur, until it is cancelled.</param>
sealed record EventStream(Func<CancellationToken, IAsyncEnumerable<ReadOnlyMemory<byte>>> Frames);

/// <summary>Writes streaming answers, as many at the same time as the settings allow.</summary>
/// <remarks>
/// The next frame is requested once the previous one is written, so nothing is buffered for a slow reader. A stream
/// ends when its caller's token expires or is revoked, when the server stops, and when its reader leaves.
/// </remarks>
sealed partial class Streams(
    HttpSettings settings, OpenStreams open, TimeProvider clock, IBearers bearers, Drain drain, ILogger<Streams> log)
{
    public const string MediaType = "text/event-stream";

    static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(50);
    static readonly ReadOnlyMemory<byte> Heartbeat = ":\n\n"u8.ToArray();

    /// <summary>Writes until there are no more frames, the reader leaves, or the caller's token ends.</summary>
    /// <param name="http">The request to answer.</param>
    /// <param name="frames">Yields the frames as they occur, until it is cancelled.</param>
    /// <param name="opened">
    /// Completes when the stream knows its starting position: a reader who sees the answer begin misses nothing from
    /// then on.
    /// </param>
    public async Task Write(
        HttpContext http, Func<CancellationToken, IAsyncEnumerable<ReadOnlyMemory<byte>>> frames, Task opened)
    {
        var caller = Callers.Of(http);
        using var place = open.Enter(Callers.NameOf(http));
        http.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
        http.Response.ContentType = MediaType;
        // Proxies that buffer whole answers would hold back the events.
        http.Response.Headers["X-Accel-Buffering"] = "no";
        if (HttpMethods.IsHead(http.Request.Method))
            return;

        using var watch = bearers.Watch(caller);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(
            http.RequestAborted, drain.Over, watch.Ended);
        try
        {
            await Pump(http, frames(ends.Token), opened, caller.Until, ends);
        }
        catch (OperationCanceledException)
        {
            // The reader left, or the server is stopping.
        }
        catch (Exception wrong)
        {
            // The frames already sent remain valid; the reader reconnects with the id of the last event.
            LogBroken(wrong, Problems.TraceIdOf(http));
        }
    }

    async Task Pump(
        HttpContext http, IAsyncEnumerable<ReadOnlyMemory<byte>> frames, Task opened, Instant? until,
        CancellationTokenSource ends)
    {
        await using var coming = frames.GetAsyncEnumerator(ends.Token);
        var next = coming.MoveNextAsync().AsTask();
        try
        {
            await Task.WhenAny(next, opened);
            await Send(http, Heartbeat, ends.Token);
            while (!IsOver(until))
            {
                if (!await IsDone(next, Patience(until), ends.Token))
                {
                    await Send(http, Heartbeat, ends.Token);
                    continue;
                }
                if (!await next)
                    return;
                await Send(http, coming.Current, ends.Token);
                next = coming.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            // An enumerator must not be disposed of while a step is running.
            await ends.CancelAsync();
            await next.ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    static async Task<bool> IsDone(Task next, TimeSpan patience, CancellationToken cancel)
    {
        try
        {
            await next.WaitAsync(patience, cancel);
        }
        catch (TimeoutException) when (!next.IsCompleted)
        {
            return false;
        }
        return true;
    }

    bool IsOver(Instant? until) => until is { } end && Instants.From(clock.GetUtcNow()) >= end;

    TimeSpan Patience(Instant? until)
    {
        var heartbeat = TimeSpan.FromSeconds(settings.StreamHeartbeatSeconds);
        if (until is not { } end)
            return heartbeat;
        var left = end.Since(Instants.From(clock.GetUtcNow()));
        return left < ShortestWait ? ShortestWait : left < heartbeat ? left : heartbeat;
    }

    static async Task Send(HttpContext http, ReadOnlyMemory<byte> frame, CancellationToken cancel)
    {
        await http.Response.Body.WriteAsync(frame, cancel);
        await http.Response.Body.FlushAsync(cancel);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A stream broke; trace {TraceId}.")]
    partial void LogBroken(Exception wrong, string traceId);
}
