using Kalends.Platform.Calls;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Scheduling;

/// <summary>Whoever keeps calendars reads what several of them hold, and nothing of others.</summary>
public abstract class AgendaTests
{
    readonly TestApp _app;

    protected AgendaTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task An_agenda_has_all_that_the_calendars_hold_in_a_period()
    {
        var world = await GivenAHouse();

        var agenda = (await world.Manager.Get(world.Path(world.First, world.Second))).Is(200);

        Assert.Equal(
            [(world.First, "Ada"), (world.Second, "Grace")],
            agenda["calendars"]!.AsArray().Select(one => ((long)one!["provider_id"]!, (string)one["name"]!)));
        Assert.Equal(
            [("offered", world.First, ""), ("closed", world.First, "Team meeting"), ("offered", world.Second, "")],
            agenda["stretches"]!.AsArray().Select(one => (
                (string)one!["kind"]!, (long)one["provider_id"]!, (string)one["reason"]!)));
        Assert.Equal(
            [("completed", world.First), ("no_show", world.First), ("confirmed", world.First), ("held", world.Second)],
            agenda["reservations"]!.AsArray().Select(one => (
                (string)one!["state"]!, (long)one["provider_id"]!)));
        var closed = Assert.Single(agenda["closed_days"]!.AsArray())!;
        Assert.Equal(
            (world.Day, "Founders' day", world.Organisation),
            ((string)closed["date"]!, (string)closed["name"]!, (long)closed["organisation_id"]!));
        Assert.False((bool)agenda["truncated"]!);
        var later = (await world.Manager.Get(
            $"/v1/agenda?provider_ids={world.First}&from=2040-01-01T00:00:00Z&to=2040-01-02T00:00:00Z")).Is(200);
        Assert.Empty(later["reservations"]!.AsArray());
        Assert.Empty(later["stretches"]!.AsArray());
    }

    [Fact]
    public async Task The_same_is_read_over_GraphQL()
    {
        var world = await GivenAHouse();

        var agenda = (await world.Manager.Ask($$"""
            {
              agenda(providerIds: ["{{world.First}}", "{{world.Second}}"], from: "{{world.From}}", to: "{{world.To}}") {
                calendars { providerId provider { name } }
                stretches { kind reason }
                reservations { state client { firstName } }
                closedDays { date name }
                truncated
              }
              calendars(first: 1) { edges { node { name timeZone } } pageInfo { hasNextPage } }
            }
            """)).Data();

        Assert.Equal(
            ["OFFERED", "CLOSED", "OFFERED"],
            agenda["agenda"]!["stretches"]!.AsArray().Select(one => (string)one!["kind"]!));
        Assert.Equal(
            ["COMPLETED", "NO_SHOW", "CONFIRMED", "HELD"],
            agenda["agenda"]!["reservations"]!.AsArray().Select(one => (string)one!["state"]!));
        Assert.Equal(world.Day, (string)agenda["agenda"]!["closedDays"]![0]!["date"]!);
        Assert.Equal("Grace", (string)agenda["agenda"]!["calendars"]![1]!["provider"]!["name"]!);
        Assert.Equal("Ada", (string)agenda["calendars"]!["edges"]![0]!["node"]!["name"]!);
        Assert.True((bool)agenda["calendars"]!["pageInfo"]!["hasNextPage"]!);
    }

    [Fact]
    public async Task An_agenda_says_which_time_the_hours_offer_and_which_a_person_offered()
    {
        var provider = await _app.GivenAProvider();
        await _app.GivenSlots(provider);
        (await _app.Admin.Put($"/v1/providers/{provider}/working-hours", new
        {
            time_zone = "UTC",
            rules = new[]
            {
                new
                {
                    weekdays = new[] { 1, 2, 3, 4, 5, 6, 7 },
                    stretches = new[] { new { from = "00:00", to = "24:00" } },
                },
            },
        })).Is(200);
        var byHand = _app.NextHour().AddDays(2);
        var (from, to) = (byHand.AddHours(-1).Text(), byHand.AddHours(3).Text());

        var rest = (await _app.Admin.Get($"/v1/agenda?provider_ids={provider}&from={from}&to={to}")).Is(200);
        var graph = (await _app.Admin.Ask($$"""
            { agenda(providerIds: ["{{provider}}"], from: "{{from}}", to: "{{to}}") { stretches { fromHours } } }
            """)).Data();

        bool[] offered = [true, false, true];
        Assert.Equal(offered, rest["stretches"]!.AsArray().Select(one => (bool)one!["from_hours"]!));
        Assert.Equal(offered, graph["agenda"]!["stretches"]!.AsArray().Select(one => (bool)one!["fromHours"]!));
    }

