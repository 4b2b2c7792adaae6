using System.Text.Json;
using Kalends.Platform;
using Kalends.Platform.Calls;
using Kalends.Scheduling;
using Kalends.Scheduling.Hours;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Scheduling.Hours;

/// <summary>Whatever happens to a calendar, its openings are what the hours say, less what people took.</summary>
public abstract class RandomHoursTests
{
    const int Steps = 12;
    const int WindowDays = 10;
    static readonly string[] Zones = ["UTC", "Europe/London", "America/New_York", "Asia/Kathmandu"];

    readonly TestApp _app;

    protected RandomHoursTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Openings_are_the_hours_less_what_people_took(int seed)
    {
        var dice = new Random(seed);
        await using var _ = await _app.Restart($"--Kalends:Scheduling:WindowDays={WindowDays}");
        var organisation = (await _app.Admin.Post("/v1/organisations", new { name = $"House {Guid.NewGuid()}" }))
            .Is(201).Id;
        var provider = await _app.GivenAProvider(await _app.As(Roles.Manager, organisation));
        var (removed, closed) = (new List<Interval>(), new HashSet<DateOnly>());

        for (var step = 0; step < Steps; step++)
        {
            await (dice.Next(5) switch
            {
                0 => Offer(provider, dice),
                1 => Remove(provider, dice, removed),
                2 => Close(organisation, dice, closed),
                3 => Wait(dice),
                _ => Put(provider, dice),
            });
            await ExpandHours.Run(_app.OwnCall());

            var openings = await Openings(provider);
            await Check(provider, openings, removed, closed);
            // The job leaves a last day for tomorrow, and a change of the hours does not.
            await Repeat(provider);
            var repeated = await Openings(provider);
            Assert.Equal(openings, repeated.Take(openings.Count));
            await Check(provider, repeated, removed, closed);
            await Repeat(provider);
            Assert.Equal(repeated, await Openings(provider));
        }
    }

    async Task Repeat(long provider)
    {
        (await _app.Admin.Put(Path(provider), (await Hours(provider)).Body())).Is(200);
        await ExpandHours.Run(_app.OwnCall());
    }

    async Task Check(
        long provider, List<Opening> openings, List<Interval> removed, HashSet<DateOnly> closed)
    {
        var (hours, now) = (await Hours(provider), _app.OwnCall().Now);
        var tomorrow = now + TimeSpan.FromDays(1);
        var (from, until) = (now.InUtc().Date.ToDateOnly().AddDays(-2),
            hours.ExpandedUntil ?? now.InUtc().Date.ToDateOnly());
        var taken = openings.Where(one => one.Hours is null).Select(one => one.Stretch).Concat(removed).ToList();
        var expected = Expansion.Of(hours, DateTimeZoneProviders.Tzdb[hours.TimeZone], closed, from, until)
            .SelectMany(SlotsOf).Where(slot => slot.Start >= tomorrow && !taken.Exists(one => one.Overlaps(slot)));

        var actual = openings.Where(one => one.Hours is not null).SelectMany(SlotsOf)
            .Where(slot => slot.Start >= tomorrow);

        Assert.Equal(expected, actual);
        foreach (var (one, next) in openings.Zip(openings.Skip(1)))
            Assert.True(one.EndsAt <= next.StartsAt);
    }

    async Task Put(long provider, Random dice)
    {
        var slot = dice.Next(2) == 0 ? 30 : 20;
        List<HoursRule> rules = [];
        foreach (var weekdays in (int[][])[[1, 3, 5], [2, 4], [6, 7]])
            if (dice.Next(4) > 0)
                rules.Add(new HoursRule(
                    weekdays, Stretches(dice, slot), EveryWeeks: dice.Next(1, 3), ValidFrom: Today().AddDays(-7),
                    ValidUntil: dice.Next(2) == 0 ? null : Today().AddDays(dice.Next(20)), SlotMinutes: slot));
        var exceptions = Enumerable.Range(0, dice.Next(3)).Select(i => new HoursException(
            Today().AddDays(i * 4 + dice.Next(4)), dice.Next(2) == 0 ? null : Stretches(dice, slot),
            SlotMinutes: slot)).ToList();
        var hours = new WorkingHours(provider, Zones[dice.Next(Zones.Length)], rules, exceptions, null, 0);
        (await _app.Admin.Put(Path(provider), hours.Body())).Is(200);
    }

