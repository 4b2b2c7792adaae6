using System.Net;
using Kalends.Platform.Http;

namespace Kalends.Scheduling.ExternalCalendars;

/// <summary>What the source of a calendar called the copy that it sent (RFC 9110, 8.8).</summary>
sealed record CopyTags(string? ETag, string? LastModified)
{
    public static readonly CopyTags None = new(null, null);
}

/// <summary>A fetched calendar.</summary>
/// <param name="Text">The calendar; null if it is what the known tags name.</param>
/// <param name="Tags">The tags of this copy.</param>
sealed record Fetched(byte[]? Text, CopyTags Tags);

/// <summary>
/// Fetches calendars from servers that nobody trusts, within limits of time, size, redirects and addresses.
/// </summary>
/// <remarks>No connection outlives a fetch.</remarks>
static class CalendarSource
{
    const int RedirectsMax = 3;
    const int TagMax = 500;

    /// <summary>Fetches a calendar, or throws <see cref="FetchFailed"/>.</summary>
    public static async Task<Fetched> Fetch(
        Uri address, CopyTags known, ExternalCalendarSettings settings, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(settings.Timeout);
        try
        {
            using var client = new HttpClient(Handler(settings)) { Timeout = Timeout.InfiniteTimeSpan };
            for (var redirects = 0; ; redirects++)
            {
                using var request = Request(address, known);
                using var answer = await client.SendAsync(
                    request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
                if (answer.Headers.Location is not { } place || (int)answer.StatusCode is not (>= 301 and <= 308))
                    return await Read(answer, known, settings.BytesMax, limit.Token);
                if (redirects == RedirectsMax)
                    throw new FetchFailed(FetchProblem.Redirected);
                address = Redirected(address, place);
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new FetchFailed(FetchProblem.TimedOut);
        }
        catch (Exception wrong) when (wrong is not (FetchFailed or OperationCanceledException or OutOfMemoryException))
        {
            // A broken connection, headers and encodings that are none: one source must not end the round of all.
            throw new FetchFailed(
                wrong.InnerException is AddressForbidden ? FetchProblem.ForbiddenAddress : FetchProblem.Unreachable);
        }
    }

    static SocketsHttpHandler Handler(ExternalCalendarSettings settings)
    {
        var handler = Outbound.Handler(
            (_, address) => settings.AllowPrivateAddresses || PublicAddress.Is(address));
        handler.AutomaticDecompression = DecompressionMethods.All;
        return handler;
    }

    static HttpRequestMessage Request(Uri address, CopyTags known)
    {
        var request = Outbound.Request(HttpMethod.Get, address);
        request.Headers.Accept.ParseAdd("text/calendar, */*;q=0.1");
        if (known.ETag is { } tag)
            request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        if (known.LastModified is { } date)
            request.Headers.TryAddWithoutValidation("If-Modified-Since", date);
        return request;
    }

    /// <summary>The next address: of the same host, and not without the encryption that the last one had.</summary>
    static Uri Redirected(Uri from, Uri place)
    {
        var next = new Uri(from, place);
        var isAllowed = next.IdnHost == from.IdnHost && next.UserInfo.Length == 0
            && (next.Scheme == Uri.UriSchemeHttps || next.Scheme == from.Scheme);
        return isAllowed ? next : throw new FetchFailed(FetchProblem.Redirected);
    }

    static async Task<Fetched> Read(HttpResponseMessage answer, CopyTags known, int max, CancellationToken cancel)
    {
        if (answer.StatusCode == HttpStatusCode.NotModified && known != CopyTags.None)
            return new Fetched(null, known);
        if (answer.StatusCode != HttpStatusCode.OK)
            throw new FetchFailed(FetchProblem.BadStatus, (int)answer.StatusCode);

        using var copy = new MemoryStream();
        await using var body = await answer.Content.ReadAsStreamAsync(cancel);
        var piece = new byte[16 << 10];
        while (await body.ReadAsync(piece, cancel) is var count and > 0)
        {
            if (copy.Length + count > max)
                throw new FetchFailed(FetchProblem.TooLarge);
            copy.Write(piece, 0, count);
        }
        return new Fetched(copy.ToArray(), TagsOf(answer));
    }

    static CopyTags TagsOf(HttpResponseMessage answer) => new(
        answer.Headers.ETag?.ToString() is { Length: <= TagMax } tag ? tag : null,
        answer.Content.Headers.LastModified?.ToString("R"));
}
