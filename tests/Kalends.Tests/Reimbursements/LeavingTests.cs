using Kalends.Platform.Calls;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Reimbursements;

/// <summary>What a caregiver who goes leaves behind in the ledger, and who deals with it.</summary>
public abstract class LeavingTests
{
    readonly TestApp _app;

    protected LeavingTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task An_organisation_keeps_the_care_events_of_those_who_left_it()
    {
        var (before, after, type) = (
            await _app.GivenAnOrganisation(), await _app.GivenAnOrganisation(), await _app.GivenAnEventType(100));
        var owner = await _app.As(Roles.Provider);
        var caregiver = await _app.GivenACaregiver(before.Id, owner);
        var old = new List<long>();
        for (var i = 0; i < 3; i++)
            old.Add((await owner.Register(_app, caregiver, type)).Is(201).Id);
        await _app.Move(caregiver, after.Id);
        var since = (await owner.Register(_app, caregiver, type)).Is(201).Id;

        Assert.Equal(old, await Seen(before.Manager));
        Assert.Equal(old, await Seen(before.Manager, $"?caregiver_id={caregiver}"));
        Assert.Equal([since], await Seen(after.Manager));
        Assert.Equal([since], await Seen(after.Manager, $"?event_type_id={type}"));
        Assert.Empty(await Seen(after.Manager, $"?organisation_id={before.Id}"));
        Assert.Equal([.. old, since], await Seen(owner));
        Assert.Equal(old, await Seen(owner, $"?organisation_id={before.Id}"));
        Assert.Equal(old, await Seen(_app.Admin, $"?organisation_id={before.Id}&caregiver_id={caregiver}"));
        Assert.Equal((300, 100, 400), (
            await Reported(before.Manager), await Reported(after.Manager), await Reported(owner)));
        Assert.Equal((300, 100), (
            await Reported(_app.Admin, $"&organisation_id={before.Id}"),
            await Reported(_app.Admin, $"&organisation_id={after.Id}")));
        Assert.Equal("Mary Seacole", (string?)(await before.Manager.Get(
            "/v1/reports/reimbursements?group_by=caregiver")).Is(200)["items"]![0]!["caregiver_name"]);
        Assert.Equal([$"{old[0]}", $"{old[1]}", $"{old[2]}"], (await before.Manager.Ask(
            "{ careEvents { edges { node { careEventId organisationId } } } }")).Data()["careEvents"]!["edges"]!
            .AsArray().Select(edge => (string)edge!["node"]!["careEventId"]!));
        Assert.Empty(await _app.Drift());
    }

    [Fact]
    public async Task What_was_registered_in_an_organisation_is_corrected_there()
    {
        var (before, after, type) = (
            await _app.GivenAnOrganisation(), await _app.GivenAnOrganisation(), await _app.GivenAnEventType(100));
        var caregiver = await _app.GivenACaregiver(before.Id);
        var (deleted, reversed) = (
            await _app.GivenACareEvent(caregiver, type), await _app.GivenACareEvent(caregiver, type));
        await _app.Move(caregiver, after.Id);

        (await after.Manager.Delete($"/v1/care-events/{deleted}")).IsRefused(404, "not_found");
        (await after.Manager.Post($"/v1/care-events/{reversed}/reverse")).IsRefused(404, "not_found");
        (await before.Manager.Delete($"/v1/care-events/{deleted}")).Is(200);
        var reversal = (await before.Manager.Post($"/v1/care-events/{reversed}/reverse")).Is(201);

        Assert.Equal(before.Id, (long)reversal["organisation_id"]!);
        Assert.Equal([reversed, reversal.Id], await Seen(before.Manager));
        Assert.Equal(0, await Reported(before.Manager));
        Assert.Equal(
            ["care_event.deleted", "care_event.registered", "care_event.registered", "care_event.reversed"],
            await Told(before.Manager));
        Assert.Empty(await Told(after.Manager));
        Assert.Empty(await _app.Drift());
    }