    [Fact]
    public async Task Calendars_that_the_caller_does_not_keep_are_left_out()
    {
        var world = await GivenAHouse();
        var owner = await _app.As(Roles.Provider);
        var own = (await owner.Post("/v1/providers", new { name = "Mary" })).Is(201).Id;
        await _app.GivenAHold(await _app.GivenSlots(own));

        var ofManager = (await world.Manager.Get(world.Path(world.First, own))).Is(200);
        var ofOwner = (await owner.Get(world.Path(world.First, own))).Is(200);
        var ofStranger = (await owner.Get(world.Path(world.First))).Is(200);
        var kept = (await owner.Get("/v1/calendars")).Is(200);
        var asked = (await world.Manager.Get($"/v1/calendars?provider_ids={world.Second}&provider_ids={own}")).Is(200);

        long[] Providers(Answer agenda) => [.. agenda["stretches"]!.AsArray()
            .Concat(agenda["reservations"]!.AsArray()).Concat(agenda["calendars"]!.AsArray())
            .Select(one => (long)one!["provider_id"]!).Distinct()];
        Assert.Equal([world.First], Providers(ofManager));
        Assert.Equal([own], Providers(ofOwner));
        Assert.Empty(Providers(ofStranger));
        Assert.Empty(ofStranger["closed_days"]!.AsArray());
        Assert.Equal(
            (own, "Mary", "UTC"),
            ((long)kept["items"]![0]!["provider_id"]!, (string)kept["items"]![0]!["name"]!,
                (string)kept["items"]![0]!["time_zone"]!));
        Assert.Equal(
            [world.Second], asked["items"]!.AsArray().Select(one => (long)one!["provider_id"]!));
    }

    [Theory]
    [InlineData("provider_ids=1&from=2030-01-02T00:00:00Z&to=2030-01-02T00:00:00Z")]
    [InlineData("provider_ids=1&from=2030-01-01T00:00:00Z&to=2030-02-01T00:00:01Z")]
    [InlineData("provider_ids=1&from=2030-01-01T00:00:00Z")]
    [InlineData("from=2030-01-01T00:00:00Z&to=2030-01-02T00:00:00Z")]
    [InlineData("provider_ids=1&provider_ids=2&provider_ids=3&provider_ids=4&provider_ids=5&provider_ids=6&" +
        "provider_ids=7&provider_ids=8&provider_ids=9&provider_ids=10&provider_ids=11&" +
        "from=2030-01-01T00:00:00Z&to=2030-01-02T00:00:00Z")]
    public async Task An_agenda_has_bounds(string query) =>
        (await _app.Admin.Get($"/v1/agenda?{query}")).IsRefused(422, "invalid_input");

    sealed record House(
        Visitor Manager, long Organisation, long First, long Second, string From, string To, string Day)
    {
        public string Path(params long[] providers) =>
            $"/v1/agenda?from={From}&to={To}{string.Concat(providers.Select(id => $"&provider_ids={id}"))}";
    }

    /// <summary>Two calendars of an organisation, with one of each that can lie in them.</summary>
    async Task<House> GivenAHouse()
    {
        var organisation = (await _app.Admin.Post("/v1/organisations", new { name = Guid.NewGuid() })).Is(201).Id;
        async Task<long> GivenOne(string name) => (await _app.Admin.Post(
            "/v1/providers", new { name, organisation_id = organisation })).Is(201).Id;
        var (first, second) = (await GivenOne("Ada"), await GivenOne("Grace"));
        var from = _app.NextHour().AddDays(2);
        var slot = await _app.GivenSlots(first);
        var (done, missed) = (await _app.GivenABooking(slot), await _app.GivenABooking(slot + 1));
        await _app.GivenABooking(slot + 2);
        (await _app.Admin.Post($"/v1/reservations/{await _app.GivenABooking(slot + 3)}/cancel")).Is(200);
        (await _app.Admin.Post($"/v1/providers/{first}/closures", new
        {
            starts_at = from.AddMinutes(90).Text(),
            ends_at = from.AddMinutes(105).Text(),
            reason = "Team meeting",
        })).Is(201);
        _app.Clock.Advance(from.AddHours(1) - _app.Clock.GetUtcNow());
        (await _app.Admin.Post($"/v1/reservations/{done}/complete")).Is(200);
        (await _app.Admin.Post($"/v1/reservations/{missed}/no-show")).Is(200);
        await _app.GivenAHold(await _app.GivenSlots(second));
        var day = from.AddDays(1).ToString("yyyy-MM-dd");
        (await _app.Admin.Put($"/v1/organisations/{organisation}/closed-days", new
        {
            days = new[] { new { date = day, name = "Founders' day" } },
        })).Is(200);
        return new House(
            await _app.As(Roles.Manager, organisation), organisation, first, second, from.Text(),
            from.AddDays(3).Text(), day);
    }
}

public sealed class AgendaTestsOnSqlite(SqliteApp app) : AgendaTests(app), IClassFixture<SqliteApp>;

public sealed class AgendaTestsOnPostgres(PostgresApp app) : AgendaTests(app), IClassFixture<PostgresApp>;
