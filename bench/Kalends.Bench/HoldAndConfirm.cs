using Kalends.Bench.Kit;
using Kalends.Platform.Storage;
using Kalends.Scheduling.Reservations;

namespace Kalends.Bench;

/// <summary>Holding and confirming on SQLite, over HTTP and without it.</summary>
static class HoldAndConfirm
{
    public const int Clients = 16;

    const string Limit = """
        Both sides share the one write lane and wait for the same flushes, so that a good half of the work is the
        same; what HTTP adds are two requests with their logs and tokens, and the load generator that makes them, on
        the same processors. A flush is cheap on this disk: the lane is bound by its statements, about ten for each
        pair.
        """;

    public static async Task<IReadOnlyList<Figure>> Run(Workshop shop)
    {
        var (claims, ownClaims) = (new Claims(shop), new Claims(shop));
        await using var server = await Server.Start(shop, await World.File(shop));
        await using var db = World.Open(await World.File(shop));

        var rounds = await Rounds.Interleave(
            shop,
            time => Wrk.Reserve(server.Url, Clients, time, claims.Next(), confirm: true),
            time => InProcess(db, time, ownClaims.Next()));
        return [Figure.AtLeast(0.5,
            "hold and confirm over REST, 16 clients, 2,000 providers, SQLite, every commit flushed",
            "16 tasks that run the same use cases on the same write lane without HTTP", rounds, Limit)];
    }

    static Task<double> InProcess(Db db, TimeSpan time, int first) => AtOnce.Rate(Clients, time, async n =>
    {
        var slot = first - 1 + n;
        var held = await ReserveSlot.Run(new(World.SlotNumber(slot), slot % World.Clients + 1), World.Call(db));
        await ConfirmReservation.Run(new(held.Value.Id), World.Call(db));
    });
}
