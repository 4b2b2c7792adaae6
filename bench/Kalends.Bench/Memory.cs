using Kalends.Bench.Kit;

namespace Kalends.Bench;

/// <summary>The most memory that a server holds while it lists slots, holds and confirms.</summary>
static class Memory
{
    const string Limit = """
        A bare Kestrel takes a third of it. The rest are the program and what is compiled of it while it runs, the pages
        that the connections of SQLite keep, and the one heap of the garbage collector, which grows to the load.
        """;

    public static async Task<IReadOnlyList<Figure>> Run(Workshop shop)
    {
        var peaks = new List<double>();
        for (var n = 0; n < 3; n++)
        {
            await using var server = await Server.Start(shop, await World.File(shop));
            await Wrk.Get(Slots.Month(server), HoldAndConfirm.Clients, shop.Round);
            await Wrk.Reserve(server.Url, HoldAndConfirm.Clients, shop.Round * 2, 0, confirm: true);
            await Wrk.Get(Slots.Month(server), HoldAndConfirm.Clients * 4, shop.Round);
            peaks.Add(server.PeakMegabytes());
        }
        const string work = "memory of the server at its peak, both loads of SQLite, 16 and 64 clients";
        return [Figure.Below(150, "MB", work, "none", peaks, Limit)];
    }
}
