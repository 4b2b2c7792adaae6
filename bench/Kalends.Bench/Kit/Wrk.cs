using System.Globalization;
using System.Text.RegularExpressions;

namespace Kalends.Bench.Kit;

/// <summary>The load generator: wrk, with two threads.</summary>
static partial class Wrk
{
    const int Threads = 2;

    /// <summary>Requests a second of one URL; an error where any was not answered well.</summary>
    public static async Task<double> Get(string url, int connections, TimeSpan time) =>
        RateOf(await Workshop.Execute("wrk", [.. Load(connections, time), url]));

    /// <summary>Posts of the JSON in a file a second; an error where any was not answered well.</summary>
    public static Task<double> Post(string url, string file, int connections, TimeSpan time) =>
        Script(url, connections, time, "graphql.lua", file, "same");

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

    static string[] Load(int connections, TimeSpan time) =>
    [
        "-t", $"{Math.Min(Threads, connections)}", "-c", $"{connections}", "-d", $"{time.TotalSeconds}s",
        "--timeout", "10s", "-H", $"Authorization: Bearer {Token.Text}",
    ];

    [GeneratedRegex(@"Requests/sec:\s+([0-9.]+)")]
    static partial Regex PerSecond { get; }

    [GeneratedRegex("done ([0-9.]+) a second, ([0-9]+) went wrong")]
    static partial Regex Counts { get; }
}
