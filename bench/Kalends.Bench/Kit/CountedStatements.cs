using System.Globalization;

namespace Kalends.Bench.Kit;

/// <summary>Counts the statements of a server from its measurements.</summary>
sealed class CountedStatements(string metrics) : IDisposable
{
    // Measurements are collected anew after a moment.
    static readonly TimeSpan Collected = TimeSpan.FromMilliseconds(400);

    readonly HttpClient _http = new();

    /// <summary>The fewest that some work took: what runs in the background is counted too.</summary>
    public async Task<double> In(Func<Task> work, int times)
    {
        var fewest = double.MaxValue;
        for (var i = 0; i < times; i++)
        {
            var before = await Read();
            await work();
            fewest = Math.Min(fewest, await Read() - before);
        }
        return fewest;
    }

    async Task<double> Read()
    {
        await Task.Delay(Collected);
        var text = await _http.GetStringAsync(new Uri($"{metrics}/metrics"));
        return text.Split('\n')
            .Where(line => line.StartsWith("kalends_storage_statements", StringComparison.Ordinal))
            .Sum(line => double.Parse(ValueOf(line), CultureInfo.InvariantCulture));
    }

    // A line has a name with labels, a value, and a time or none.
    static string ValueOf(string line) => line[(line.LastIndexOf('}') + 1)..].Split(
        ' ', StringSplitOptions.RemoveEmptyEntries) is var words && line.Contains('}') ? words[0] : words[1];

    public void Dispose() => _http.Dispose();
}
