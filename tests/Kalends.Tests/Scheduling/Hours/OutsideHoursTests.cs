using System.Text.Json.Nodes;
using Kalends.Platform.Calls;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Scheduling.Hours;

/// <summary>Those who keep a calendar see at each reservation whether it lies outside the hours.</summary>
public abstract class OutsideHoursTests
{
    readonly TestApp _app;

    protected OutsideHoursTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_reservation_that_no_opening_covers_any_more_says_so_where_it_is_read()
    {
        var provider = await _app.GivenAProvider();
        await Open(provider, "09:00", "12:00");
        var openings = await Openings(provider);
        var early = await _app.GivenAHold((long)openings[2]!["first_slot_id"]!);
        var late = await _app.GivenABooking((long)openings[2]!["first_slot_id"]! + 10);
        var before = (await _app.Admin.Get($"/v1/reservations/{late}")).Is(200);
        Assert.False((bool)before["outside_hours"]!);

        await Open(provider, "09:00", "11:00");

        var after = (await _app.Admin.Get($"/v1/reservations/{late}")).Is(200);
        Assert.True((bool)after["outside_hours"]!);
        Assert.False((bool)(await _app.Admin.Get($"/v1/reservations/{early}"))["outside_hours"]!);
        Assert.Equal([(early, false), (late, true)], await Listed(provider));
        var conflict = Assert.Single(
            (await _app.Admin.Get($"/v1/providers/{provider}/conflicts"))["items"]!.AsArray());
        Assert.Equal((late, true), ((long)conflict!["id"]!, (bool)conflict["outside_hours"]!));
        Assert.Equal(after.Text, conflict.ToJsonString());
    }

    [Fact]
    public async Task The_tag_changes_with_it_and_the_version_stays()
    {
        var provider = await _app.GivenAProvider();
        await Open(provider, "09:00", "12:00");
        var id = await _app.GivenAHold((long)(await Openings(provider))[2]!["first_slot_id"]! + 10);
        var before = (await _app.Admin.Get($"/v1/reservations/{id}")).Is(200).Headers["ETag"];

        await Open(provider, "09:00", "11:00");

        var after = await _app.Admin.Send(
            HttpMethod.Get, $"/v1/reservations/{id}", null, headers: ("If-None-Match", before));
        Assert.True((bool)after.Is(200)["outside_hours"]!);
        (await _app.Admin.Send(
            HttpMethod.Get, $"/v1/reservations/{id}", null, headers: ("If-None-Match", after.Headers["ETag"]))).Is(304);
        (await _app.Admin.Post($"/v1/reservations/{id}/confirm", ifMatch: before)).Is(200);
    }

    [Fact]
    public async Task What_is_over_or_has_begun_lies_outside_no_hours()
    {
        var provider = await _app.GivenAProvider();
        await Open(provider, "09:00", "12:00");
        var slot = (long)(await Openings(provider))[3]!["first_slot_id"]!;
        var (cancelled, lapsed, begun) = (
            await _app.GivenABooking(slot), await _app.GivenAHold(slot + 1), await _app.GivenABooking(slot + 2));
        await Open(provider, "14:00", "15:00");
        Assert.Equal([(cancelled, true), (lapsed, true), (begun, true)], await Listed(provider));

        (await _app.Admin.Post($"/v1/reservations/{cancelled}/cancel")).Is(200);
        _app.Clock.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal([(cancelled, false), (lapsed, false), (begun, true)], await Listed(provider));
        _app.Clock.Advance(TimeSpan.FromDays(4));
        Assert.Equal([(cancelled, false), (lapsed, false), (begun, false)], await Listed(provider));
    }

    [Fact]
    public async Task Only_those_who_keep_the_calendar_are_told()
    {
        var organisation = (await _app.Admin.Post("/v1/organisations", new { name = $"House {Guid.NewGuid()}" }))
            .Is(201).Id;
        var owner = await _app.As(Roles.Manager, organisation);
        var provider = await _app.GivenAProvider(owner);
        await Open(provider, "09:00", "12:00");
        var (client, clientId) = await _app.GivenAClientUser();
        var id = await _app.GivenABooking((long)(await Openings(provider))[2]!["first_slot_id"]!, clientId);
        await Open(provider, "14:00", "15:00");

        foreach (var keeper in (Visitor[])[_app.Admin, owner, await _app.As(Roles.Manager, organisation)])
        {
            Assert.True((bool)(await keeper.Get($"/v1/reservations/{id}")).Is(200)["outside_hours"]!);
            Assert.Contains("\"outsideHours\":true", await Ask(keeper, id));
        }
        var own = (await client.Get($"/v1/reservations/{id}")).Is(200);
        Assert.True(own.Body.AsObject().ContainsKey("outside_hours"));
        Assert.Null(own["outside_hours"]);
        Assert.Null((await client.Get("/v1/reservations")).Is(200)["items"]![0]!["outside_hours"]);
        Assert.Contains("\"outsideHours\":null", await Ask(client, id));
    }

