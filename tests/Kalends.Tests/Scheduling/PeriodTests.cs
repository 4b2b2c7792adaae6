using System.Text.Json.Nodes;
using Kalends.Platform.Paging;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Scheduling;

/// <summary>A list over a period shows what overlaps it, and no cursor leads out of the period.</summary>
public abstract class PeriodTests
{
    readonly TestApp _app;

    protected PeriodTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_reservation_over_midnight_is_found_on_both_days_and_by_its_start_on_one()
    {
        var (provider, night) = (await _app.GivenAProvider(), Midnight(5));
        await Offer(provider, night.AddHours(-1), night.AddHours(1), slotMinutes: 120);
        var reservation = (await _app.Reserve((long)(await Slots(provider))[0]!["id"]!)).Is(201).Id;
        async Task<bool> Finds(string query) =>
            (await Listed($"provider_id={provider}&{query}")).SequenceEqual([reservation]);

        Assert.True(await Finds($"from={Text(night.AddDays(-1))}&to={Text(night)}"));
        Assert.True(await Finds($"from={Text(night)}&to={Text(night.AddDays(1))}"));
        Assert.True(await Finds($"from={Text(night.AddMinutes(30))}"));
        Assert.True(await Finds($"from={Text(night.AddMinutes(59))}&to={Text(night.AddMinutes(60))}"));
        Assert.False(await Finds($"from={Text(night.AddHours(1))}"));
        Assert.False(await Finds($"to={Text(night.AddHours(-1))}"));

        Assert.True(await Finds($"starts_from={Text(night.AddHours(-1))}&starts_before={Text(night)}"));
        Assert.False(await Finds($"starts_from={Text(night)}"));
        Assert.False(await Finds($"from={Text(night)}&starts_from={Text(night)}"));
        Assert.False(await Finds($"starts_before={Text(night.AddHours(-1))}"));
    }

    [Fact]
    public async Task Any_period_finds_the_same_over_REST_and_GraphQL_page_by_page_and_from_both_ends()
    {
        var random = new Random(1);
        var (visitor, client) = await _app.GivenAClientUser();
        var (provider, start) = (await _app.GivenAProvider(), _app.NextHour().AddDays(2));
        var all = new List<(long Id, DateTimeOffset Starts, DateTimeOffset Ends)>();
        for (var at = start; all.Count < 25; at = at.AddMinutes(random.Next(0, 12) * 15))
        {
            var length = random.Next(1, 17) * 15;
            await Offer(provider, at, at.AddMinutes(length), length);
            var made = await _app.Reserve((long)(await Slots(provider, at))[0]!["id"]!, client);
            all.Add((made.Is(201).Id, at, at.AddMinutes(length)));
            at = at.AddMinutes(length);
        }
        var end = all[^1].Ends;

        for (var i = 0; i < 40; i++)
        {
            var bounds = Enumerable.Range(0, 4).Select(_ => random.Next(2) == 0
                ? (DateTimeOffset?)null
                : start.AddMinutes(random.Next(-4, (int)(end - start).TotalMinutes / 15 + 4) * 15)).ToList();
            var (from, to, startsFrom, startsBefore) = (bounds[0], bounds[1], bounds[2], bounds[3]);
            var expected = all
                .Where(one => (from is null || one.Ends > from) && (to is null || one.Starts < to))
                .Where(one => (startsFrom is null || one.Starts >= startsFrom)
                    && (startsBefore is null || one.Starts < startsBefore))
                .Select(one => one.Id).ToList();
            string[] names = ["from", "to", "starts_from", "starts_before"];
            var query = string.Concat(names.Zip(bounds)
                .Where(pair => pair.Second is not null).Select(pair => $"&{pair.First}={Text(pair.Second!.Value)}"));

            Assert.Equal(expected, await Walk(_app.Admin, $"provider_id={provider}{query}", limit: 1 + i % 7));
            Assert.Equal(expected, await Walk(_app.Admin, $"client_id={client}{query}", limit: 1 + i % 5));
            Assert.Equal(expected, await Walk(visitor, query.TrimStart('&'), limit: 1 + i % 6));
            Assert.Equal(expected, await WalkBack(_app.Admin, $"providerId: {provider}", bounds, size: 1 + i % 6));
            Assert.Equal(expected, await WalkBack(visitor, "", bounds, size: 1 + i % 7));
            Assert.Equal(expected, (await Walk(_app.Admin, query.TrimStart('&'), limit: 50))
                .Where(id => all.Exists(one => one.Id == id)));
        }
    }

