using System.Runtime.Versioning;
using Kalends.Bench.Drills;
using Kalends.Bench.Kit;
using Kalends.Platform.Unicode;

// wrk and /proc.
[assembly: SupportedOSPlatform("linux")]

namespace Kalends.Bench;

static class Program
{
    /// <summary>Every bench by its name, in the order of the table; each is one file.</summary>
    static readonly Dictionary<string, Func<Workshop, Task<IReadOnlyList<Figure>>>> Benches = new()
    {
        ["slots"] = Slots.Run,
        ["compression"] = Compressed.Run,
        ["reserve"] = HoldAndConfirm.Run,
        ["telemetry"] = TelemetryCost.Run,
        ["postgres"] = HoldOnPostgres.Run,
        ["move"] = Moves.Run,
        ["one-slot"] = OneSlot.Run,
        ["attempts"] = RandomAttempts.Run,
        ["hours"] = HoursExpansion.Run,
        ["memory"] = Memory.Run,
        ["start"] = StartToReady.Run,
        ["save-event"] = SaveEvents.Run,
        ["events"] = EventSearches.Run,
        ["webhooks"] = Webhooks.Run,
        ["graphql"] = GraphQLQueries.Run,
        ["appointments"] = Appointments.Run,
        ["report"] = MonthReport.Run,
        ["register"] = RegisterCareEvents.Run,
        ["remit"] = RemitMany.Run,
        ["directory"] = DirectorySearches.Run,
        ["recommend"] = DirectoryRecommendations.Run,
        ["first"] = FirstSlots.Run,
        ["free"] = FreeSearches.Run,
        ["growth"] = Growth.Run,
        ["replicas"] = ReadsOnReplicas.Run,
        ["processes"] = ManyProcesses.Run,
        ["pages"] = Pages.Run,
        ["consoles"] = OpenConsoles.Run,
        [Peers.Word] = Peers.Run,
    };

    /// <summary>Those that run only by their name: they need npm's registry.</summary>
    static readonly string[] OnDemand = [Peers.Word];

    /// <summary>
    /// Runs all benches, or those that are named, and writes the page with what is known of the others;
    /// <c>--short</c> makes fewer and shorter rounds and writes nothing; <c>--large</c> lets <c>growth</c> fill
    /// databases with ten million rows.
    /// </summary>
    /// <remarks>
    /// <c>--guard</c> measures ten rows quickly and ends with 1 where one became worse than on the page;
    /// <c>micro</c> measures the steps of a GraphQL request by themselves and writes no page;
    /// <c>data DATABASE [ROWS]</c> fills an empty database with a ledger, to try things on,
    /// <c>data directory DATABASE [PROVIDERS]</c> with a directory, and <c>data calendars DATABASE [PROVIDERS]</c> with
    /// one whose providers have calendars; <c>rolling [RESTARTS] [haproxy|nginx]</c> and <c>failover</c> are drills.
    /// </remarks>
    public static async Task<int> Main(string[] args)
    {
        Language.Forget();
        if (args is [Bare.Word, var url, var body])
            return await Bare.Serve(url, body);
        if (args is [GraphQLServer.Word, var address, var rows])
            return await GraphQLServer.Serve(address, rows);
        if (args is [GraphQLMicro.Word])
            return GraphQLMicro.Measure();

        if (args is [RollingRestarts.Word, .. var how])
            return await RollingRestarts.Run(how);

        if (args is [Failovers.Word])
            return await Failovers.Run();

        if (args is [LedgerData.Word, DirectoryData.Word, var empty, .. var providers])
        {
            await DirectoryLoad.Fill(
                empty, providers is [var some] ? int.Parse(some) : DirectoryData.ProvidersAtFull);
            return 0;
        }

        if (args is [LedgerData.Word, CalendarLoad.Word, var calendars, .. var keepers])
        {
            await CalendarLoad.Fill(
                calendars, keepers is [var some] ? int.Parse(some) : FirstSlots.ProvidersAtFull,
                CalendarLoad.Taken.Here);
            return 0;
        }

        if (args is [LedgerData.Word, var database, .. var count])
        {
            await LedgerData.Fill(database, count is [var number] ? int.Parse(number) : LedgerData.RowsAtFull);
            return 0;
        }

        if (args is [Guard.Word])
            return await CompareWithPage() ? 0 : 1;

        var names = args.Except(["--short", "--large"]).ToList();
        if (names.Find(name => !Benches.ContainsKey(name)) is { } unknown)
        {
            await Console.Error.WriteLineAsync($"There is no bench {unknown}: {string.Join(", ", Benches.Keys)}.");
            return 2;
        }

        await using var shop = Workshop.Open(args.Contains("--short"), args.Contains("--large"));
        var known = await Known.Load();
        foreach (var name in names.Count > 0 ? names : [.. Benches.Keys.Except(OnDemand)])
        {
            await Console.Error.WriteLineAsync($"{name} …");
            if (await Measure(name, shop) is not { } figures)
                return 1;
            var bench = new Known(name, DateOnly.FromDateTime(DateTime.UtcNow), figures);
            Console.WriteLine(Report.Table([bench]));
            if (shop.IsShort)
                continue;
            // After each, so that a run that is cut short has measured what it has measured.
            known = Known.With(known, bench, Benches.Keys);
            await Known.Save(known);
            await Report.Write(shop, known);
        }
        return 0;
    }

    static async Task<IReadOnlyList<Figure>?> Measure(string name, Workshop shop)
    {
        try
        {
            return await Benches[name](shop);
        }
        catch (BenchUnavailable reason)
        {
            await Console.Error.WriteLineAsync($"The bench {name} cannot run: {reason.Message}");
            return null;
        }
    }

    static async Task<bool> CompareWithPage()
    {
        await using var shop = Workshop.Open(isShort: true, round: Guard.Round);
        var now = new List<Figure>();
        foreach (var name in Guard.Benches)
            now.AddRange(await Benches[name](shop));
        return Guard.Compare(now, await Known.Load());
    }
}