    [Fact]
    public async Task A_month_in_two_organisations_is_remitted_for_one_or_for_both()
    {
        var (before, after, type) = (
            await _app.GivenAnOrganisation(), await _app.GivenAnOrganisation(), await _app.GivenAnEventType(100));
        var caregiver = await _app.GivenACaregiver(before.Id);
        var old = await _app.GivenACareEvent(caregiver, type);
        await _app.Move(caregiver, after.Id);
        var since = await _app.GivenACareEvent(caregiver, type);

        var first = (await Remit(before.Id)).Is(201);
        (await Remit(before.Id)).IsRefused(409, "nothing_open");
        Assert.Equal((before.Id, 100L), ((long)first["organisation_id"]!, (long)first["amount"]!));
        Assert.Equal("reimbursed", (string?)(await before.Manager.Get($"/v1/care-events/{old}"))["state"]);
        Assert.Equal("open", (string?)(await after.Manager.Get($"/v1/care-events/{since}"))["state"]);
        Assert.Contains("remittance.made", await Told(before.Manager));
        Assert.DoesNotContain("remittance.made", await Told(after.Manager));

        (await _app.Admin.Post($"/v1/remittances/{first.Id}/reverse")).Is(200);
        Assert.Contains("remittance.reversed", await Told(before.Manager));
        var both = (await Remit(null)).Is(201);
        Assert.Null(both["organisation_id"]);
        Assert.Equal(200, (long)both["amount"]!);
        Assert.DoesNotContain("remittance.made", await Told(after.Manager));
        Assert.Equal(["/care_event_ids either_or"], (await _app.Admin.Post("/v1/remittances", new
        {
            reference = Guid.NewGuid(),
            care_event_ids = new[] { old },
            organisation_id = before.Id,
        })).IsRefused(422, "invalid_input").Errors);
        Assert.Empty(await _app.Drift());

        Task<Answer> Remit(long? organisation) => _app.Admin.Post("/v1/remittances", new
        {
            reference = Guid.NewGuid(),
            caregiver_id = caregiver,
            service_month = _app.Clock.GetUtcNow().AddHours(-1).ToString("yyyy-MM"),
            organisation_id = organisation,
        });
    }

    [Fact]
    public async Task A_visit_that_has_begun_is_completed_and_registered_where_it_began()
    {
        var (before, after, type) = (
            await _app.GivenAnOrganisation(), await _app.GivenAnOrganisation(), await _app.GivenAnEventType());
        var caregiver = await _app.GivenACaregiver(before.Id);
        var held = await _app.GivenAHold(await _app.GivenSlots(caregiver));
        (await _app.Admin.Post($"/v1/reservations/{held}/confirm")).Is(200);
        _app.Clock.Advance(TimeSpan.FromDays(2) + TimeSpan.FromHours(2));
        await _app.Move(caregiver, after.Id);

        (await after.Manager.Post($"/v1/reservations/{held}/complete", new { event_type_id = type }))
            .IsRefused(404, "not_found");
        var completed = await before.Manager.Post($"/v1/reservations/{held}/complete", new { event_type_id = type });

        Assert.Equal(before.Id, (long)completed.Is(200)["care_event"]!["organisation_id"]!);
        Assert.Equal(
            before.Id, (long)(await before.Manager.Get($"/v1/reservations/{held}")).Is(200)["organisation_id"]!);
        (await after.Manager.Get($"/v1/reservations/{held}")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task Care_of_a_visit_that_is_registered_later_belongs_where_the_visit_was()
    {
        var (before, after, type) = (
            await _app.GivenAnOrganisation(), await _app.GivenAnOrganisation(), await _app.GivenAnEventType());
        var caregiver = await _app.GivenACaregiver(before.Id);
        var visit = await _app.GivenAHold(await _app.GivenSlots(caregiver));
        (await _app.Admin.Post($"/v1/reservations/{visit}/confirm")).Is(200);
        _app.Clock.Advance(TimeSpan.FromDays(3));
        (await before.Manager.Post($"/v1/reservations/{visit}/complete", new { })).Is(200);
        await _app.Move(caregiver, after.Id);

        (await after.Manager.Post($"/v1/reservations/{visit}/care-event", new { event_type_id = type }))
            .IsRefused(404, "not_found");
        var care = await before.Manager.Post($"/v1/reservations/{visit}/care-event", new { event_type_id = type });

        Assert.Equal(before.Id, (long)care.Is(201)["organisation_id"]!);
        Assert.Empty(await _app.Drift());
    }

    static async Task<List<long>> Seen(Visitor visitor, string filter = "") =>
        (await visitor.Get($"/v1/care-events{filter}")).Is(200)["items"]!.AsArray()
        .Select(one => (long)one!["id"]!).ToList();

    static async Task<long> Reported(Visitor visitor, string filter = "") =>
        (await visitor.Get($"/v1/reports/reimbursements?group_by=month{filter}")).Is(200)["items"]!.AsArray()
        .Sum(row => (long)row!["amount"]!);

    static async Task<List<string>> Told(Visitor visitor) =>
        (await visitor.Get("/v1/events?component=reimbursements")).Is(200)["items"]!.AsArray()
        .Select(one => (string)one!["kind"]!).Order().ToList();
}

public sealed class LeavingTestsOnSqlite(SqliteApp app) : LeavingTests(app), IClassFixture<SqliteApp>;

public sealed class LeavingTestsOnPostgres(PostgresApp app) : LeavingTests(app), IClassFixture<PostgresApp>;