    [Fact]
    public async Task A_day_of_all_slots_shows_the_one_that_reaches_into_it_and_what_can_be_reserved_starts_in_it()
    {
        var (provider, night) = (await _app.GivenAProvider(), Midnight(5));
        await Offer(provider, night.AddHours(-2), night.AddHours(4), slotMinutes: 120);
        await Offer(provider, night.AddHours(6), night.AddHours(7), slotMinutes: 60);
        await Offer(provider, night.AddHours(-3), night.AddHours(-2), slotMinutes: 60);
        await Offer(provider, night.AddHours(23), night.AddHours(25), slotMinutes: 120);
        var shifted = $"from={Text(night.AddHours(1))}&to={Text(night.AddDays(1))}";

        var all = await _app.Admin.Get($"/v1/providers/{provider}/slots?include=all&{shifted}");
        var bookable = await _app.Admin.Get($"/v1/providers/{provider}/slots?{shifted}");

        Assert.Equal([0, 2, 6, 23], Hours(all));
        Assert.Equal([2, 6, 23], Hours(bookable));
        var (seen, next) = (new List<int>(), "");
        do
        {
            var page = (await _app.Admin.Get(
                $"/v1/providers/{provider}/slots?include=all&{shifted}&limit=1&cursor={next}")).Is(200);
            seen.AddRange(Hours(page));
            next = (string?)page["next"];
        }
        while (next is not null);
        Assert.Equal([0, 2, 6, 23], seen);

        List<int> Hours(Answer answer) => answer.Is(200)["items"]!.AsArray()
            .Select(slot => (int)((DateTimeOffset)slot!["starts_at"]! - night).TotalHours).ToList();
    }

    [Fact]
    public async Task What_reaches_out_of_the_window_still_decides_about_a_slot_in_it()
    {
        var (provider, night) = (await _app.GivenAProvider(), Midnight(5));
        await Offer(provider, night.AddHours(-2), night.AddHours(4), slotMinutes: 120);
        foreach (var minutes in (int[])[-30, 130])
            (await _app.Admin.Post($"/v1/providers/{provider}/closures", new
            {
                starts_at = Text(night.AddMinutes(minutes)),
                ends_at = Text(night.AddMinutes(minutes + 20)),
            })).Is(201);
        async Task<List<string>> States(DateTimeOffset from, DateTimeOffset to) => (await _app.Admin.Get(
            $"/v1/providers/{provider}/slots?include=all&from={Text(from)}&to={Text(to)}")).Is(200)["items"]!.AsArray()
            .Select(slot => (string)slot!["state"]!).ToList();

        // The slots start two hours before midnight, at midnight, and two hours after it.
        Assert.Equal(["closed", "free", "closed"], await States(night.AddHours(-2), night.AddHours(4)));
        Assert.Equal(["closed"], await States(night.AddMinutes(-5), night.AddMinutes(-1)));
        Assert.Equal(["free", "closed"], await States(night.AddMinutes(1), night.AddMinutes(121)));
        var listed = await _app.Admin.Get(
            $"/v1/providers/{provider}/slots?from={Text(night.AddHours(-2))}&to={Text(night.AddMinutes(121))}");
        Assert.Single(listed.Is(200)["items"]!.AsArray());
        var graph = (await _app.Admin.Ask(
            $"{{ provider(providerId: {provider}) {{ slots(from: \"{Text(night.AddHours(-2))}\", " +
            $"to: \"{Text(night.AddMinutes(121))}\") {{ startsAt }} }} }}")).Data();
        Assert.Equal(Text(night), (string?)Assert.Single(graph["provider"]!["slots"]!.AsArray())!["startsAt"]);
    }