    [Fact]
    public async Task The_answer_to_a_change_says_what_a_read_says()
    {
        var provider = await _app.GivenAProvider();
        await Open(provider, "09:00", "12:00");
        var slot = (long)(await Openings(provider))[2]!["first_slot_id"]!;
        var (client, clientId) = await _app.GivenAClientUser();
        var held = (await _app.Reserve(slot, clientId)).Is(201);
        Assert.False((bool)held["outside_hours"]!);
        await Open(provider, "13:00", "15:00");
        var path = $"/v1/reservations/{held.Id}";

        var own = (await client.Post($"{path}/extend")).Is(200);
        Assert.Null(own["outside_hours"]);
        Assert.Equal((await client.Get(path)).Text, own.Text);
        foreach (var (verb, outside) in ((string, bool)[])[("confirm", true), ("reschedule", false)])
        {
            var to = (long)(await Openings(provider))[2]!["first_slot_id"]!;
            var changed = (await _app.Admin.Post(
                $"{path}/{verb}", verb == "reschedule" ? new { slot_id = to } : null)).Is(200);
            Assert.Equal(outside, (bool)changed["outside_hours"]!);
            Assert.Equal((await _app.Admin.Get(path)).Text, changed.Text);
        }
        await Open(provider, "09:00", "12:00");
        var closed = (await _app.Admin.Post($"/v1/providers/{provider}/closures", new
        {
            starts_at = (string?)held["starts_at"],
            ends_at = _app.NextHour().AddDays(5).Text(),
            cancel_reservations = true,
        })).Is(201);
        Assert.Equal((await _app.Admin.Get(path)).Text, closed["cancelled"]![0]!.ToJsonString());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Lists_and_conflicts_agree_with_the_openings_that_stand(int seed)
    {
        var dice = new Random(seed);
        var provider = await _app.GivenAProvider();
        var service = await _app.GivenAService(provider, minutes: 45);
        await Open(provider, "08:00", "18:00");
        var first = (long)(await Openings(provider))[2]!["first_slot_id"]!;
        for (var slot = 0; slot < 36; slot += 3 + dice.Next(2))
            await _app.Book(first + slot, dice.Next(2) == 0 ? service : null);

        for (var round = 0; round < 8; round++)
        {
            var (stretches, at) = (new List<object>(), 32);
            while (at < 68)
            {
                var end = Math.Min(72, at + 1 + dice.Next(8));
                stretches.Add(new { from = Time(at), to = Time(end) });
                at = end + (dice.Next(2) == 0 ? 0 : dice.Next(6));
            }
            await Put(provider, stretches.Take(10).ToArray());

            var openings = (await Openings(provider)).Select(StretchOf).ToList();
            var listed = await Listed(provider);
            var expected = (await Reservations(provider)).Select(one => (
                (long)one!["id"]!, !IsCovered(StretchOf(one), openings))).ToList();
            Assert.Equal(expected, listed);
            Assert.Equal(listed.Where(one => one.Outside).Select(one => one.Id),
                (await _app.Admin.Get($"/v1/providers/{provider}/conflicts?limit=100"))["items"]!.AsArray()
                    .Select(one => (long)one!["id"]!));
        }
    }

    // Openings in order; each takes up where the one before ended, or the reservation is not covered.
    static bool IsCovered((DateTimeOffset From, DateTimeOffset To) reservation,
        IEnumerable<(DateTimeOffset From, DateTimeOffset To)> openings)
    {
        var reached = reservation.From;
        foreach (var (from, to) in openings)
            if (from <= reached && to > reached)
                reached = to;
        return reached >= reservation.To;
    }

    static (DateTimeOffset From, DateTimeOffset To) StretchOf(JsonNode? one) =>
        ((DateTimeOffset)one!["starts_at"]!, (DateTimeOffset)one["ends_at"]!);

    static string Time(int quarters) => $"{quarters / 4:00}:{quarters % 4 * 15:00}";

    Task Open(long provider, string from, string to) => Put(provider, new { from, to });

    async Task Put(long provider, params object[] stretches) =>
        (await _app.Admin.Put($"/v1/providers/{provider}/working-hours", new
        {
            time_zone = "UTC",
            rules = new[] { new { weekdays = new[] { 1, 2, 3, 4, 5, 6, 7 }, stretches, slot_minutes = 15 } },
        })).Is(200);

    async Task<JsonArray> Openings(long provider) =>
        (await _app.Admin.Get($"/v1/providers/{provider}/openings?limit=100")).Is(200)["items"]!.AsArray();

    async Task<JsonArray> Reservations(long provider) =>
        (await _app.Admin.Get($"/v1/reservations?provider_id={provider}&limit=100")).Is(200)["items"]!.AsArray();

    async Task<List<(long Id, bool Outside)>> Listed(long provider) => (await Reservations(provider))
        .Select(one => ((long)one!["id"]!, (bool)one["outside_hours"]!)).ToList();

    static async Task<string> Ask(Visitor visitor, long id) =>
        (await visitor.Post("/graphql", new
        {
            query = $$"""{ reservation(reservationId: "{{id}}") { outsideHours } }""",
        })).Is(200).Text;
}

public sealed class OutsideHoursTestsOnSqlite(SqliteApp app) : OutsideHoursTests(app), IClassFixture<SqliteApp>;

public sealed class OutsideHoursTestsOnPostgres(PostgresApp app) : OutsideHoursTests(app), IClassFixture<PostgresApp>;
