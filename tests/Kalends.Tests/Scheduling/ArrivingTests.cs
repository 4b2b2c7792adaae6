using Kalends.Platform.Calls;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Scheduling;

/// <summary>Holds that are extended, and clients who arrive.</summary>
public abstract class ArrivingTests
{
    readonly TestApp _app;

    protected ArrivingTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_hold_is_extended_once()
    {
        var (_, slot) = await _app.GivenFreeSlots();
        var (client, _) = await _app.GivenAClientUser();
        var held = (await client.Post("/v1/reservations", new { slot_id = slot })).Is(201);
        var path = $"/v1/reservations/{held.Id}";
        _app.Clock.Advance(TimeSpan.FromMinutes(20));

        var extended = (await client.Post($"{path}/extend")).Is(200);
        var again = (await client.Post($"{path}/extend")).IsRefused(409, "already_extended");
        _app.Clock.Advance(TimeSpan.FromMinutes(29));

        Assert.Equal(TimeSpan.FromMinutes(20), Expiry(extended) - Expiry(held));
        Assert.Equal(Expiry(extended).AddMinutes(-30), (DateTimeOffset)extended["extended_at"]!);
        Assert.Equal("""["confirm","cancel","reschedule"]""", again["allowed"]!.ToJsonString());
        (await _app.Admin.Post($"{path}/extend")).IsRefused(409, "already_extended");
        (await client.Post($"{path}/confirm")).Is(200);
        (await client.Post($"{path}/extend")).IsRefused(409, "already_confirmed");
        (await (await _app.As(Roles.Client)).Post($"{path}/extend")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task A_hold_that_has_lapsed_is_not_extended()
    {
        var (_, slot) = await _app.GivenFreeSlots();
        var id = await _app.GivenAHold(slot);
        _app.Clock.Advance(TimeSpan.FromMinutes(30));

        (await _app.Admin.Post($"/v1/reservations/{id}/extend")).IsRefused(410, "hold_expired");
    }

    [Fact]
    public async Task A_hold_is_extended_to_its_start_at_most()
    {
        await using var changed = await _app.Restart("--Kalends:Scheduling:NoticeMinutes=0");
        var slot = await _app.GivenSlots(await _app.GivenAProvider(), inDays: 1);
        var starts = _app.NextHour().AddDays(1);
        _app.Clock.Advance(starts.AddMinutes(-25) - _app.Clock.GetUtcNow());
        var (early, late) = (await _app.GivenAHold(slot), await _app.GivenAHold(slot + 1));
        _app.Clock.Advance(TimeSpan.FromMinutes(15));

        Assert.Equal(starts, Expiry((await _app.Admin.Post($"/v1/reservations/{early}/extend")).Is(200)));
        Assert.Equal(starts.AddMinutes(15), Expiry((await _app.Admin.Post($"/v1/reservations/{late}/extend")).Is(200)));
    }

    [Fact]
    public async Task Of_many_who_extend_a_hold_one_does()
    {
        var (_, slot) = await _app.GivenFreeSlots();
        var id = await _app.GivenAHold(slot);

        var answers = await Race.AtOnce(16, _ => _app.Admin.Post($"/v1/reservations/{id}/extend"));

        Assert.Single(answers, answer => answer.Status == 200);
        Assert.All(answers.Where(one => one.Status != 200), late => late.IsRefused(409, "already_extended"));
    }

    [Fact]
    public async Task An_arrival_is_recorded_once_on_the_day_by_those_who_keep_the_calendar()
    {
        var (_, slot) = await _app.GivenFreeSlots();
        var (client, clientId) = await _app.GivenAClientUser();
        var id = await _app.GivenABooking(slot, clientId);
        var path = $"/v1/reservations/{id}";
        var starts = (DateTimeOffset)(await client.Get(path))["starts_at"]!;
        _app.Clock.Advance(starts.AddHours(-12) - _app.Clock.GetUtcNow() - TimeSpan.FromTicks(10));

        (await _app.Admin.Post($"{path}/arrive")).IsRefused(409, "too_early");
        _app.Clock.Advance(TimeSpan.FromTicks(10));
        (await client.Post($"{path}/arrive")).IsRefused(403, "forbidden");
        var arrived = (await _app.Admin.Post($"{path}/arrive")).Is(200);
        _app.Clock.Advance(TimeSpan.FromHours(13));
        var again = (await _app.Admin.Post($"{path}/arrive")).Is(200);

        Assert.Equal(starts.AddHours(-12), (DateTimeOffset)arrived["arrived_at"]!);
        Assert.Equal(("confirmed", arrived.Text), ((string?)arrived["state"], again.Text));
        Assert.Single((await _app.Admin.Get($"/v1/events?subject=reservation/{id}&kind=reservation.arrived"))
            .Is(200)["items"]!.AsArray());
        (await _app.Admin.Post($"{path}/complete", new { })).Is(200);
        (await _app.Admin.Post($"{path}/arrive")).IsRefused(409, "already_over");
        Assert.Equal(arrived["arrived_at"]!.ToJsonString(), (await client.Get(path))["arrived_at"]!.ToJsonString());
    }

    [Fact]
    public async Task What_is_not_confirmed_has_no_arrival()
    {
        var (_, slot) = await _app.GivenFreeSlots();
        var (held, cancelled) = (await _app.GivenAHold(slot), await _app.GivenAHold(slot + 1));
        (await _app.Admin.Post($"/v1/reservations/{cancelled}/cancel")).Is(200);

        (await _app.Admin.Post($"/v1/reservations/{held}/arrive")).IsRefused(409, "not_confirmed");
        (await _app.Admin.Post($"/v1/reservations/{cancelled}/arrive")).IsRefused(409, "already_cancelled");
    }

    [Fact]
    public async Task An_arrival_does_not_go_along_with_a_move()
    {
        var (_, slot) = await _app.GivenFreeSlots();
        var id = await _app.GivenABooking(slot);
        _app.Clock.Advance(TimeSpan.FromHours(40));
        (await _app.Admin.Post($"/v1/reservations/{id}/arrive")).Is(200);

        var moved = (await _app.Admin.Post(
            $"/v1/reservations/{id}/reschedule", new { slot_id = slot + 1, @override = "a room is free" })).Is(200);

        Assert.Null(moved["arrived_at"]);
    }

    [Fact]
    public async Task Both_are_done_over_GraphQL_too()
    {
        var (_, slot) = await _app.GivenFreeSlots();
        var id = await _app.GivenAHold(slot);
        Task<Answer> Do(string mutation, string shown) => _app.Admin.Ask(
            $"mutation {{ {mutation}(input: {{reservationId: {id}}}) {{ reservation {{ {shown} }} }} }}");

        Assert.NotNull((await Do("extendHold", "extendedAt")).Data()["extendHold"]!["reservation"]!["extendedAt"]);
        Assert.Equal("already_extended", (await Do("extendHold", "state")).Refusal());
        Assert.Equal("not_confirmed", (await Do("markArrived", "state")).Refusal());
        (await Do("confirmReservation", "state")).Data();
        _app.Clock.Advance(TimeSpan.FromHours(40));
        Assert.NotNull((await Do("markArrived", "arrivedAt")).Data()["markArrived"]!["reservation"]!["arrivedAt"]);
    }

    static DateTimeOffset Expiry(Answer reservation) => (DateTimeOffset)reservation["expires_at"]!;
}

public sealed class ArrivingTestsOnSqlite(SqliteApp app) : ArrivingTests(app), IClassFixture<SqliteApp>;

public sealed class ArrivingTestsOnPostgres(PostgresApp app) : ArrivingTests(app), IClassFixture<PostgresApp>;