    static List<HoursStretch> Stretches(Random dice, int slot)
    {
        var (stretches, at) = (new List<HoursStretch>(), dice.Next(3) * 60);
        while (at < 24 * 60)
        {
            var end = Math.Min(at + slot * dice.Next(1, 18), at + (24 * 60 - at) / slot * slot);
            if (end <= at)
                break;
            stretches.Add(new HoursStretch($"{at / 60:00}:{at % 60:00}", $"{end / 60:00}:{end % 60:00}"));
            at = end + dice.Next(4) * 60;
        }
        return stretches;
    }

    async Task Offer(long provider, Random dice)
    {
        var start = _app.NextHour().AddHours(dice.Next(24 * WindowDays)).AddMinutes(dice.Next(12) * 5);
        (await _app.Admin.Post($"/v1/providers/{provider}/openings", new
        {
            ranges = new[] { new { starts_at = start.Text(), ends_at = start.AddMinutes(100).Text() } },
            slot_minutes = 10,
            replace = true,
        })).Is(201);
    }

    async Task Remove(long provider, Random dice, List<Interval> removed)
    {
        var openings = await Openings(provider);
        if (openings.Count == 0)
            return;
        var one = openings[dice.Next(openings.Count)];
        (await _app.Admin.Delete($"/v1/providers/{provider}/openings/{one.Id}")).Is(200);
        if ((await Hours(provider)).Version > 0)
            removed.Add(one.Stretch);
    }

    async Task Close(long organisation, Random dice, HashSet<DateOnly> closed)
    {
        closed.Clear();
        for (var i = 0; i < dice.Next(4); i++)
            closed.Add(Today().AddDays(dice.Next(WindowDays)));
        (await _app.Admin.Put($"/v1/organisations/{organisation}/closed-days", new
        {
            days = closed.Select(date => new { date = $"{date:O}", name = "Closed" }),
        })).Is(200);
    }

    Task Wait(Random dice)
    {
        _app.Clock.Advance(TimeSpan.FromMinutes(dice.Next(60 * 40)));
        return Task.CompletedTask;
    }

    DateOnly Today() => DateOnly.FromDateTime(_app.Clock.GetUtcNow().UtcDateTime);

    async Task<WorkingHours> Hours(long provider) => JsonSerializer.Deserialize<WorkingHours>(
        (await _app.Admin.Get(Path(provider))).Is(200).Text, Json.Options)!;

    async Task<List<Opening>> Openings(long provider)
    {
        var answer = (await _app.Admin.Get($"/v1/providers/{provider}/openings?limit=100")).Is(200);
        Assert.Null(answer["next"]);
        return answer["items"]!.AsArray().Select(one =>
            JsonSerializer.Deserialize<Opening>(one, Json.Options)!).ToList();
    }

    static IEnumerable<Interval> SlotsOf(Opening opening) =>
        Enumerable.Range(0, opening.SlotCount).Select(opening.SlotAt);

    static string Path(long provider) => $"/v1/providers/{provider}/working-hours";
}

static class HoursBodies
{
    /// <summary>The hours as a caller writes them.</summary>
    internal static object Body(this WorkingHours hours) => new
    {
        time_zone = hours.TimeZone,
        rules = hours.Rules.Select(rule => new
        {
            weekdays = rule.Weekdays,
            stretches = rule.Stretches.Select(one => new { from = one.From, to = one.To }),
            every_weeks = rule.EveryWeeks,
            valid_from = $"{rule.ValidFrom:O}",
            valid_until = rule.ValidUntil is { } date ? $"{date:O}" : null,
            slot_minutes = rule.SlotMinutes,
        }),
        exceptions = hours.Exceptions.Select(one => new
        {
            date = $"{one.Date:O}",
            stretches = (one.Stretches ?? []).Select(stretch => new { from = stretch.From, to = stretch.To }),
            slot_minutes = one.SlotMinutes,
        }),
    };
}

public sealed class RandomHoursTestsOnSqlite(SqliteApp app) : RandomHoursTests(app), IClassFixture<SqliteApp>;

public sealed class RandomHoursTestsOnPostgres(PostgresApp app) : RandomHoursTests(app), IClassFixture<PostgresApp>;
