using System.Text.Json.Nodes;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Reimbursements;

/// <summary>Why a reservation was cancelled, and what it costs to do so late.</summary>
public abstract class LateCancellationTests
{
    const string Notice = "--Kalends:Scheduling:CancelNoticeMinutes=1440";

    readonly TestApp _app;

    protected LateCancellationTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Theory]
    [InlineData("client_request")]
    [InlineData("illness")]
    [InlineData("provider_unavailable")]
    [InlineData("not_needed")]
    [InlineData("booked_by_mistake")]
    [InlineData("other")]
    public async Task A_cancellation_keeps_the_kind_of_its_reason_and_the_log_does_not(string code)
    {
        var (id, _) = await _app.GivenAnAppointment();

        var cancelled = (await _app.Admin.Post(
            $"/v1/reservations/{id}/cancel", new { reason = "so", reason_code = code })).Is(200);

        Assert.Equal((code, "so", false), (
            (string?)cancelled["cancel_code"], (string?)cancelled["cancel_reason"], (bool)cancelled["late"]!));
        var told = (await _app.Admin.Get($"/v1/events?subject=reservation/{id}&kind=reservation.cancelled")).Is(200);
        Assert.Single(told["items"]!.AsArray());
        Assert.DoesNotContain($"\"{code}\"", told.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"reason_code":"because"}""", "/reason_code unknown_word")]
    [InlineData("""{"reason_code":""}""", "/reason_code unknown_word")]
    [InlineData("""{"reason_code":1}""", "/reason_code type")]
    [InlineData("""{"reason_code":"Illness"}""", "/reason_code unknown_word")]
    [InlineData("""{"code":"illness"}""", "/code unknown_field")]
    public async Task A_reason_of_no_known_kind_is_refused(string body, string fault)
    {
        var (id, _) = await _app.GivenAnAppointment();

        Assert.Equal([fault], (await _app.Admin.Post($"/v1/reservations/{id}/cancel", body))
            .IsRefused(422, "invalid_input").Errors);
    }

    [Fact]
    public async Task What_a_closure_cancels_the_provider_could_not_keep()
    {
        var (id, provider) = await _app.GivenAnAppointment();
        var day = _app.NextHour().AddDays(2);

        (await _app.Admin.Post($"/v1/providers/{provider}/closures", new
        {
            starts_at = day.Text(),
            ends_at = day.AddHours(2).Text(),
            cancel_reservations = true,
        })).Is(201);

        Assert.Equal("provider_unavailable",
            (string?)(await _app.Admin.Get($"/v1/reservations/{id}")).Is(200)["cancel_code"]);
    }

    [Fact]
    public async Task A_client_who_cancels_within_the_notice_is_late_and_nobody_else_is()
    {
        await using var changed = await _app.Restart(Notice);
        var (_, slot) = await _app.GivenFreeSlots();
        var (client, clientId) = await _app.GivenAClientUser();
        var ids = new List<long>();
        for (var i = 0; i < 3; i++)
            ids.Add(await _app.GivenABooking(slot + i, clientId));
        var starts = (DateTimeOffset)(await client.Get($"/v1/reservations/{ids[0]}"))["starts_at"]!;
        _app.Clock.Advance(starts.AddDays(-1) - _app.Clock.GetUtcNow());
        var held = (await client.Post("/v1/reservations", new { slot_id = slot + 3 })).Is(201).Id;

        // On the very minute it is in time.
        Assert.False(await IsLate(client, ids[0]));
        _app.Clock.Advance(TimeSpan.FromMinutes(15) + TimeSpan.FromTicks(10));
        Assert.False(await IsLate(_app.Admin, ids[1]));
        Assert.False(await IsLate(client, held));
        _app.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.True(await IsLate(client, ids[2]));
    }

    [Fact]
    public async Task A_late_cancellation_is_billed_once_in_the_same_transaction()
    {
        await using var changed = await _app.Restart(Notice);
        var type = await _app.GivenAnEventType(amount: 700);
        var (client, id, provider) = await GivenAVisit();
        await Charge(provider, type);
        _app.Clock.Advance(TimeSpan.FromHours(30));

        var answers = await Race.AtOnce(8, _ => client.Post($"/v1/reservations/{id}/cancel"));

        Assert.True((bool)Assert.Single(answers, answer => answer.Status == 200)["late"]!);
        var care = Assert.Single(await Billed(provider))!;
        Assert.Equal((id, type, 700, client.UserId), ((long)care["reservation_id"]!, (long)care["event_type_id"]!,
            (long)care["amount"]!, (string?)care["created_by"]));
        Assert.Equal(_app.Clock.GetUtcNow(), (DateTimeOffset)care["starts_at"]!);
        (await _app.Admin.Post($"/v1/reservations/{id}/care-event", new { event_type_id = type }))
            .IsRefused(409, "not_completed");
        Assert.Empty(await _app.Drift(provider));
    }

    [Fact]
    public async Task What_is_in_time_or_the_keepers_or_without_a_price_is_not_billed()
    {
        await using var changed = await _app.Restart(Notice);
        var type = await _app.GivenAnEventType();
        var (client, inTime, provider) = await GivenAVisit();
        var (_, keepers, another) = await GivenAVisit();
        var (third, free, noPolicy) = await GivenAVisit();
        await Charge(provider, type);
        await Charge(another, type);

        (await client.Post($"/v1/reservations/{inTime}/cancel")).Is(200);
        _app.Clock.Advance(TimeSpan.FromHours(30));
        (await _app.Admin.Post($"/v1/reservations/{keepers}/cancel")).Is(200);
        Assert.True((bool)(await third.Post($"/v1/reservations/{free}/cancel")).Is(200)["late"]!);

        foreach (var one in (long[])[provider, another, noPolicy])
            Assert.Empty(await Billed(one));
    }

    [Fact]
    public async Task A_client_can_cancel_whatever_has_become_of_the_tariff()
    {
        await using var changed = await _app.Restart(Notice);
        var closed = await _app.GivenAnEventType();
        var (client, id, provider) = await GivenAVisit();
        var (other, unknown, another) = await GivenAVisit();
        await Charge(provider, closed);
        await Charge(another, 99_999_999);
        (await _app.Admin.Post($"/v1/event-types/{closed}/close", new { })).Is(200);
        _app.Clock.Advance(TimeSpan.FromHours(30));

        Assert.True((bool)(await client.Post($"/v1/reservations/{id}/cancel")).Is(200)["late"]!);
        Assert.True((bool)(await other.Post($"/v1/reservations/{unknown}/cancel")).Is(200)["late"]!);

        Assert.Empty(await Billed(provider));
        Assert.Empty(await Billed(another));
    }

    [Fact]
    public async Task It_is_cancelled_over_GraphQL_with_a_code_too()
    {
        var (id, _) = await _app.GivenAnAppointment();

        var cancelled = (await _app.Admin.Ask(
            $"mutation {{ cancelReservation(input: {{reservationId: {id}, reasonCode: NOT_NEEDED}}) " +
            "{ reservation { cancelCode late } } }")).Data()["cancelReservation"]!["reservation"]!;

        Assert.Equal("""{"cancelCode":"NOT_NEEDED","late":false}""", cancelled.ToJsonString());
    }

    async Task<(Visitor Client, long Id, long Provider)> GivenAVisit()
    {
        var (provider, slot) = await _app.GivenFreeSlots();
        var (client, clientId) = await _app.GivenAClientUser();
        return (client, await _app.GivenABooking(slot, clientId), provider);
    }

    Task Charge(long provider, long type) => _app.Repair($"""
        INSERT INTO policies (level, subject_id, late_cancel_event_type_id, updated_at)
        VALUES ('provider', {provider}, {type}, 0)
        """);

    static async Task<bool> IsLate(Visitor by, long id) =>
        (bool)(await by.Post($"/v1/reservations/{id}/cancel")).Is(200)["late"]!;

    async Task<JsonArray> Billed(long provider) =>
        (await _app.Admin.Get($"/v1/care-events?caregiver_id={provider}")).Is(200)["items"]!.AsArray();
}

public sealed class LateCancellationTestsOnSqlite(SqliteApp app)
    : LateCancellationTests(app), IClassFixture<SqliteApp>;

public sealed class LateCancellationTestsOnPostgres(PostgresApp app)
    : LateCancellationTests(app), IClassFixture<PostgresApp>;