    [Fact]
    public async Task An_appointment_is_found_by_what_it_overlaps_and_by_its_end()
    {
        var (provider, night) = (await _app.GivenAProvider(), Midnight(5));
        (await _app.Admin.Post("/v1/appointments", new
        {
            provider_id = provider,
            starts_at = Text(night.AddHours(-20)),
            duration_seconds = 86_400,
            type = "one-off",
        })).Is(201);
        async Task<bool> Finds(string query) => (await _app.Admin.Get(
            $"/v1/appointments?provider_id={provider}&{query}")).Is(200)["items"]!.AsArray().Count == 1;
        async Task<bool> Asks(string filter) => (await _app.Admin.Ask(
            $"{{ appointments(filters: {{providerId: {provider}, {filter}}}) {{ edges {{ cursor }} }} }}"))
            .Data()["appointments"]!["edges"]!.AsArray().Count == 1;

        Assert.True(await Finds($"from={Text(night)}&to={Text(night.AddDays(1))}"));
        Assert.True(await Finds($"from={Text(night.AddHours(4).AddSeconds(-1))}"));
        Assert.False(await Finds($"from={Text(night.AddHours(4))}"));
        Assert.False(await Finds($"to={Text(night.AddHours(-20))}"));
        Assert.True(await Asks($"endsAfter: \"{Text(night)}\""));
        Assert.False(await Asks($"not: {{endsAfter: \"{Text(night)}\"}}"));
        Assert.False(await Asks($"startsFrom: \"{Text(night)}\""));
    }

    [Fact]
    public async Task A_cursor_does_not_lead_out_of_the_window_of_a_list_of_slots()
    {
        var provider = await _app.GivenAProvider();
        var first = await _app.GivenSlots(provider, inDays: 2, hours: 8, slotMinutes: 60);
        var start = _app.NextHour().AddDays(2);
        var window = $"from={Text(start.AddHours(2))}&to={Text(start.AddHours(4))}";
        foreach (var include in (string[])["bookable", "all"])
        {
            Task<List<long>> Page(DateTimeOffset at) => PageFrom(Micros(at));

            async Task<List<long>> PageFrom(long micros) => (await _app.Admin.Get(
                $"/v1/providers/{provider}/slots?include={include}&{window}" +
                $"&cursor={new Cursor("starts_at", [micros]).Write()}"))
                .Is(200)["items"]!.AsArray().Select(slot => (long)slot!["id"]! - first).ToList();

            Assert.Equal([2, 3], await Page(start.AddYears(-20)));
            Assert.Equal([3], await Page(start.AddHours(3)));
            Assert.Empty(await Page(start.AddHours(4)));
            Assert.Empty(await Page(start.AddHours(6)));
            Assert.Empty(await Page(start.AddYears(100)));
            Assert.Equal([2, 3], await PageFrom(long.MinValue));
            Assert.Empty(await PageFrom(long.MaxValue));
        }
    }

