using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Kalends.Tests.Kit;

/// <summary>One server-sent event.</summary>
public sealed record Sent(string? Id, string? Kind, string Data)
{
    public JsonNode Json => JsonNode.Parse(Data)!;
}

/// <summary>Somebody who listens to a stream of server-sent events.</summary>
public sealed class Listener : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    static readonly HttpClient Http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 256 })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    readonly HttpResponseMessage _answer;
    readonly StreamReader _reader;

    Listener(HttpResponseMessage answer, StreamReader reader)
    {
        _answer = answer;
        _reader = reader;
    }

    public int Status => (int)_answer.StatusCode;

    public string? MediaType => _answer.Content.Headers.ContentType?.MediaType;

    public static Task<Listener> Open(Uri address, string? token, string? lastEventId = null) =>
        Open(new HttpRequestMessage(HttpMethod.Get, address), token, lastEventId);

    public static async Task<Listener> Open(HttpRequestMessage request, string? token, string? lastEventId = null)
    {
        using (request)
        {
            if (request.Headers.Accept.Count == 0)
                request.Headers.Accept.ParseAdd("text/event-stream");
            request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
            if (lastEventId is not null)
                request.Headers.Add("Last-Event-ID", lastEventId);
            using var patience = new CancellationTokenSource(Patience);
            var answer = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            return new Listener(answer, new StreamReader(await answer.Content.ReadAsStreamAsync(patience.Token)));
        }
    }

    /// <summary>The next event; null at the end of the stream.</summary>
    public async Task<Sent?> Next()
    {
        using var patience = new CancellationTokenSource(Patience);
        var (id, kind, data) = ((string?)null, (string?)null, (string?)null);
        while (await _reader.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.Length == 0 && data is not null)
                return new Sent(id, kind, data);
            var (name, value) = (line.Split(':')[0], line.Contains(':') ? line[(line.IndexOf(':') + 1)..].Trim() : "");
            (id, kind, data) = name switch
            {
                "id" => (value, kind, data),
                "event" => (id, value, data),
                "data" => (id, kind, data is null ? value : data + "\n" + value),
                _ => (id, kind, data),
            };
        }
        return null;
    }

    public async Task<List<Sent>> Next(int count)
    {
        var sent = new List<Sent>();
        while (sent.Count < count)
            sent.Add(await Next() ?? throw new InvalidOperationException("The stream ended."));
        return sent;
    }

    /// <summary>The next line, a comment too; null at the end of the stream.</summary>
    public async Task<string?> Line()
    {
        using var patience = new CancellationTokenSource(Patience);
        return await _reader.ReadLineAsync(patience.Token);
    }

    public ValueTask DisposeAsync()
    {
        _reader.Dispose();
        _answer.Dispose();
        return ValueTask.CompletedTask;
    }
}
