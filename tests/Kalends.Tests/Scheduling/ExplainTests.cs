using Kalends.Scheduling.Hours;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Kit;
using Kalends.Tests.Reimbursements;

namespace Kalends.Tests.Scheduling;

/// <summary>Why a moment can or cannot be booked.</summary>
public abstract class ExplainTests
{
    readonly TestApp _app;

    protected ExplainTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_free_slot_has_no_obstacles_and_the_next_one_is_named()
    {
        var (provider, slot) = await GivenADay();

        var free = await Explain(_app.Admin, provider, At(0));

        Assert.True((bool)free["bookable"]!);
        Assert.Equal(slot, (long)free["slot"]!["id"]!);
        Assert.Empty(free["obstacles"]!.AsArray());
        Assert.Equal(slot + 1, (long)free["next"]!["id"]!);
    }

    [Fact]
    public async Task Outside_of_what_is_offered_and_inside_a_slot_nothing_starts()
    {
        var (provider, slot) = await GivenADay();

        var outside = await Explain(_app.Admin, provider, At(-60));
        var inside = await Explain(_app.Admin, provider, At(5));

        Assert.Equal(["outside_hours"], Codes(outside));
        Assert.Equal(slot, (long)outside["next"]!["id"]!);
        Assert.Null(outside["slot"]);
        Assert.Equal(["not_a_start"], Codes(inside));
        Assert.Contains(At(0).Text(), (string)inside["obstacles"]![0]!["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_sees_the_reservation_is_told_until_when_it_is_held_and_others_only_that_it_is_taken()
    {
        var (provider, slot) = await GivenADay();
        var (client, _) = await _app.GivenAClientUser();
        var (other, _) = await _app.GivenAClientUser();
        var held = (await client.Post("/v1/reservations", new { slot_id = slot })).Is(201);

        var staff = await Explain(_app.Admin, provider, At(0));
        var own = await Explain(client, provider, At(0));
        var foreign = await Explain(other, provider, At(0));

        foreach (var seen in new[] { staff, own })
        {
            Assert.Equal(["held"], Codes(seen));
            Assert.Equal(held.Id, (long)seen["obstacles"]![0]!["reservation_id"]!);
            Assert.Equal((string?)held["expires_at"], (string?)seen["obstacles"]![0]!["until"]);
        }
        Assert.Equal(["taken"], Codes(foreign));
        Assert.Null(foreign["obstacles"]![0]!["until"]);
        Assert.Null(foreign["obstacles"]![0]!["reservation_id"]);
        await client.Post($"/v1/reservations/{held.Id}/confirm");
        Assert.Equal(["booked"], Codes(await Explain(client, provider, At(0))));
    }

    [Fact]
    public async Task A_lapsed_hold_is_in_nobodys_way()
    {
        var (provider, slot) = await GivenADay();
        await _app.GivenAHold(slot);
        var at = At(0);

        _app.Clock.Advance(TimeSpan.FromMinutes(31));

        Assert.True((bool)(await Explain(_app.Admin, provider, at))["bookable"]!);
    }

    [Fact]
    public async Task All_causes_are_named_at_once()
    {
        var (provider, slot) = await GivenADay();
        await _app.GivenABooking(slot + 1);
        (await _app.Admin.Post($"/v1/providers/{provider}/closures", new
        {
            starts_at = At(0).Text(),
            ends_at = At(15).Text(),
        })).Is(201);
        (await _app.Admin.Put($"/v1/providers/{provider}/policy", new
        {
            book_notice_minutes = 7 * 1440,
            day_max = 1,
        })).Is(200);

        var explained = await Explain(_app.Admin, provider, At(0));

        Assert.Equal(["closed", "too_soon", "limit_reached"], Codes(explained));
        Assert.Null(explained["next"]);
    }

    [Fact]
    public async Task A_service_may_be_in_the_way_of_a_buffer_or_of_the_end_of_the_day()
    {
        var (provider, slot) = await GivenADay();
        var service = await _app.GivenAService(provider, minutes: 30, before: 10, after: 10);
        var booked = await _app.GivenABooking(slot);
        var other = await _app.GivenAService(await _app.GivenAProvider());

        var buffered = await Explain(_app.Admin, provider, At(15), service);
        var late = await Explain(_app.Admin, provider, At(45), service);
        var foreign = await Explain(_app.Admin, provider, At(30), other);

        Assert.Equal(["buffer"], Codes(buffered));
        Assert.Equal(booked, (long)buffered["obstacles"]![0]!["reservation_id"]!);
        Assert.Equal(["service_does_not_fit"], Codes(late));
        Assert.Equal("not_offered", Codes(foreign)[0]);
        Assert.Null(foreign["next"]);
        Assert.True((bool)(await Explain(_app.Admin, provider, At(30), service))["bookable"]!);
    }

    [Fact]
    public async Task Hours_for_one_service_are_no_time_for_others()
    {
        var provider = await _app.GivenAProvider();
        var (named, other) = (await _app.GivenAService(provider), await _app.GivenAService(provider));
        (await _app.Admin.Put($"/v1/providers/{provider}/working-hours", new
        {
            time_zone = "UTC",
            rules = new[] { Daily("09:00", "17:00", named) },
        })).Is(200);
        var at = NextDay(3).AddHours(9);

        Assert.Equal(["service_required"], Codes(await Explain(_app.Admin, provider, at)));
        Assert.Equal(["other_services_only"], Codes(await Explain(_app.Admin, provider, at, other)));
        Assert.True((bool)(await Explain(_app.Admin, provider, at, named))["bookable"]!);
    }

    [Fact]
    public async Task A_closed_day_is_told_from_a_day_without_hours()
    {
        var (practice, manager) = await _app.GivenAnOrganisation();
        var provider = await _app.GivenACaregiver(practice);
        (await _app.Admin.Put($"/v1/providers/{provider}/working-hours", new
        {
            time_zone = "UTC",
            rules = new[] { Daily("09:00", "17:00") },
        })).Is(200);
        (await manager.Put($"/v1/organisations/{practice}/closed-days", new
        {
            days = new[] { new { date = $"{NextDay(3):yyyy-MM-dd}", name = "Stocktaking" } },
        })).Is(200);
        await ExpandHours.Run(_app.OwnCall());

        Assert.Equal(["closed_day"], Codes(await Explain(_app.Admin, provider, NextDay(3).AddHours(9))));
        Assert.Equal(["outside_hours"], Codes(await Explain(_app.Admin, provider, NextDay(4).AddHours(20))));
    }

    [Fact]
    public async Task A_local_time_that_the_clocks_skip_is_no_moment()
    {
        var provider = (await _app.Admin.Post("/v1/providers", new { name = "a", time_zone = "Europe/London" }))
            .Is(201).Id;

        var skipped = await Local(provider, "2027-03-28T01:30");
        var twice = await Local(provider, "2027-10-31T01:30");

        Assert.Equal(["no_such_local_time"], Codes(skipped));
        Assert.Null(skipped["at"]);
        Assert.Equal("2027-03-28T01:30:00", (string?)skipped["local_time"]);
        Assert.Equal("2027-10-31T00:30:00Z", (string?)twice["at"]);
        Assert.Equal("Europe/London", (string?)twice["time_zone"]);
    }

    [Fact]
    public async Task An_inactive_provider_and_a_time_that_has_passed_are_told()
    {
        var (provider, _) = await GivenADay();
        var at = At(0);
        (await _app.Admin.Patch($"/v1/providers/{provider}", new { active = false })).Is(200);

        Assert.Equal(["inactive"], Codes(await Explain(_app.Admin, provider, at)));
        Assert.Equal(
            ["inactive", "outside_hours", "begun"],
            Codes(await Explain(_app.Admin, provider, _app.Clock.GetUtcNow().AddHours(-1))));
    }

    [Theory]
    [InlineData("", "at", "required")]
    [InlineData("at=2026-12-01T10:00:00Z&local_time=2026-12-01T10:00", "at", "required")]
    [InlineData("local_time=tomorrow", "local_time", "format")]
    [InlineData("local_time=2026-02-30T10:00", "local_time", "format")]
    [InlineData("at=soon", "at", "format")]
    [InlineData("at=9999-12-31T23:59:59Z", "at", "out_of_range")]
    [InlineData("local_time=0001-01-01T00:00", "at", "out_of_range")]
    public async Task One_moment_must_be_named(string query, string parameter, string code)
    {
        var provider = await _app.GivenAProvider();

        var refused = await _app.Admin.Get($"/v1/providers/{provider}/slots/explain?{query}");

        refused.IsRefused(422, "invalid_input");
        Assert.Equal((parameter, code),
            ((string?)refused["errors"]![0]!["parameter"], (string?)refused["errors"]![0]!["code"]));
    }

    [Fact]
    public async Task What_does_not_exist_is_not_found_and_who_is_not_signed_in_is_asked_to()
    {
        var provider = await _app.GivenAProvider();
        var at = At(0).Text();

        (await _app.Admin.Get($"/v1/providers/999999/slots/explain?at={at}")).IsRefused(404, "not_found");
        (await _app.Admin.Get($"/v1/providers/{provider}/slots/explain?at={at}&service_id=999999"))
            .IsRefused(404, "not_found");
        (await _app.Nobody.Get($"/v1/providers/{provider}/slots/explain?at={at}")).IsRefused(401, "token_missing");
    }

    [Fact]
    public async Task GraphQL_explains_the_same()
    {
        var (provider, slot) = await GivenADay();
        await _app.GivenAHold(slot);

        var explained = (await _app.Admin.Ask($$"""
            {
              explainSlot(providerId: "{{provider}}", at: "{{At(0).Text()}}") {
                bookable localTime timeZone slot { slotId } obstacles { code detail until reservationId }
              }
            }
            """))["data"]!["explainSlot"]!;

        Assert.False((bool)explained["bookable"]!);
        Assert.Equal($"{slot}", (string?)explained["slot"]!["slotId"]);
        Assert.Equal("HELD", (string?)explained["obstacles"]![0]!["code"]);
    }

    DateTimeOffset At(int minutes) => _app.NextHour().AddDays(2).AddMinutes(minutes);

    DateTimeOffset NextDay(int days) =>
        new DateTimeOffset(_app.Clock.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero).AddDays(days);

    static object Daily(string from, string to, params long[] services) => new
    {
        weekdays = Enumerable.Range(1, 7),
        stretches = new[] { new { from, to } },
        slot_minutes = 60,
        service_ids = services,
    };

    /// <summary>A provider with four slots of a quarter of an hour.</summary>
    async Task<(long Provider, long Slot)> GivenADay()
    {
        var provider = await _app.GivenAProvider();
        return (provider, await _app.GivenAnOpening(provider, 0, 60));
    }

    static async Task<Answer> Explain(Visitor visitor, long provider, DateTimeOffset at, long? service = null) =>
        (await visitor.Get($"/v1/providers/{provider}/slots/explain?at={at.Text()}"
            + (service is null ? "" : $"&service_id={service}"))).Is(200);

    async Task<Answer> Local(long provider, string time) =>
        (await _app.Admin.Get($"/v1/providers/{provider}/slots/explain?local_time={time}")).Is(200);

    static List<string> Codes(Answer explained) =>
        explained["obstacles"]!.AsArray().Select(one => (string)one!["code"]!).ToList();
}

public sealed class ExplainTestsOnSqlite(SqliteApp app) : ExplainTests(app), IClassFixture<SqliteApp>;

public sealed class ExplainTestsOnPostgres(PostgresApp app) : ExplainTests(app), IClassFixture<PostgresApp>;
