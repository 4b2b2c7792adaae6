using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Kalends.Platform.Http;
using Kalends.Webhooks.Deliveries;
using Kalends.Webhooks.Subscriptions;

namespace Kalends.Webhooks.Sending;

/// <summary>What came of an attempt.</summary>
sealed record Outcome(Instant AttemptedAt, long DurationMs, AttemptProblem? Problem, int? HttpStatus, string? Answer)
{
    /// <summary>For how long the receiver asks to be sent nothing; null if it does not.</summary>
    public TimeSpan? Wait { get; init; }
}

/// <summary>Sends messages to receivers that nobody trusts, within limits of time, size and addresses.</summary>
sealed class Receivers : IDisposable
{
    /// <summary>The bytes of an answer that are kept.</summary>
    public const int AnswerMax = 1024;

    readonly HttpClient _http;
    readonly TimeSpan _timeout;

    public Receivers(Settings settings)
    {
        var webhooks = settings.Of<WebhooksSettings>();
        _timeout = webhooks.Timeout;
        var handler = Outbound.Handler(new ReceiverAddress(webhooks).Allows);
        handler.MaxResponseDrainSize = AnswerMax;
        // A name may get other addresses, which are checked when a connection is made.
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(1);
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Sends a message and says what came of it; only a cancellation throws.</summary>
    public async Task<Outcome> Send(
        string url, string messageId, Instant now, IReadOnlyList<byte[]> keys, byte[] body, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        Outcome Ended(AttemptProblem? problem, int? status = null, string? answer = null) =>
            new(now, (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds, problem, status, answer);

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(_timeout);
        try
        {
            using var request = Outbound.Request(HttpMethod.Post, new Uri(url));
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            var seconds = now.ToUnixTimeSeconds();
            request.Headers.Add("webhook-id", messageId);
            request.Headers.Add("webhook-timestamp", FormattableString.Invariant($"{seconds}"));
            request.Headers.Add("webhook-signature", Signature.Of(keys, messageId, seconds, body));
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            var text = await Beginning(answer, limit.Token);
            return Ended(ProblemOf(answer.StatusCode), (int)answer.StatusCode, text) with
            {
                Wait = Retries.Wait(answer.StatusCode, answer.Headers.RetryAfter, now),
            };
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return Ended(AttemptProblem.TimedOut);
        }
        catch (Exception wrong) when (wrong is not (OperationCanceledException or OutOfMemoryException))
        {
            // A broken connection, an invalid answer: one receiver must not end the deliveries of others.
            return Ended(wrong.InnerException is AddressForbidden
                ? AttemptProblem.ForbiddenAddress : AttemptProblem.Unreachable);
        }
    }

    public void Dispose() => _http.Dispose();

    static AttemptProblem? ProblemOf(HttpStatusCode status) => (int)status switch
    {
        >= 200 and < 300 => null,
        >= 300 and < 400 => AttemptProblem.Redirected,
        410 => AttemptProblem.Gone,
        _ => AttemptProblem.BadStatus,
    };

    static async Task<string?> Beginning(HttpResponseMessage answer, CancellationToken cancel)
    {
        var bytes = new byte[AnswerMax];
        await using var body = await answer.Content.ReadAsStreamAsync(cancel);
        var length = await body.ReadAtLeastAsync(bytes, AnswerMax, throwOnEndOfStream: false, cancel);
        if (length == 0)
            return null;
        // The answer may be cut inside a character, and may have characters that no database stores.
        var text = Encoding.UTF8.GetString(bytes, 0, length).TrimEnd('\uFFFD');
        return string.Concat(text.Select(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t') ? '\uFFFD' : c));
    }
}
