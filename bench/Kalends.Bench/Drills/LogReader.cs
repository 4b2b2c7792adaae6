using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Kalends.Bench.Drills;

/// <summary>Follows the event log at one server after the other, from the last event on, as a browser does.</summary>
sealed class LogReader(HttpClient http, IReadOnlyList<string> urls)
{
    readonly ConcurrentDictionary<string, int> _seen = [];

    /// <summary>Events that were seen.</summary>
    public int Seen => _seen.Count;

    /// <summary>Events that were seen more than once.</summary>
    public int SeenTwice => _seen.Values.Count(times => times > 1);

    public bool HasSeen(string id) => _seen.ContainsKey(id);

    /// <summary>Where the log ends now.</summary>
    public async Task<string> Newest()
    {
        var page = JsonNode.Parse(await http.GetStringAsync(new Uri($"{urls[0]}/v1/events?limit=1")))!;
        return (string)page["items"]![0]!["position"]!;
    }

    /// <summary>Reads on whenever the stream ends, until all is seen.</summary>
    public async Task Follow(string position, Func<bool> isDone)
    {
        for (var turn = 0; !isDone(); turn++)
            try
            {
                using var request = new HttpRequestMessage(
                    HttpMethod.Get, $"{urls[turn % urls.Count]}/v1/events/stream");
                request.Headers.Accept.ParseAdd("text/event-stream");
                request.Headers.Add("Last-Event-ID", position);
                using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                answer.EnsureSuccessStatusCode();
                using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
                var (at, data) = (position, "");
                while (await reader.ReadLineAsync() is { } line && !isDone())
                    if (line.StartsWith("id:", StringComparison.Ordinal))
                        at = line[3..].Trim();
                    else if (line.StartsWith("data:", StringComparison.Ordinal))
                        data = line[5..];
                    else if (line.Length == 0 && data.Length > 0)
                    {
                        // An event counts once it is whole.
                        _seen.AddOrUpdate((string)JsonNode.Parse(data)!["id"]!, 1, (_, times) => times + 1);
                        (position, data) = (at, "");
                    }
            }
            catch (Exception gone) when (gone is HttpRequestException or IOException or OperationCanceledException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100));
            }
    }
}
