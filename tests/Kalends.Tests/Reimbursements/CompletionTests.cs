using Kalends.Platform.Calls;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Reimbursements;

public abstract class CompletionTests
{
    readonly TestApp _app;

    protected CompletionTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_confirmed_reservation_is_completed_with_its_care_event()
    {
        var owner = await _app.As(Roles.Provider);
        var (reservation, provider) = await _app.GivenAnAppointment(owner);
        var type = await _app.GivenAnEventType(900);
        _app.Clock.Advance(TimeSpan.FromDays(2) + TimeSpan.FromHours(2));

        var completed = await owner.Post($"/v1/reservations/{reservation}/complete", new { event_type_id = type });

        var seen = (await owner.Get($"/v1/reservations/{reservation}")).Is(200);
        Assert.Equal("completed", (string?)seen["state"]);
        Assert.Equal(reservation, (long)completed.Is(200)["reservation_id"]!);
        var made = completed["care_event"]!;
        Assert.Equal((provider, 900, reservation), (
            (long)made["caregiver_id"]!, (long)made["amount"]!, (long)made["reservation_id"]!));
        Assert.Equal((string?)seen["starts_at"], (string?)made["starts_at"]);
        (await owner.Post($"/v1/reservations/{reservation}/complete", new { event_type_id = type }))
            .IsRefused(409, "already_over");
        (await owner.Post($"/v1/reservations/{reservation}/no-show")).IsRefused(409, "already_over");
        (await owner.Post($"/v1/reservations/{reservation}/cancel")).IsRefused(409, "already_over");
        Assert.Empty(await _app.Drift());
    }

    [Fact]
    public async Task An_equal_request_with_its_key_gets_the_first_answer()
    {
        var ((reservation, _), type) = (await _app.GivenAnAppointment(), await _app.GivenAnEventType());
        _app.Clock.Advance(TimeSpan.FromDays(3));
        var (path, body) = ($"/v1/reservations/{reservation}/complete", new { event_type_id = type });

        var first = (await _app.Admin.Post(path, body, key: $"complete {reservation}")).Is(200);
        var again = (await _app.Admin.Post(path, body, key: $"complete {reservation}")).Is(200);

        Assert.Equal(first.Text, again.Text);
        Assert.Equal("true", again.Headers["Idempotent-Replayed"]);
    }

    [Fact]
    public async Task A_reservation_is_over_once_it_was_confirmed_and_has_begun()
    {
        var ((reservation, _), type) = (await _app.GivenAnAppointment(), await _app.GivenAnEventType());
        var (_, slot) = await _app.GivenFreeSlots();
        var held = await _app.GivenAHold(slot);
        var body = new { event_type_id = type };

        (await _app.Admin.Post($"/v1/reservations/{reservation}/complete", body)).IsRefused(409, "not_begun");
        (await _app.Admin.Post($"/v1/reservations/{reservation}/no-show")).IsRefused(409, "not_begun");
        (await _app.Admin.Post($"/v1/reservations/{held}/complete", body)).IsRefused(409, "not_confirmed");
        _app.Clock.Advance(TimeSpan.FromDays(3));
        (await _app.Admin.Post($"/v1/reservations/{held}/complete", body)).IsRefused(410, "hold_expired");
        (await _app.Admin.Post($"/v1/reservations/{reservation}/no-show")).Is(200);
        (await _app.Admin.Post($"/v1/reservations/{reservation}/no-show")).IsRefused(409, "already_over");
    }

    [Fact]
    public async Task A_reservation_whose_care_event_is_refused_stays_confirmed()
    {
        var owner = await _app.As(Roles.Provider);
        var (reservation, provider) = await _app.GivenAnAppointment(owner);
        var type = await _app.GivenAnEventType();
        _app.Clock.Advance(TimeSpan.FromDays(2 + 31) + TimeSpan.FromHours(2));

        (await owner.Post($"/v1/reservations/{reservation}/complete", new { event_type_id = 999_999 }))
            .IsRefused(404, "not_found");
        (await owner.Post($"/v1/reservations/{reservation}/complete", new { event_type_id = type }))
            .IsRefused(422, "too_late");

        Assert.Equal("confirmed", (string?)(await owner.Get($"/v1/reservations/{reservation}"))["state"]);
        Assert.Empty((await owner.Get($"/v1/care-events?caregiver_id={provider}"))["items"]!.AsArray());
    }

