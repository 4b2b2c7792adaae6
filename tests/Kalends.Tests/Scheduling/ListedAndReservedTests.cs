using System.Text.Json.Nodes;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Scheduling;

/// <summary>
/// Random calendars with services, buffers, closures and policies: what is listed can be reserved, what is not listed
/// is refused, and nothing overlaps.
/// </summary>
public abstract class ListedAndReservedTests
{
    static readonly string[] Refusals =
    [
        "409 slot_taken", "409 slot_closed", "409 limit_reached", "409 client_limit_reached",
        "409 service_does_not_fit", "409 service_required", "422 off_step", "422 too_far", "422 too_soon",
    ];

    /// <summary>The first obstacle that is named where a start is refused.</summary>
    static readonly Dictionary<string, string[]> Explanations = new()
    {
        ["slot_taken"] = ["held", "booked", "buffer"],
        ["slot_closed"] = ["closed"],
        ["limit_reached"] = ["limit_reached"],
        ["service_does_not_fit"] = ["service_does_not_fit", "other_services_only"],
        ["off_step"] = ["off_step"],
        ["too_far"] = ["too_far"],
        ["too_soon"] = ["too_soon", "begun"],
    };

    readonly TestApp _app;

    protected ListedAndReservedTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task What_is_listed_is_what_can_be_reserved()
    {
        // The grace would let a start be reserved that is no longer listed.
        await using var changed = await _app.Restart("--Kalends:Scheduling:GraceMinutes=0");
        var (taken, refused) = (0, new HashSet<string>());
        for (var seed = 0; seed < 20; seed++)
        {
            var world = await World.Make(_app, new Random(seed));
            for (var step = 0; step < 40; step++)
                taken += await world.Step(refused) ? 1 : 0;
        }

        Assert.True(taken > 100, $"Only {taken} reservations were made.");
        Assert.Superset(
            new HashSet<string>
            {
                "409 slot_taken", "409 slot_closed", "409 limit_reached", "409 service_does_not_fit", "422 off_step",
                "422 too_far", "422 too_soon",
            },
            refused);
        Assert.Equal(0L, await Overlaps());
    }

    [Fact]
    public async Task A_short_period_shows_what_a_long_one_shows_in_it()
    {
        var shown = 0;
        for (var seed = 0; seed < 10; seed++)
        {
            var world = await World.Make(_app, new Random(seed));
            for (var step = 0; step < 12; step++)
            {
                await world.Step([]);
                shown += await world.ComparePeriods();
            }
        }
        Assert.True(shown > 500, $"Only {shown} starts were compared.");
    }

