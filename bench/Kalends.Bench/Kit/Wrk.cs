using System.Globalization;
using System.Text.RegularExpressions;

namespace Kalends.Bench.Kit;

/// <summary>The load generator: wrk, with two threads.</summary>
static partial class Wrk
{
    const int Threads = 2;

    /// <summary>Requests a second of one URL; an error where any was not answered well.</summary>
    public static async Task<double> Get(string url, int connections, TimeSpan time, params string[] headers) =>
        RateOf(await Workshop.Execute(
            "wrk", [.. Load(connections, time), .. headers.SelectMany(header => (string[])["-H", header]), url]));

    /// <summary>Posts of the JSON in a file a second; an error where any was not answered well.</summary>
    public static Task<double> Post(string url, string file, int connections, TimeSpan time) =>
        Script(url, connections, time, "graphql.lua", file, "same");

    /// <summary>Requests a second and how long they took: GETs, or posts of the JSON in a file.</summary>
    public static async Task<Sample> Take(string url, string? file, int connections, TimeSpan time)
    {
        string[] post = ["-s", Path.Combine(AppContext.BaseDirectory, "graphql.lua"), url, "--", file ?? ""];
        var said = await Workshop.Execute(
            "wrk", [.. Load(connections, time), "--latency", .. file is null ? [url] : post]);
        var latencies = Latency.Matches(said).ToDictionary(one => one.Groups[1].Value, Milliseconds);
        return new(RateOf(said), latencies["50"], latencies["99"]);
    }

    /// <param name="Rate">Requests a second.</param>
    /// <param name="Half">Half of them took at most so many milliseconds.</param>
    /// <param name="Most">And all but one in a hundred so many.</param>
    public sealed record Sample(double Rate, double Half, double Most);

    /// <summary>
    /// Holds a second, each of another slot; with <paramref name="confirm"/>, holds that were confirmed too.
    /// </summary>
    public static async Task<double> Reserve(string url, int connections, TimeSpan time, int first, bool confirm)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "reserve.lua");
        var said = await Workshop.Execute("wrk", [
            .. Load(connections, time), "-s", script, url, "--", confirm ? "confirm" : "hold",
            $"{first}", $"{Threads}", $"{World.Providers}", $"{World.Days}", $"{World.Clients}",
        ]);
        var counts = Counts.Match(said);
        if (!counts.Success || counts.Groups[2].Value != "0")
            throw new InvalidOperationException(said);
        return double.Parse(counts.Groups[1].Value, CultureInfo.InvariantCulture);
    }

    /// <summary>Requests a second that a script makes; an error where any was not answered well.</summary>
    public static async Task<double> Script(
        string url, int connections, TimeSpan time, string script, params string[] args)
    {
        var said = await Workshop.Execute("wrk", [
            .. Load(connections, time), "-s", Path.Combine(AppContext.BaseDirectory, script), url, "--", .. args]);
        return RateOf(said);
    }

    static double RateOf(string said) =>
        said.Contains("Non-2xx", StringComparison.Ordinal) || said.Contains("Socket errors", StringComparison.Ordinal)
            ? throw new InvalidOperationException(said)
            : double.Parse(PerSecond.Match(said).Groups[1].Value, CultureInfo.InvariantCulture);

    static double Milliseconds(Match latency)
    {
        var number = double.Parse(latency.Groups[2].Value, CultureInfo.InvariantCulture);
        return latency.Groups[3].Value switch
        {
            "us" => number / 1000,
            "ms" => number,
            _ => number * 1000,
        };
    }

    static string[] Load(int connections, TimeSpan time) =>
    [
        "-t", $"{Math.Min(Threads, connections)}", "-c", $"{connections}", "-d", $"{time.TotalSeconds}s",
        "--timeout", "10s", "-H", $"Authorization: Bearer {Token.Text}",
    ];

    [GeneratedRegex(@"Requests/sec:\s+([0-9.]+)")]
    static partial Regex PerSecond { get; }

    [GeneratedRegex(@"(50|99)%\s+([0-9.]+)(us|ms|s)")]
    static partial Regex Latency { get; }

    [GeneratedRegex("done ([0-9.]+) a second, ([0-9]+) went wrong")]
    static partial Regex Counts { get; }
}