    [Theory]
    [InlineData(13)]
    [InlineData(31 * 24 - 2)]
    public async Task Who_does_the_books_the_next_morning_completes_a_visit_with_its_care_event(int hoursLater)
    {
        var owner = await _app.As(Roles.Provider);
        var (reservation, provider) = await _app.GivenAnAppointment(owner);
        var type = await _app.GivenAnEventType(700);
        _app.Clock.Advance(TimeSpan.FromDays(2) + TimeSpan.FromHours(1 + hoursLater));

        var completed = await owner.Post($"/v1/reservations/{reservation}/complete", new { event_type_id = type });

        Assert.Equal(700, (long)completed.Is(200)["care_event"]!["amount"]!);
        (await owner.Register(_app, provider, type, hoursLater)).IsRefused(422, "too_late");
        Assert.Empty(await _app.Drift());
    }

    [Fact]
    public async Task That_a_visit_took_place_can_be_said_at_any_time_and_what_it_costs_later()
    {
        var owner = await _app.As(Roles.Provider);
        var (reservation, provider) = await _app.GivenAnAppointment(owner);
        var (accountant, type) = (await _app.AnAccountant(), await _app.GivenAnEventType(900));
        var care = $"/v1/reservations/{reservation}/care-event";
        (await owner.Post(care, new { event_type_id = type })).IsRefused(409, "not_completed");
        _app.Clock.Advance(TimeSpan.FromDays(400));

        var completed = (await owner.Post($"/v1/reservations/{reservation}/complete", new { })).Is(200);

        Assert.Null(completed["care_event"]);
        (await owner.Post(care, new { event_type_id = type })).IsRefused(422, "too_late");
        (await (await _app.As(Roles.Provider)).Post(care, new { event_type_id = type })).IsRefused(404, "not_found");
        var made = (await accountant.Post(care, new { event_type_id = type })).Is(201);
        Assert.Equal((provider, 900, reservation), (
            (long)made["caregiver_id"]!, (long)made["amount"]!, (long)made["reservation_id"]!));
        (await accountant.Post(care, new { event_type_id = type })).IsRefused(409, "already_registered");
        Assert.Empty(await _app.Drift());
    }

    [Fact]
    public async Task A_visit_gets_its_care_event_later_over_GraphQL_too()
    {
        var ((reservation, _), type) = (await _app.GivenAnAppointment(), await _app.GivenAnEventType(800));
        _app.Clock.Advance(TimeSpan.FromDays(3));

        var both = (await _app.Admin.Ask($$"""
            mutation {
              completeReservation(input: {reservationId: {{reservation}}}) { careEvent { amount } }
              registerCareOfVisit(input: {reservationId: {{reservation}}, eventTypeId: {{type}}}) {
                careEvent { amount reservationId }
              }
            }
            """)).Data();

        Assert.Null(both["completeReservation"]!["careEvent"]);
        Assert.Equal($$"""{"amount":800,"reservationId":"{{reservation}}"}""",
            both["registerCareOfVisit"]!["careEvent"]!.ToJsonString());
    }

    [Fact]
    public async Task How_late_the_care_of_a_visit_may_be_is_a_setting()
    {
        await using var changed = await _app.Restart(
            "--Kalends:Reimbursements:VisitLateDays=2", "--Kalends:Reimbursements:LateHours=60");
        var owner = await _app.As(Roles.Provider);
        var ((one, _), (other, _)) = (await _app.GivenAnAppointment(owner), await _app.GivenAnAppointment(owner));
        var body = new { event_type_id = await _app.GivenAnEventType() };

        _app.Clock.Advance(TimeSpan.FromDays(2) + TimeSpan.FromHours(60));
        (await owner.Post($"/v1/reservations/{one}/complete", body)).Is(200);
        _app.Clock.Advance(TimeSpan.FromHours(1.1));
        (await owner.Post($"/v1/reservations/{other}/complete", body)).IsRefused(422, "too_late");
    }

    [Fact]
    public async Task Nobody_else_may_say_how_an_appointment_ended()
    {
        var ((reservation, _), type) = (await _app.GivenAnAppointment(), await _app.GivenAnEventType());
        var stranger = await _app.As(Roles.Provider);
        _app.Clock.Advance(TimeSpan.FromDays(3));

        (await stranger.Post($"/v1/reservations/{reservation}/complete", new { event_type_id = type }))
            .IsRefused(404, "not_found");
        (await stranger.Post($"/v1/reservations/{reservation}/no-show")).IsRefused(404, "not_found");
    }
}

public sealed class CompletionTestsOnSqlite(SqliteApp app) : CompletionTests(app), IClassFixture<SqliteApp>;

public sealed class CompletionTestsOnPostgres(PostgresApp app) : CompletionTests(app), IClassFixture<PostgresApp>;