    /// <summary>The pairs of live reservations of a provider that overlap, buffers included.</summary>
    async Task<long> Overlaps()
    {
        await using var connection = _app.Connect();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT COUNT(*)
            FROM reservations a
            JOIN reservations b ON b.provider_id = a.provider_id AND b.id > a.id
                AND b.busy_from < a.busy_to AND b.busy_to > a.busy_from
            WHERE a.state IN ('held', 'confirmed') AND b.state IN ('held', 'confirmed')
            """;
        return (long)(await command.ExecuteScalarAsync())!;
    }

    sealed record World(TestApp App, Random Random, long Provider, List<long> Starts, List<long?> Services)
    {
        readonly List<long> _live = [];

        public static async Task<World> Make(TestApp app, Random random)
        {
            var zone = Pick(random, "UTC", "Europe/Stockholm", "Pacific/Auckland");
            var provider = (await app.Admin.Post("/v1/providers", new { name = "a", time_zone = zone })).Is(201).Id;
            var world = new World(app, random, provider, [], [null]);
            for (var (at, i) = (0, 0); i < 5; i++)
                at = await world.Open(at);
            for (var i = 0; i < 2; i++)
                await world.Close(random.Next(0, 120) * 15, random.Next(1, 5) * 15);
            for (var i = 0; i < 3; i++)
                world.Services.Add(await app.GivenAService(
                    provider, 5 * random.Next(1, 30), 5 * random.Next(0, 7), 5 * random.Next(0, 7)));
            await world.Say();
            return world;
        }

        /// <summary>Adds an opening that adjoins the one before it, or stands apart; answers where it ends.</summary>
        async Task<int> Open(int from)
        {
            var start = from + Pick(Random, 0, 0, 45, 8 * 60);
            if (Random.Next(4) == 0)
            {
                var typed = await App.GivenAnAppointment(Provider, 2 + start / 1440d);
                Starts.Add((long)typed.Is(201)["slot_id"]!);
                return start + 60;
            }
            var (slot, count) = (Pick(Random, 15, 30, 45), Random.Next(1, 10));
            var first = await App.GivenAnOpening(Provider, start, slot * count, slot);
            Starts.AddRange(Enumerable.Range(0, count).Select(i => first + i));
            return start + slot * count;
        }

        async Task Close(int from, int minutes)
        {
            var day = App.NextHour().AddDays(2).AddMinutes(from);
            var closed = await App.Admin.Post($"/v1/providers/{Provider}/closures", new
            {
                starts_at = day.Text(),
                ends_at = day.AddMinutes(minutes).Text(),
            });
            // Nobody is closed out.
            Assert.Contains(closed.Status, new[] { 201, 409 });
        }

        async Task Say() => (await App.Admin.Put($"/v1/providers/{Provider}/policy", new Dictionary<string, int?>
        {
            ["book_notice_minutes"] = Pick<int?>(Random, null, 0, 2 * 1440 + 100),
            ["furthest_days"] = Pick<int?>(Random, null, null, 2, 30),
            ["day_max"] = Pick<int?>(Random, null, null, 2, 5),
            ["week_max"] = Pick<int?>(Random, null, null, 6),
            ["step_minutes"] = Pick<int?>(Random, null, null, 20, 60),
        })).Is(200);

        /// <summary>Something happens; answers whether a reservation was made.</summary>
        public async Task<bool> Step(HashSet<string> refused)
        {
            switch (Random.Next(12))
            {
                case 0:
                    await Say();
                    return false;
                case 1:
                    await Close(Random.Next(0, 120) * 15, Random.Next(1, 3) * 15);
                    return false;
                case 2 when _live.Count > 0:
                    await App.Admin.Post($"/v1/reservations/{_live[Random.Next(_live.Count)]}/cancel");
                    return false;
                case 3 when _live.Count > 0:
                    await App.Admin.Post($"/v1/reservations/{_live[Random.Next(_live.Count)]}/confirm");
                    return false;
                case 4:
                    App.Clock.Advance(TimeSpan.FromMinutes(Random.Next(1, 20)));
                    return false;
                default:
                    return await Reserve(refused);
            }
        }

        async Task<bool> Reserve(HashSet<string> refused)
        {
            var service = Services[Random.Next(Services.Count)];
            var listed = await App.Listed(Provider, service);
            Assert.Subset(Starts.ToHashSet(), listed.ToHashSet());
            var others = Starts.Except(listed).ToList();
            var wanted = listed.Count > 0 && (others.Count == 0 || Random.Next(2) == 0)
                ? listed[Random.Next(listed.Count)]
                : others[Random.Next(others.Count)];

            var explained = await Explain(wanted, service);
            var answer = await App.Book(wanted, service);

            var isListed = listed.Contains(wanted);
            Assert.Equal(isListed, (bool)explained["bookable"]!);
            Assert.True(
                isListed == (answer.Status == 201),
                $"Start {wanted} of service {service} was {(isListed ? "" : "not ")}listed: {answer.Text}");
            if (isListed)
                _live.Add(answer.Id);
            else
            {
                var code = $"{answer.Status} {answer.Code}";
                Assert.Contains(code, Refusals);
                refused.Add(code);
                Assert.Contains((string?)explained["obstacles"]![0]!["code"], Explanations[code[4..]]);
                if (answer.Body["alternatives"] is JsonArray alternatives)
                    Assert.Subset(listed.ToHashSet(), alternatives.Select(one => (long)one!["id"]!).ToHashSet());
            }
            return isListed;
        }

        /// <summary>Compares random periods with all that is known; answers how many starts they show.</summary>
        public async Task<int> ComparePeriods()
        {
            var shown = 0;
            foreach (var service in Services)
            {
                var all = await States(App.Clock.GetUtcNow(), TimeSpan.FromDays(60), service);
                foreach (var minutes in (int[])[1, 25, 90, 600])
                {
                    var (from, length) = (
                        App.NextHour().AddDays(2).AddMinutes(Random.Next(-60, 1800)), TimeSpan.FromMinutes(minutes));
                    var (first, end) = (from.Text(), (from + length).Text());
                    var expected = all.Where(one => IsAtOrAfter(one.Start, first) && !IsAtOrAfter(one.Start, end));
                    var found = (await States(from, length, service)).Where(one => IsAtOrAfter(one.Start, first));
                    Assert.Equal(expected, found);
                    shown += expected.Count();
                }
            }
            return shown;
        }

        static bool IsAtOrAfter(string at, string other) => string.CompareOrdinal(at, other) >= 0;

        async Task<List<(string Start, string Slot)>> States(DateTimeOffset from, TimeSpan length, long? service)
        {
            var page = await App.Admin.Get(
                $"/v1/providers/{Provider}/slots?include=all&from={from.Text()}&to={(from + length).Text()}" +
                (service is null ? "" : $"&service_id={service}"));
            return page.Is(200)["items"]!.AsArray()
                .Select(one => ((string)one!["starts_at"]!, one.ToJsonString())).ToList();
        }

        async Task<Answer> Explain(long slot, long? service)
        {
            var all = await App.Admin.Get(
                $"/v1/providers/{Provider}/slots?include=all&to={App.Clock.GetUtcNow().AddDays(60).Text()}");
            var start = all.Is(200)["items"]!.AsArray().First(one => (long)one!["id"]! == slot)!["starts_at"];
            var asked = service is null ? "" : $"&service_id={service}";
            return (await App.Admin.Get($"/v1/providers/{Provider}/slots/explain?at={start}{asked}")).Is(200);
        }

        static T Pick<T>(Random random, params T[] choices) => choices[random.Next(choices.Length)];
    }
}

public sealed class ListedAndReservedTestsOnSqlite(SqliteApp app)
    : ListedAndReservedTests(app), IClassFixture<SqliteApp>;

public sealed class ListedAndReservedTestsOnPostgres(PostgresApp app)
    : ListedAndReservedTests(app), IClassFixture<PostgresApp>;
