using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Kalends.Bench.Kit;

/// <summary>The table, and the page that keeps it.</summary>
static class Report
{
    public static string Table(IEnumerable<Known> benches)
    {
        var table = new StringBuilder("""
            | work | reference, same run | median | spread | goal | | on |
            |---|---|---|---|---|---|---|

            """);
        foreach (var (bench, row) in benches.SelectMany(bench => bench.Figures, (bench, row) => (bench, row)))
            table.Append(CultureInfo.InvariantCulture, $"| {row.Work} | {row.Reference} | {row.Measured} | " +
                $"{row.Spread} | {row.Goal} | {Word(row.Met)} | {bench.On:yyyy-MM-dd} |\n");
        return table.ToString();
    }

    static string Word(bool? isMet) => isMet switch { true => "met", false => "missed", null => "" };

    /// <summary>Writes <c>docs/performance.md</c> anew.</summary>
    public static async Task Write(Workshop shop, IReadOnlyList<Known> benches)
    {
        var turns = $"{shop.Round.TotalSeconds} s, {shop.Rounds} times after warming up";
        var page = $"""
            # Performance

            Made by `scripts/bench`; do not edit by hand. Every figure is a ratio to a reference of the same run, since
            the speed of a machine that others share says nothing by itself: subject and reference take turns of
            {turns}, and the median of the ratios of neighbours is what
            stands here. The load generator (wrk) shares the processors with the server, so that a ratio is one of all
            that a request costs, sending it included.

            {await Machine(shop)}. The last column says when.

            {Table(benches)}
            ## What limits each

            {string.Join("\n\n", benches.SelectMany(bench => bench.Figures).GroupBy(row => row.Limit, Limit))}

            ## To repeat it

            `scripts/bench` takes about forty minutes and writes this page; `scripts/bench slots` measures one bench
            anew and keeps what `docs/performance.json` knows of the others; `scripts/bench --short slots` makes a quick
            run of one, prints its rows and writes nothing, and `scripts/bench --guard` measures ten rows in three
            minutes and says which became worse than on this page. `scripts/bench peers` compares the GraphQL engine
            with servers for Node; it fetches them from npm's registry, and runs only by its name. The benches are the
            files of `bench/Kalends.Bench`, named in its `Program.cs`. They need `wrk`, Chromium and the programs of a
            PostgreSQL server; they work in `KALENDS_BENCH_DIR` (default `/var/tmp`), which must be on a disk and not in
            memory, and take everything down again.

            """;
        await File.WriteAllTextAsync(Path.Combine(Workshop.Root, "docs", "performance.md"), page);
    }

    // What several rows share is said once.
    static string Limit(string limit, IEnumerable<Figure> rows) =>
        $"{string.Join("\n", rows.Select(row => $"**{Sentence(row.Work)}**"))}\n{limit}";

    static string Sentence(string work) => char.ToUpperInvariant(work[0]) + work[1..] + ".";

    static async Task<string> Machine(Workshop shop)
    {
        var cpu = File.ReadLines("/proc/cpuinfo")
            .First(line => line.StartsWith("model name", StringComparison.Ordinal)).Split(':')[1].Trim();
        // Not every bench opens a database in this process.
        SQLitePCL.Batteries_V2.Init();
        var sqlite = SQLitePCL.raw.sqlite3_libversion().utf8_to_string();
        var postgres = (await Cluster.Version()).Trim();
        var (system, runtime) = (RuntimeInformation.OSDescription, RuntimeInformation.FrameworkDescription);
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30;
        return $"{Environment.ProcessorCount} processors ({cpu}), shared with other work, {memory} GB, " +
            $"{system}, {runtime}, SQLite {sqlite}, {postgres}. " +
            $"A flush of 4 KB to the disk took {Flush(shop).TotalMilliseconds:0.00} ms (median of 200)";
    }

    static TimeSpan Flush(Workshop shop)
    {
        using var file = new FileStream(shop.PathOf("flush"), FileMode.Create);
        var page = new byte[4096];
        var took = Enumerable.Range(0, 200).Select(_ =>
        {
            var started = Stopwatch.GetTimestamp();
            file.Write(page);
            file.Flush(flushToDisk: true);
            return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        });
        return TimeSpan.FromMilliseconds(Rounds.Median(took));
    }
}