    [Fact]
    public async Task A_cursor_does_not_lead_before_the_beginning_of_a_list_of_openings_or_closures()
    {
        var provider = await _app.GivenAProvider();
        var start = _app.NextHour().AddDays(2);
        await Offer(provider, start, start.AddHours(1), slotMinutes: 60);
        await Offer(provider, start.AddHours(2), start.AddHours(3), slotMinutes: 60);
        foreach (var hours in (int[])[0, 2])
            (await _app.Admin.Post($"/v1/providers/{provider}/closures", new
            {
                starts_at = Text(start.AddHours(hours)),
                ends_at = Text(start.AddHours(hours + 1)),
            })).Is(201);

        foreach (var list in (string[])["openings", "closures"])
        {
            var path = $"/v1/providers/{provider}/{list}?from={Text(start.AddHours(1))}";
            var ago = Micros(start.AddYears(-1));
            var early = new Cursor("ends_at", list == "openings" ? [ago] : [ago, 1L]).Write();

            var only = Assert.Single((await _app.Admin.Get($"{path}&cursor={early}")).Is(200)["items"]!.AsArray());

            Assert.Equal(Text(start.AddHours(2)), (string?)only!["starts_at"]);
            var all = (await _app.Admin.Get($"/v1/providers/{provider}/{list}")).Is(200);
            Assert.Equal(2, all["items"]!.AsArray().Count);
        }
    }

    async Task<List<long>> Listed(string query) => (await _app.Admin.Get($"/v1/reservations?{query}"))
        .Is(200)["items"]!.AsArray().Select(one => (long)one!["id"]!).ToList();

    static async Task<List<long>> Walk(Visitor visitor, string query, int limit)
    {
        var (seen, next) = (new List<long>(), (string?)"");
        for (; next is not null; Assert.InRange(seen.Count, 0, 1000))
        {
            var page = (await visitor.Get($"/v1/reservations?{query}&limit={limit}&cursor={next}")).Is(200);
            seen.AddRange(page["items"]!.AsArray().Select(one => (long)one!["id"]!));
            next = (string?)page["next"];
        }
        return seen;
    }

    static async Task<List<long>> WalkBack(
        Visitor visitor, string filter, List<DateTimeOffset?> bounds, int size)
    {
        var (seen, place) = (new List<long>(), (string?)null);
        while (true)
        {
            var page = (await visitor.Ask(
                $"query ($from: DateTime, $to: DateTime, $starts: DateTime, $before: DateTime, $place: String) {{ " +
                $"reservations({filter} from: $from, to: $to, startsFrom: $starts, startsBefore: $before, " +
                $"last: {size}, before: $place) {{ edges {{ node {{ reservationId }} }} " +
                "pageInfo { hasPreviousPage startCursor } } }",
                new
                {
                    from = bounds[0]?.Text(),
                    to = bounds[1]?.Text(),
                    starts = bounds[2]?.Text(),
                    before = bounds[3]?.Text(),
                    place,
                })).Data()["reservations"]!;
            seen.InsertRange(0, page["edges"]!.AsArray()
                .Select(edge => long.Parse((string)edge!["node"]!["reservationId"]!, null)));
            if (!(bool)page["pageInfo"]!["hasPreviousPage"]!)
                return seen;
            place = (string?)page["pageInfo"]!["startCursor"];
        }
    }

    async Task Offer(long provider, DateTimeOffset start, DateTimeOffset end, int slotMinutes) =>
        (await _app.Admin.Post($"/v1/providers/{provider}/openings", new
        {
            ranges = new[] { new { starts_at = start.Text(), ends_at = end.Text() } },
            slot_minutes = slotMinutes,
        })).Is(201);

    async Task<JsonArray> Slots(long provider, DateTimeOffset? from = null) => (await _app.Admin.Get(
        $"/v1/providers/{provider}/slots?from={Text(from ?? _app.Clock.GetUtcNow())}")).Is(200)["items"]!.AsArray();

    DateTimeOffset Midnight(int inDays) => new(_app.Clock.GetUtcNow().UtcDateTime.Date.AddDays(inDays), TimeSpan.Zero);

    static string Text(DateTimeOffset at) => at.Text();

    static long Micros(DateTimeOffset at) => Instants.From(at).Micros;
}

public sealed class PeriodTestsOnSqlite(SqliteApp app) : PeriodTests(app), IClassFixture<SqliteApp>;

public sealed class PeriodTestsOnPostgres(PostgresApp app) : PeriodTests(app), IClassFixture<PostgresApp>;
