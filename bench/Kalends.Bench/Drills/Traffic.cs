using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Kalends.Bench.Kit;
using Kalends.Scheduling;

namespace Kalends.Bench.Drills;

/// <summary>
/// Clients who book, confirm, look and cancel, and a reader who follows the log; no request is repeated.
/// </summary>
sealed class Traffic : IDisposable
{
    public const int Clients = 16;

    readonly string _url;

    readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 2 * Clients })
    {
        DefaultRequestHeaders = { Authorization = new("Bearer", Token.Text) },
        Timeout = TimeSpan.FromSeconds(60),
    };

    readonly CancellationTokenSource _ends = new();
    readonly ConcurrentBag<string> _lost = [];
    int _asked;
    int _changed;

    public Traffic(string url) => (_url, Reader) = (url, new LogReader(_http, [url]));

    /// <summary>Who follows the log.</summary>
    public LogReader Reader { get; }

    /// <summary>Requests that were made.</summary>
    public int Asked => _asked;

    /// <summary>Requests that were not answered as they should, and how.</summary>
    public IReadOnlyCollection<string> Lost => _lost;

    /// <summary>Changes that were answered as made.</summary>
    public int Changed => _changed;

    /// <summary>Goes on until the work is done, and then until the reader has seen what was changed.</summary>
    public async Task During(Func<Task> work)
    {
        var reader = Reader.Follow(
            await Reader.Newest(), () => _ends.IsCancellationRequested && Reader.Seen >= Changed);
        var clients = Enumerable.Range(0, Clients).Select(n => Task.Run(() => Book(n))).ToList();
        await work();
        await _ends.CancelAsync();
        await Task.WhenAll(clients);
        await Task.WhenAny(reader, Task.Delay(TimeSpan.FromMinutes(1)));
    }

    public void Dispose()
    {
        _ends.Dispose();
        _http.Dispose();
    }

    async Task Book(int client)
    {
        for (var n = 0; !_ends.IsCancellationRequested; n++)
        {
            var slot = SlotId.Of(
                client * World.Days + n / World.SlotsPerDay % World.Days + 1, n % World.SlotsPerDay);
            var held = await Change(
                HttpStatusCode.Created, "/v1/reservations", new { slot_id = slot, client_id = client + 1 });
            if (held is null)
                continue;
            await Change(HttpStatusCode.OK, $"/v1/reservations/{held["id"]}/confirm");
            await Ask(HttpStatusCode.OK, HttpMethod.Get, $"/v1/providers/{client + 1}/slots?limit=20");
            await Change(HttpStatusCode.OK, $"/v1/reservations/{held["id"]}/cancel");
        }
    }

    async Task<JsonNode?> Change(HttpStatusCode wanted, string path, object? body = null)
    {
        var answer = await Ask(wanted, HttpMethod.Post, path, body);
        if (answer is not null)
            Interlocked.Increment(ref _changed);
        return answer;
    }

    async Task<JsonNode?> Ask(HttpStatusCode wanted, HttpMethod method, string path, object? body = null)
    {
        Interlocked.Increment(ref _asked);
        try
        {
            using var request = new HttpRequestMessage(method, _url + path);
            request.Content = body is null ? null : JsonContent.Create(body);
            using var answer = await _http.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            if (answer.StatusCode == wanted)
                return JsonNode.Parse(text);
            _lost.Add($"{method} {path}: {(int)answer.StatusCode} {text.ReplaceLineEndings(" ")}");
        }
        catch (Exception wrong) when (wrong is HttpRequestException or OperationCanceledException or IOException)
        {
            _lost.Add($"{method} {path}: {wrong.Message}");
        }
        return null;
    }
}
