using System.Diagnostics;
using Kalends.Bench.Kit;
using Kalends.Platform;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Scheduling;
using Kalends.Scheduling.Hours;
using Microsoft.Extensions.Configuration;

namespace Kalends.Bench;

/// <summary>
/// A year of weekly hours for many providers, against inserting the same openings without working them out.
/// </summary>
static class HoursExpansion
{
    const int AtOnce = 16;

    /// <summary>Both take turns, since an insert costs more the more openings there are.</summary>
    const int BlockOf = 50;

    const string Limit = """
        Five days a week with a break, 365 days ahead: some 520 openings for each provider, in one transaction each. The
        reference copies the openings of each provider to another one by a single INSERT … SELECT, with the same
        indexes and the same guard against overlaps.
        """;

    static readonly Settings AYear = OfAYear();

    public static async Task<IReadOnlyList<Figure>> Run(Workshop shop)
    {
        var cluster = await Cluster.Of(shop);
        return
        [
            await On(shop, "SQLite", shop.PathOf("hours.db"), peopleAtOnce: 256),
            await On(shop, "PostgreSQL", await cluster.Empty("hours"), peopleAtOnce: 1),
        ];
    }

    static async Task<Figure> On(Workshop shop, string engine, string database, int peopleAtOnce)
    {
        var providers = shop.IsShort ? 100 : 1000;
        await using var db = World.Open(database);
        await World.FillPeople(db, peopleAtOnce, providers * 2);

        var (expanded, copied) = (0.0, 0.0);
        foreach (var block in Enumerable.Range(1, providers).Chunk(BlockOf))
        {
            expanded += await Seconds(block, n => ReplaceWorkingHours.Run(Week(n), Call(db)));
            copied += await Seconds(block, n => db.Write(
                session => session.Run(Copy, ("from", n), ("to", n + providers)).AsTask(), CancellationToken.None));
        }
        var openings = await db.Read(async session => await session.Number(Count), CancellationToken.None);
        return new Figure(
            $"expand a year of working hours for {providers:N0} providers, {engine}",
            "the same openings, inserted without working them out",
            $"{expanded / copied:0.0} × ({expanded:0.0} s / {copied:0.0} s for {openings / 2:N0} openings)",
            "one run", "", null, Limit);
    }

    static async Task<double> Seconds(int[] providers, Func<long, Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(
            providers, new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (n, _) => await work(n));
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    static ReplaceWorkingHours.Input Week(long provider) => new(
        provider, "Europe/Stockholm",
        [new HoursRule([1, 2, 3, 4, 5], [new HoursStretch("08:00", "12:00"), new HoursStretch("13:00", "17:00")])]);

    static Settings OfAYear()
    {
        var settings = new Settings(new ConfigurationBuilder()
            .AddInMemoryCollection([new("Kalends:Scheduling:WindowDays", "365")])
            .Build());
        settings.Add<SchedulingSettings>();
        return settings;
    }

    static Call Call(Db db) => new(db, TimeProvider.System, AYear, World.Hooks)
    {
        Caller = new Caller(Token.Admin.Id, Roles.Admin, null),
        Scope = RowScope.Everything,
        Cancel = CancellationToken.None,
    };

    static readonly Sql Copy = new("""
        INSERT INTO openings (provider_id, starts_at, ends_at, slot_micros, created_at, time_zone, local_start)
        SELECT @to, starts_at, ends_at, slot_micros, created_at, time_zone, local_start
        FROM openings
        WHERE provider_id = @from
        """);

    static readonly Sql Count = new("SELECT COUNT(*) AS n FROM openings");
}
