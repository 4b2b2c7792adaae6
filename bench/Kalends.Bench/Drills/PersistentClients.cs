using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Kalends.Bench.Kit;
using Kalends.Scheduling;

namespace Kalends.Bench.Drills;

/// <summary>
/// Clients who hold, confirm and register care at a bounded pace, repeat each request with its key until it is
/// answered, and turn to the other server when one refuses; and a reader who follows the log.
/// </summary>
sealed class PersistentClients : IDisposable
{
    public const int Clients = 8;

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // What a server may say while its database is away; it drains and is not ready while it is restarted.
    static readonly string[] Expected = ["storage_unavailable", "outcome_unknown", "timeout"];
    static readonly string[] OfRepeats = ["idempotency_in_progress"];
    static readonly string[] OfRestarts = ["draining", "shutting_down", "not_ready"];

    readonly IReadOnlyList<string> _urls;
    readonly CancellationTokenSource _ends = new();
    readonly ConcurrentDictionary<long, bool> _reservations = [];
    readonly ConcurrentDictionary<long, bool> _care = [];
    readonly ConcurrentDictionary<string, int> _refusals = [];
    readonly ConcurrentQueue<string> _unexpected = [];
    readonly ConcurrentQueue<long> _answered = [];
    long _careType;

    // Which server each asks: half of them begin at each, and stay there until it refuses.
    readonly int[] _turns = [.. Enumerable.Range(0, Clients)];

    readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 2 * Clients })
    {
        DefaultRequestHeaders = { Authorization = new("Bearer", Token.Text) },
        Timeout = TimeSpan.FromSeconds(40),
    };

    public PersistentClients(IReadOnlyList<string> urls)
    {
        _urls = urls;
        Reader = new LogReader(_http, urls);
    }

    public LogReader Reader { get; }

    /// <summary>Reservations that were answered as confirmed.</summary>
    public IReadOnlyCollection<long> Reservations => (IReadOnlyCollection<long>)_reservations.Keys;

    /// <summary>Care events that were answered as registered.</summary>
    public IReadOnlyCollection<long> Care => (IReadOnlyCollection<long>)_care.Keys;

    /// <summary>Refusals by their code, and how often each came.</summary>
    public IReadOnlyDictionary<string, int> Refusals => _refusals;

    /// <summary>Answers that should not have come.</summary>
    public IReadOnlyCollection<string> Unexpected => _unexpected;

    /// <summary>The longest time without any good answer, between two moments.</summary>
    public TimeSpan LongestPause(long from, long to)
    {
        List<long> moments = [from, .. _answered.Where(at => at > from && at < to).Order(), to];
        return moments.Zip(moments.Skip(1), Stopwatch.GetElapsedTime).Max();
    }

    /// <summary>Goes on until the work is done, and then until the reader has seen all that was changed.</summary>
    public async Task During(Func<Task> work, Func<Task<int>> countEvents)
    {
        var made = await Insist(0, "/v1/event-types", new { name = "drill", currency = "EUR", amount = 100 });
        _careType = (long)made!["id"]!;
        var (isOver, goal, start) = (false, int.MaxValue, await Reader.Newest());
        var reader = Task.Run(() => Reader.Follow(start, () => isOver && Reader.Seen >= goal));
        var clients = Enumerable.Range(0, Clients).Select(n => Task.Run(() => Live(n))).ToList();
        await work();
        await _ends.CancelAsync();
        await Task.WhenAll(clients);
        (isOver, goal) = (true, await countEvents());
        await Task.WhenAny(reader, Task.Delay(TimeSpan.FromMinutes(1)));
    }

    public void Dispose()
    {
        _ends.Dispose();
        _http.Dispose();
    }

    async Task Live(int client)
    {
        for (var n = 0; !_ends.IsCancellationRequested; n++)
        {
            var slot = SlotId.Of(
                client * World.Days + n / World.SlotsPerDay % World.Days + 1, n % World.SlotsPerDay);
            var held = await Insist(client, "/v1/reservations", new
            {
                slot_id = slot,
                client_id = (n * Clients + client) % World.Clients + 1,
            });
            if (held is not null && await Insist(client, $"/v1/reservations/{held["id"]}/confirm") is { } confirmed)
                _reservations[(long)confirmed["id"]!] = true;
            var starts = DateTimeOffset.UtcNow.AddHours(-1).AddTicks(n);
            var care = await Insist(client, "/v1/care-events", new
            {
                caregiver_id = client + 1,
                event_type_id = _careType,
                starts_at = Instants.From(starts).Written(),
            });
            if (care is not null)
                _care[(long)care["id"]!] = true;
            await Task.Delay(Pause);
        }
    }

    /// <summary>Repeats a request with its key until it is answered; null if it was answered wrongly.</summary>
    async Task<JsonNode?> Insist(int client, string path, object? body = null)
    {
        var (key, started) = (Guid.NewGuid().ToString(), Stopwatch.GetTimestamp());
        for (; Stopwatch.GetElapsedTime(started) < Patience; _turns[client]++)
        {
            var (status, answer, hasWait) = await Ask(_urls[_turns[client] % _urls.Count], path, body, key);
            if (status is HttpStatusCode.OK or HttpStatusCode.Created)
            {
                _answered.Enqueue(Stopwatch.GetTimestamp());
                return answer;
            }
            var code = (string?)answer?["code"] ?? "no answer";
            _refusals.AddOrUpdate(code, 1, (_, times) => times + 1);
            var isGood = answer is null || OfRepeats.Contains(code)
                || (status == HttpStatusCode.ServiceUnavailable && hasWait
                    && (Expected.Contains(code) || OfRestarts.Contains(code)));
            if (!isGood)
            {
                _unexpected.Enqueue($"{path}: {status} {answer!.ToJsonString()}");
                return null;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
        _unexpected.Enqueue($"{path}: no good answer within {Patience.TotalSeconds} s");
        return null;
    }

    async Task<(HttpStatusCode? Status, JsonNode? Answer, bool HasWait)> Ask(
        string url, string path, object? body, string key)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, url + path);
            request.Headers.Add("Idempotency-Key", key);
            request.Content = body is null ? null : JsonContent.Create(body);
            using var answer = await _http.SendAsync(request);
            return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync()),
                answer.Headers.RetryAfter is not null);
        }
        catch (Exception gone) when (gone is HttpRequestException or OperationCanceledException or IOException)
        {
            return (null, null, false);
        }
    }
}
