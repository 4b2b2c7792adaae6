using System.Text.Json.Nodes;
using Kalends.Scheduling.Availability;
using Kalends.Tests.Kit;
using Kalends.Tests.Reimbursements;

namespace Kalends.Tests.Scheduling.Availability;

/// <summary>
/// Random calendars with services, policies, closures and lapsed holds: the first slots of many providers are the lists
/// of each of them, merged in order.
/// </summary>
public abstract class FirstSlotsTests
{
    readonly TestApp _app;

    protected FirstSlotsTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task The_first_slots_are_the_lists_of_all_providers_merged()
    {
        for (var seed = 0; seed < 6; seed++)
        {
            var world = await World.Make(_app, new Random(seed));
            for (var step = 0; step < 5; step++)
            {
                await world.Step();
                await world.Compare("");
                await world.Compare($"&service_id={world.Service}");
                await world.Compare($"&days_of_week=1&days_of_week=3&days_of_week=5&time_of_day=09:00-15:30");
                await world.Compare("&time_of_day=20:00-24:00&time_zone=Asia/Tokyo");
            }
        }
        Assert.Equal(0L, await Mistaken());
    }

    /// <summary>The openings of which something else is known than their openings and reservations say.</summary>
    async Task<long> Mistaken()
    {
        await using var connection = _app.Connect();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT COUNT(*)
            FROM (
                SELECT o.id, o.provider_id, o.starts_at, o.ends_at, o.slot_micros, o.services_only,
                       o.ends_at - o.starts_at - COALESCE((
                           SELECT SUM(CASE WHEN r.ends_at < o.ends_at THEN r.ends_at ELSE o.ends_at END - r.starts_at)
                           FROM reservations r
                           WHERE r.opening_id = o.id AND r.state = 'confirmed'), 0) AS free_micros
                FROM openings o
                WHERE o.removed_at IS NULL
            ) AS said
            LEFT JOIN free_openings f
                ON f.id = said.id AND f.provider_id = said.provider_id AND f.starts_at = said.starts_at
                AND f.ends_at = said.ends_at AND f.slot_micros = said.slot_micros
                AND f.services_only = said.services_only AND f.free_micros = said.free_micros
            WHERE f.id IS NULL
            """;
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Some providers, whom a search finds in either way: as few, or as though they were many.</summary>
    sealed record World(TestApp App, Random Random, List<long> Providers, List<long> Slots, long Service)
    {
        static readonly string[] Zones = ["UTC", "Europe/Stockholm", "America/New_York"];

        public static async Task<World> Make(TestApp app, Random random)
        {
            var (providers, slots) = (new List<long>(), new List<long>());
            var practice = (await app.GivenAnOrganisation()).Id;
            for (var i = 0; i < 6; i++)
            {
                var made = await app.Admin.Post("/v1/providers", new
                {
                    name = $"Provider {i}",
                    time_zone = Zones[random.Next(3)],
                    organisation_id = practice,
                });
                providers.Add(made.Is(201).Id);
            }
            var service = (await app.Admin.Post("/v1/services", new
            {
                organisation_id = practice,
                name = "Massage",
                duration_minutes = 15 * random.Next(1, 8),
                buffer_before_minutes = 5 * random.Next(0, 4),
                buffer_after_minutes = 5 * random.Next(0, 4),
            })).Is(201).Id;
            var world = new World(app, random, providers, slots, service);
            foreach (var provider in providers)
            {
                (await app.Admin.Put($"/v1/services/{service}/providers/{provider}", new { })).Is(200);
                await world.Open(provider);
                await world.Say("providers", provider);
            }
            await world.Say("organisations", practice);
            await world.Say("services", service);
            return world;
        }

        async Task Open(long provider)
        {
            for (var (at, i) = (0, 0); i < 8; i++)
            {
                at += Pick(0, 0, 60, 17 * 60);
                var (slot, count) = (Pick(15, 30, 60), Random.Next(1, 9));
                var first = await App.GivenAnOpening(provider, at - 1440, slot * count, slot);
                Slots.AddRange(Enumerable.Range(0, count).Select(n => first + n));
                at += slot * count;
            }
        }

        async Task Say(string level, long id) => (await App.Admin.Put(
            $"/v1/{level}/{id}/policy", new Dictionary<string, int?>
            {
                ["book_notice_minutes"] = Pick<int?>(null, null, 0, 300, 2 * 1440 + 100),
                ["furthest_days"] = Pick<int?>(null, null, 2, 4),
                ["day_max"] = Pick<int?>(null, null, 2),
                ["step_minutes"] = Pick<int?>(null, null, 45, 60),
            })).Is(200);

        /// <summary>Something happens to some calendars.</summary>
        public async Task Step()
        {
            for (var i = 0; i < 12; i++)
            {
                var provider = Providers[Random.Next(Providers.Count)];
                switch (Random.Next(10))
                {
                    case 0:
                        await Say("providers", provider);
                        break;
                    case 1:
                        var day = App.NextHour().AddDays(2).AddMinutes(Random.Next(0, 400) * 15);
                        await App.Admin.Post($"/v1/providers/{provider}/closures", new
                        {
                            starts_at = day.Text(),
                            ends_at = day.AddMinutes(15 * Random.Next(1, 20)).Text(),
                            cancel_reservations = true,
                        });
                        break;
                    case 2:
                        App.Clock.Advance(TimeSpan.FromMinutes(Random.Next(1, 60)));
                        break;
                    default:
                        var booked = await App.Book(
                            Slots[Random.Next(Slots.Count)], Random.Next(2) == 0 ? Service : null, reason: "test");
                        if (booked.Status == 201 && Random.Next(4) > 0)
                            await App.Admin.Post($"/v1/reservations/{booked.Id}/confirm");
                        if (booked.Status == 201 && Random.Next(6) == 0)
                            await App.Admin.Post($"/v1/reservations/{booked.Id}/cancel");
                        break;
                }
            }
        }

        /// <summary>Asks in pages of random sizes, and holds the answers against the lists.</summary>
        public async Task Compare(string rest)
        {
            var from = App.Clock.GetUtcNow();
            var window = $"from={from.Text()}&to={from.AddDays(12).Text()}";
            var those = string.Concat(Providers.Select(id => $"&provider_ids={id}"));
            var expected = new List<(string, long, long)>();
            foreach (var provider in Providers)
                expected.AddRange(await Listed(provider, window, rest));
            expected.Sort();

            Assert.Equal(expected, await Walk($"/v1/slots?{window}{those}{rest}"));
            var input = InputOf(from, rest);
            Assert.Equal(expected, await Walk(input, few: 0, once: false));
            var firsts = expected.DistinctBy(slot => slot.Item2).ToList();
            Assert.Equal(firsts, await Walk(input, few: 0, once: true));
            Assert.Equal(firsts, await Walk(input, few: 100, once: true));
        }

        FindFirstSlots.Input InputOf(DateTimeOffset from, string rest) => new(
            rest.Contains("service_id", StringComparison.Ordinal) ? Service : null, ProviderIds: Providers,
            From: Instants.From(from), To: Instants.From(from.AddDays(12)),
            DaysOfWeek: rest.Contains("days_of_week", StringComparison.Ordinal) ? [1, 3, 5] : null,
            TimeOfDay: rest.Contains("days_of_week", StringComparison.Ordinal) ? "09:00-15:30"
                : rest.Contains("Tokyo", StringComparison.Ordinal) ? "20:00-24:00" : null,
            TimeZone: rest.Contains("Tokyo", StringComparison.Ordinal) ? "Asia/Tokyo" : null);

        /// <summary>Searches as though more than so many providers were many.</summary>
        async Task<List<(string, long, long)>> Walk(FindFirstSlots.Input input, int few, bool once)
        {
            var (all, call) = (new List<(string, long, long)>(), App.OwnCall());
            Spot? after = null;
            while (true)
            {
                var most = Random.Next(1, 30);
                var found = await call.Read(async session =>
                    await ((await FindFirstSlots.SearchOf(session, call, input)) with { FewMax = few, Once = once })
                        .Find(session, call, after, most));
                all.AddRange(found.Slots.Select(slot => (slot.StartsAt.Written(), slot.ProviderId, slot.Id)));
                if (found.Slots.Count < most && found.Stopped is null)
                    return all;
                after = found.Stopped ?? Spot.Of(found.Slots[^1]);
            }
        }

        async Task<List<(string, long, long)>> Walk(string path)
        {
            var found = new List<(string, long, long)>();
            string? cursor = null;
            do
            {
                var page = (await App.Admin.Get($"{path}&limit={Random.Next(1, 30)}&cursor={cursor}")).Is(200);
                found.AddRange(page["items"]!.AsArray().Select(Shown));
                cursor = (string?)page["next"];
            }
            while (cursor is not null);
            return found;
        }

        async Task<IEnumerable<(string, long, long)>> Listed(long provider, string window, string rest)
        {
            var service = rest.Contains("service_id", StringComparison.Ordinal) ? rest : "";
            var zone = (string)(await App.Admin.Get($"/v1/providers/{provider}")).Is(200)["time_zone"]!;
            var page = (await App.Admin.Get($"/v1/providers/{provider}/slots?{window}{service}")).Is(200);
            return page["items"]!.AsArray()
                .Where(slot => IsWanted((DateTimeOffset)slot!["starts_at"]!, zone, rest))
                .Select(slot => ((string)slot!["starts_at"]!, provider, (long)slot["id"]!));
        }

        static bool IsWanted(DateTimeOffset start, string zone, string rest)
        {
            LocalDateTime In(string name) =>
                Instants.From(start).InZone(DateTimeZoneProviders.Tzdb[name]).LocalDateTime;
            return rest.Contains("days_of_week", StringComparison.Ordinal)
                ? In(zone) is { DayOfWeek: IsoDayOfWeek.Monday or IsoDayOfWeek.Wednesday or IsoDayOfWeek.Friday } local
                    && local.TimeOfDay >= new LocalTime(9, 0) && local.TimeOfDay < new LocalTime(15, 30)
                : !rest.Contains("Tokyo", StringComparison.Ordinal) || In("Asia/Tokyo").Hour >= 20;
        }

        static (string, long, long) Shown(JsonNode? slot) =>
            ((string)slot!["starts_at"]!, (long)slot["provider_id"]!, (long)slot["id"]!);

        T Pick<T>(params T[] choices) => choices[Random.Next(choices.Length)];
    }
}

public sealed class FirstSlotsTestsOnSqlite(SqliteApp app) : FirstSlotsTests(app), IClassFixture<SqliteApp>;

public sealed class FirstSlotsTestsOnPostgres(PostgresApp app) : FirstSlotsTests(app), IClassFixture<PostgresApp>;
