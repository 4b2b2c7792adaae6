using System.Globalization;
using Kalends.Bench.Kit;
using Kalends.Platform;
using Kalends.Platform.Storage;
using Kalends.Scheduling;
using Kalends.Scheduling.Cancelling;
using Kalends.Scheduling.Reservations;

namespace Kalends.Bench;

/// <summary>
/// Random attempts to reserve single slots and services with buffers, to move and to cancel, many at once; afterwards
/// one query looks for overlaps.
/// </summary>
static class RandomAttempts
{
    const int Tasks = 16;

    // Few providers, so that most attempts are in each other's way.
    const int Providers = 40;

    const string Limit = """
        Each attempt is a use case of its own transaction: three of four reserve, half of them a service of 45 minutes
        with buffers of 10 and 5; the others move or cancel what was reserved before. The query compares the busy times
        of all live reservations of a provider with each other.
        """;

    public static async Task<IReadOnlyList<Figure>> Run(Workshop shop) =>
    [
        await On(shop, "SQLite", await World.File(shop)),
        await On(shop, "PostgreSQL", await (await Cluster.Of(shop)).World()),
    ];

    static async Task<Figure> On(Workshop shop, string engine, string database)
    {
        var attempts = shop.IsShort ? 10_000 : 100_000;
        await using var db = World.Open(database);
        await World.Call(db).Write(async session =>
        {
            await session.Run(InsertService);
            return await session.Run(InsertOffers);
        });

        var taken = 0;
        await Task.WhenAll(Enumerable.Range(0, Tasks).Select(task => Task.Run(async () =>
        {
            var (random, own) = (new Random(task), new List<long>());
            for (var i = 0; i < attempts / Tasks; i++)
                if (await Attempt(db, random, own))
                    Interlocked.Increment(ref taken);
        })));

        var overlaps = await db.Read(async session => await session.Number(CountOverlaps), CancellationToken.None);
        var measured = string.Create(
            CultureInfo.InvariantCulture, $"{overlaps} overlaps; {taken:N0} of {attempts:N0} attempts succeeded");
        return new Figure(
            $"random attempts to reserve, move and cancel, {Tasks} tasks, {engine}",
            "busy times of a provider never overlap", measured, "none", "0", overlaps == 0, Limit);
    }

    static async Task<bool> Attempt(Db db, Random random, List<long> own)
    {
        var (call, kind) = (World.Call(db), random.Next(8));
        var slot = SlotId.Of(random.Next(Providers * World.Days) + 1, random.Next(World.SlotsPerDay));
        try
        {
            if (kind < 6 || own.Count == 0)
                own.Add((await ReserveSlot.Run(new(
                    slot, random.Next(World.Clients) + 1, kind % 2 == 0 ? 1 : null, Overlap: true), call)).Value.Id);
            else if (kind == 6)
                await RescheduleReservation.Run(new(own[random.Next(own.Count)], slot, Overlap: true), call);
            else
                await CancelReservation.Run(new(own[random.Next(own.Count)]), call);
            return true;
        }
        catch (Refused)
        {
            return false;
        }
    }

    static readonly Sql InsertService = new("""
        INSERT INTO services
            (id, organisation_id, name, duration_minutes, buffer_before_minutes, buffer_after_minutes, mode, questions,
             created_at, updated_at)
        VALUES (1, 1, 'A first visit', 45, 10, 5, 'on_site', '[]', 0, 0)
        """);

    static readonly Sql InsertOffers = new(
        "INSERT INTO service_providers (service_id, provider_id) SELECT 1, id FROM public_providers");

    static readonly Sql CountOverlaps = new($"""
        SELECT COUNT(*) AS n
        FROM reservations a
        JOIN reservations b ON b.provider_id = a.provider_id AND b.id > a.id
            AND b.busy_from < a.busy_to AND b.busy_to > a.busy_from
        WHERE {Reservation.Live("a.")} AND {Reservation.Live("b.")}
        """);
}
