using Kalends.Bench.Kit;
using Kalends.Platform.Storage;
using Kalends.Providers;

namespace Kalends.Bench;

/// <summary>2,000 therapists with specialisms, and 50 appointments of each over three weeks.</summary>
static class AppointmentWorld
{
    const int AppointmentsOfEach = 50;
    const long Begin = 1_644_000_000;
    const int HoursBetween = 10;

    static readonly string[] Names = ["Addiction", "ADHD", "CBT", "Divorce", "Sexuality"];

    public static async Task Fill(Db db, int atOnce)
    {
        await World.FillPeople(db, atOnce);
        var call = World.Call(db);
        await World.InOrder(World.Providers, atOnce, n => SetSkills.Run(new(n + 1, SkillsOf(n + 1)), call));
        await call.Write(async session => await session.Run(Offer));
    }

    /// <summary>One to three of the five.</summary>
    static List<string> SkillsOf(int id) => Names.Where((_, n) => (id + n) % 5 < 1 + id % 3).ToList();

    // Half an hour lies between the first starts of neighbours, so that a few hours find some of everybody's.
    static readonly Sql Offer = new($"""
        WITH RECURSIVE numbers (n) AS (
            SELECT CAST(0 AS BIGINT)
            UNION ALL
            SELECT n + 1 FROM numbers WHERE n < {World.Providers * AppointmentsOfEach - 1}
        ), appointments (provider, starts, type) AS (
            SELECT n % {World.Providers} + 1,
                   ({Begin} + n / {World.Providers} * {HoursBetween * 3600} + n % {HoursBetween * 2} * 1800) * 1000000,
                   CASE WHEN n / {World.Providers} % 2 = 0 THEN 'one-off' ELSE 'consultation' END
            FROM numbers
        )
        INSERT INTO openings (provider_id, starts_at, ends_at, slot_micros, type, created_at)
        SELECT provider, starts, starts + 3600000000, 3600000000, type, 0
        FROM appointments
        """);
}
