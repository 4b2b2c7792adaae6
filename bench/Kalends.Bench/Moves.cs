using System.Diagnostics;
using Kalends.Bench.Kit;
using Kalends.Platform.Storage;
using Kalends.Scheduling.Cancelling;
using Kalends.Scheduling.Reservations;

namespace Kalends.Bench;

/// <summary>Moving a reservation, against cancelling it and reserving the new slot in one transaction.</summary>
static class Moves
{
    const int Clients = 16;

    const string Limit = """
        Both sides are the program's own use cases without HTTP, each task with a provider and a client of its own. A
        move makes one judgement of the new slot, as reserving does, one update where the reference has an update and
        an insert, one row of the history, and one event where the reference has two.
        """;

    public static async Task<IReadOnlyList<Figure>> Run(Workshop shop)
    {
        var cluster = await Cluster.Of(shop);
        return
        [
            await On(shop, "SQLite", await World.File(shop)),
            await On(shop, "PostgreSQL", await cluster.World()),
        ];
    }

    static async Task<Figure> On(Workshop shop, string engine, string database)
    {
        await using var db = World.Open(database);
        var (moved, replaced) = (await Visits(db, firstProvider: 0), await Visits(db, firstProvider: Clients));
        var rounds = await Rounds.Interleave(
            shop, time => AllAtOnce(time, moved, visit => visit.Move(db)),
            time => AllAtOnce(time, replaced, visit => visit.Replace(db)));
        return Figure.AtMost(
            1.2, $"reschedule, {Clients} tasks, {engine}, every commit flushed",
            "cancel and reserve in one transaction", rounds, Limit);
    }

    static async Task<IReadOnlyList<Visit>> Visits(Db db, int firstProvider)
    {
        var visits = new List<Visit>();
        for (var provider = firstProvider; provider < firstProvider + Clients; provider++)
        {
            var visit = new Visit(provider);
            await visit.Begin(db);
            visits.Add(visit);
        }
        return visits;
    }

    static async Task<double> AllAtOnce(TimeSpan time, IReadOnlyList<Visit> visits, Func<Visit, Task> change)
    {
        var (started, done) = (Stopwatch.GetTimestamp(), 0);
        await Task.WhenAll(visits.Select(visit => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(started) < time)
            {
                await change(visit);
                Interlocked.Increment(ref done);
            }
        })));
        return done / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>A confirmed reservation that goes through the month of its provider, slot by slot.</summary>
    sealed class Visit(int provider)
    {
        readonly long _client = provider + 1;
        long _id;
        int _slot;

        long Slot => World.SlotNumber(provider + World.Providers * (_slot % (World.Days * World.SlotsPerDay)));

        public async Task Begin(Db db)
        {
            _id = (await ReserveSlot.Run(new(Slot, _client), World.Call(db))).Value.Id;
            await ConfirmReservation.Run(new(_id), World.Call(db));
        }

        public async Task Move(Db db)
        {
            _slot++;
            await RescheduleReservation.Run(new(_id, Slot), World.Call(db));
        }

        public async Task Replace(Db db)
        {
            _slot++;
            var call = World.Call(db);
            var reserved = await call.Write(async session =>
            {
                await CancelReservation.Cancel(session, new(_id), call);
                return await ReserveSlot.Hold(session, new(Slot), _client, call);
            });
            _id = reserved.Value.Id;
        }
    }
}
