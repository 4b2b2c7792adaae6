using System.Data.Common;
using Npgsql;

namespace Kalends.Bench.Kit;

/// <summary>
/// Writes the calendars of a directory into an empty database: each provider offers the weekdays of a year, and of the
/// next 14 days most slots are taken. Of very many providers it is a fortnight, and its first three days.
/// </summary>
static class CalendarLoad
{
    public const string Word = "calendars";

    /// <summary>A year of more providers than these takes too long to write: they have a fortnight.</summary>
    const int YearMax = 5000;

    const long Hour = 3_600_000_000;
    const long Day = 24 * Hour;

    /// <summary>The midnight at which the calendars begin.</summary>
    public static readonly Instant Start = Instants.From(new DateTimeOffset(DateTime.UtcNow.Date, TimeSpan.Zero));

    /// <summary>How the next days are taken.</summary>
    public enum Taken
    {
        /// <summary>Four slots of five, anywhere.</summary>
        Here,

        /// <summary>All slots of the first days, and none behind them.</summary>
        First,
    }

    static int Days(int providers) => providers <= YearMax ? 365 : 14;

    static int DaysTaken(int providers, Taken taken) => (providers <= YearMax, taken) switch
    {
        (true, Taken.Here) => 14,
        (true, _) => 11,
        _ => 3,
    };

    static readonly string[] Tables = ["openings", "free_openings", "reservations"];

    public static async Task<string> File(Workshop shop, int providers, Taken taken)
    {
        var made = shop.PathOf($"calendars-{providers}-{taken}.db");
        if (!System.IO.File.Exists(made))
            await Fill(made, providers, taken);
        return made;
    }

    public static async Task<string> Database(Workshop shop, int providers, Taken taken)
    {
        var cluster = await Cluster.Of(shop);
        var name = $"calendars_{providers}_{taken}".ToLowerInvariant();
        if (await cluster.Make(name))
            await Fill(cluster.Database(name), providers, taken);
        return cluster.Database(name);
    }

    /// <summary>Fills an empty database with providers and their calendars.</summary>
    public static async Task Fill(string database, int providers, Taken taken)
    {
        await DirectoryLoad.Fill(
            database, providers, DateOnly.FromDateTime(Start.ToDateTimeUtc()).AddDays(-Days(YearMax) / 2));
        await using var connection = await LedgerData.Connect(database);
        // What guards rows one by one is made again afterwards; PostgreSQL does not run it meanwhile.
        var triggers = connection is NpgsqlConnection ? [] : await Triggers(connection);
        foreach (var (name, _) in triggers)
            await LedgerData.Run(connection, $"DROP TRIGGER {name}");
        await Bulk.Load(connection, Tables, () => Write(connection, providers, taken));
        foreach (var (_, text) in triggers)
            await LedgerData.Run(connection, text);
        if (connection is not NpgsqlConnection)
            await LedgerData.Run(connection, "ANALYZE");
        await Bulk.Settle(connection, "clients", "openings", "reservations");
    }

    static async Task<List<(string Name, string Text)>> Triggers(DbConnection connection)
    {
        await using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('openings', 'reservations')";
        await using var reader = await command.ExecuteReaderAsync();
        var all = new List<(string, string)>();
        while (await reader.ReadAsync())
            all.Add((reader.GetString(0), reader.GetString(1)));
        return all;
    }

    static async Task Write(DbConnection connection, int providers, Taken taken)
    {
        var openings = Openings(providers).ToList();
        var random = new Random(20_300_103);
        var reserved = openings.ConvertAll(
            one => Reserved(one, DaysTaken(providers, taken), taken, random).ToList());
        // Each client goes to the provider of the same number.
        await Bulk.Write(connection, """
            clients (id, first_name, last_name, time_zone, owner_user_id, created_at, updated_at)
            """, Enumerable.Range(1, providers).Select(n => new object?[]
            {
                (long)n, "Client", $"{n}", "Europe/London", $"owner-{n}", 0L, 0L,
            }));
        await Bulk.Write(connection, "openings (id, provider_id, starts_at, ends_at, slot_micros, created_at)",
            openings.Select(one => new object?[] { one.Id, one.Provider, one.Start, one.End, one.Slot, 0L }));
        await Bulk.Write(connection, """
            free_openings (id, provider_id, starts_at, ends_at, slot_micros, typed, services_only, free_micros)
            """, openings.Zip(reserved, (one, taken) => new object?[]
            {
                one.Id, one.Provider, one.Start, one.End, one.Slot, 0L, 0L,
                one.End - one.Start - taken.Count * one.Slot,
            }));
        var id = 0L;
        await Bulk.Write(connection, """
            reservations (id, opening_id, slot_index, provider_id, client_id, starts_at, ends_at, busy_from, busy_to,
                          state, expires_at, created_at, confirmed_at)
            """, openings.Zip(reserved).SelectMany(pair => pair.Second.Select(index =>
            {
                var (one, start) = (pair.First, pair.First.Start + index * pair.First.Slot);
                return new object?[]
                {
                    ++id, one.Id, index, one.Provider, one.Provider, start, start + one.Slot, start, start + one.Slot,
                    "confirmed", start, 0L, 0L,
                };
            })));
    }

    sealed record Offered(long Id, long Provider, long Day, long Start, long End, long Slot);

    // Practices keep different hours: eight hours from one of six times on, in slots of three lengths.
    static IEnumerable<Offered> Openings(int providers)
    {
        var id = 0L;
        for (var day = 0L; day < Days(providers); day++)
            if ((Start + Duration.FromDays((int)day)).InUtc().DayOfWeek < IsoDayOfWeek.Saturday)
                for (var provider = 1L; provider <= providers; provider++)
                {
                    var start = Start.Micros + day * Day + 7 * Hour + provider % 6 * Hour / 2;
                    yield return new Offered(
                        ++id, provider, day, start, start + 8 * Hour, (provider % 7) switch
                        {
                            0 or 1 => Hour,
                            2 => Hour / 4,
                            _ => Hour / 2,
                        });
                }
    }

    static IEnumerable<long> Reserved(Offered one, int days, Taken taken, Random random)
    {
        if (one.Day >= days)
            yield break;
        for (var index = 0L; index < (one.End - one.Start) / one.Slot; index++)
            if (taken == Taken.First || random.Next(5) > 0)
                yield return index;
    }
}
