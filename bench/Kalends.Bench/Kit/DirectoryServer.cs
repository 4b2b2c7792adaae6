using System.Text.Json;

namespace Kalends.Bench.Kit;

/// <summary>The product on a directory, asked by four clients at a time.</summary>
sealed class DirectoryServer(Server server) : IAsyncDisposable
{
    public const int Clients = 4;

    /// <summary>Short, for many works take turns; who answers nothing in it gets ten times as long.</summary>
    public static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);

    readonly Dictionary<string, List<Wrk.Sample>> _samples = [];

    readonly HttpClient _http = Token.Client();

    public static async Task<DirectoryServer> Start(Workshop shop, string database) =>
        new(await Server.Start(shop, database));

    /// <summary>A work: GETs of a path, or posts of a file to it; how long they took is kept by its name.</summary>
    public Func<TimeSpan, Task<double>> Ask(string name, string path, string? file = null) => async time =>
    {
        var sample = await Wrk.Take(server.Url + path, file, Clients, time);
        if (sample.Rate == 0)
            sample = await Wrk.Take(server.Url + path, file, Clients, 10 * time);
        if (!_samples.TryGetValue(name, out var samples))
            _samples[name] = samples = [];
        samples.Add(sample);
        return sample.Rate;
    };

    /// <summary>A work: the same number of tasks that ask the database itself.</summary>
    public static Func<TimeSpan, Task<double>> Bare(string database, Func<Asker, Task> ask) =>
        time => Asker.Rate(database, Clients, time, ask);

    /// <summary>A figure with how long the requests of a work took.</summary>
    public Figure WithLatency(Figure figure, string name) => figure with
    {
        Measured = $"{figure.Measured}; p50 {Median(name, one => one.Half)}, p99 {Median(name, one => one.Most)}",
    };

    /// <summary>What one request answers.</summary>
    public async Task<JsonElement> Answer(string path, string? file = null)
    {
        using var request = new HttpRequestMessage(file is null ? HttpMethod.Get : HttpMethod.Post, server.Url + path);
        if (file is not null)
            request.Content = new ByteArrayContent(await File.ReadAllBytesAsync(file))
            {
                Headers = { ContentType = new("application/json") },
            };
        using var answer = await _http.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonDocument.Parse(body).RootElement
            : throw new InvalidOperationException($"{path} answered {answer.StatusCode}: {body}");
    }

    /// <summary>Refuses to measure two answers against each other that are not the same.</summary>
    public static void MustBeSame(string what, IReadOnlyList<long> ids, IReadOnlyList<long> others)
    {
        if (ids.Count == 0 || !ids.SequenceEqual(others))
            throw new InvalidOperationException(
                $"{what}: {string.Join(' ', ids)} came, and by hand {string.Join(' ', others)}.");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await server.DisposeAsync();
    }

    // The first are of warming up.
    string Median(string name, Func<Wrk.Sample, double> time) =>
        $"{Rounds.Median(_samples[name].Skip(Rounds.TurnWarmUps).Select(time)):0.0} ms";
}
