using Kalends.Platform.Calls;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Providers;

/// <summary>Providers who are not active, and those who are there no more: what goes with them, what stays.</summary>
public abstract class ProviderAbsenceTests
{
    readonly TestApp _app;

    protected ProviderAbsenceTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task Who_is_not_active_is_read_by_id_and_found_by_nobody()
    {
        var skill = Guid.NewGuid().ToString();
        var made = (await _app.Admin.Post("/v1/providers", new { name = skill, skills = new[] { skill } })).Is(201);
        var path = $"/v1/providers/{made.Id}";
        Assert.Equal([made.Id], await ListedAs(skill));

        (await _app.Admin.Patch(path, new { active = false })).Is(200);

        Assert.Empty(await ListedAs(skill));
        Assert.False((bool)(await _app.Admin.Get(path)).Is(200)["active"]!);
        Assert.Empty(await TherapistsWith(made.Id));
        (await _app.Admin.Patch(path, new { active = true })).Is(200);
        Assert.Equal([made.Id], await ListedAs(skill));
        Assert.Equal([made.Id], await TherapistsWith(made.Id));
    }

    [Fact]
    public async Task Who_is_not_active_has_no_slot_to_reserve_and_keeps_what_is_booked()
    {
        var (provider, slot) = await _app.GivenFreeSlots();
        var hold = await _app.GivenAHold(slot);
        var appointment = (await _app.GivenAnAppointment(provider, inDays: 5)).Is(201);
        var path = $"/v1/providers/{provider}";

        (await _app.Admin.Patch(path, new { active = false })).Is(200);

        Assert.Empty((await _app.Admin.Get($"{path}/slots")).Is(200)["items"]!.AsArray());
        Assert.Equal(["held", .. Enumerable.Repeat("closed", 8)], await States(path));
        Assert.Equal("closed", (string?)(await _app.Admin.Get($"/v1/appointments/{appointment.Id}")).Is(200)["status"]);
        (await _app.Reserve(slot + 1)).IsRefused(409, "slot_closed").IsCleanAbout("alternatives");
        (await _app.Reserve((long)appointment["slot_id"]!)).IsRefused(409, "slot_closed");
        (await _app.Reserve(slot)).IsRefused(409, "slot_taken");
        (await _app.Admin.Post($"/v1/reservations/{hold}/confirm")).Is(200);

        (await _app.Admin.Patch(path, new { active = true })).Is(200);
        Assert.Equal(["booked", .. Enumerable.Repeat("free", 8)], await States(path));
        (await _app.Reserve(slot + 1)).Is(201);
    }

    [Fact]
    public async Task Who_is_deleted_is_found_nowhere()
    {
        var (user, skill) = (await _app.As(Roles.Provider), Guid.NewGuid().ToString());
        var made = (await _app.Admin.Post("/v1/providers", new
        {
            name = $"Ms {skill}",
            skills = new[] { skill },
            languages = new[] { "en" },
            cost = 5,
            currency = "GBP",
            user_id = user.UserId,
            availability = new[] { new { from_date = "2030-01-01", to_date = "2030-12-31" } },
        })).Is(201);
        var (path, slot) = ($"/v1/providers/{made.Id}", await _app.GivenSlots(made.Id));
        var appointment = (await _app.GivenAnAppointment(made.Id, inDays: 5)).Is(201);

        var gone = (await _app.Admin.Delete(path)).Is(200);

        Assert.Equal(made.Text, gone.Text);
        foreach (var answer in (Answer[])[
            await _app.Admin.Get(path), await _app.Admin.Put(path, new { name = "a" }),
            await _app.Admin.Patch(path, new { name = "a" }), await _app.Admin.Delete(path),
            await _app.Admin.Get($"{path}/skills"),
            await _app.Admin.Put($"{path}/skills", new { skills = Array.Empty<string>() }),
            await _app.Admin.Get($"{path}/reviews"),
            await (await _app.As(Roles.Client)).Post($"{path}/reviews", new { rating = 5 }),
            await _app.Admin.Get($"{path}/slots"), await _app.Admin.Get($"{path}/slots?include=all"),
            await _app.Reserve(slot), await _app.Reserve((long)appointment["slot_id"]!),
            await _app.GivenAnAppointment(made.Id, inDays: 9)])
            answer.IsRefused(404, "not_found");
        Assert.Empty(await ListedAs(skill));
        Assert.Empty(await ListedAs("", $"name=Ms%20{skill}"));
        Assert.Equal(
            "not_found", (await _app.Admin.Ask($"{{ provider(providerId: {made.Id}) {{ name }} }}")).Refusal());
        Assert.Null((await user.Get("/v1/me")).Is(200)["provider_id"]);
        (await _app.Admin.Post("/v1/providers", new { name = "again", user_id = user.UserId })).Is(201);
    }

    [Fact]
    public async Task A_past_slot_of_who_is_deleted_is_none()
    {
        var provider = await _app.GivenAProvider();
        var slot = await _app.GivenSlots(provider, inDays: 0);
        _app.Clock.Advance(TimeSpan.FromHours(4));
        (await _app.Admin.Delete($"/v1/providers/{provider}")).Is(200);

        (await _app.Reserve(slot)).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task A_deletion_is_told_once_to_whoever_owned_the_provider()
    {
        var owner = await _app.As(Roles.Provider);
        var provider = await _app.GivenAProvider(owner);
        await _app.GivenSlots(provider);

        (await owner.Delete($"/v1/providers/{provider}")).Is(200);

        var events = (await owner.Get($"/v1/events?provider_id={provider}")).Is(200)["items"]!.AsArray();
        Assert.Equal(
            ["opening.offered", "opening.removed", "provider.created", "provider.deleted"],
            events.Select(one => (string)one!["kind"]!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Who_has_reservations_ahead_is_not_deleted()
    {
        var (provider, slot) = await _app.GivenFreeSlots();
        var path = $"/v1/providers/{provider}";
        var hold = await _app.GivenAHold(slot);

        (await _app.Admin.Delete(path)).IsRefused(409, "provider_booked").IsCleanAbout("booked_until");
        (await _app.Admin.Post($"/v1/reservations/{hold}/confirm")).Is(200);
        (await _app.Admin.Delete(path)).IsRefused(409, "provider_booked");
        (await _app.Admin.Get($"{path}/slots")).Is(200);
        (await _app.Admin.Post($"/v1/reservations/{hold}/cancel", new { reason = "" })).Is(200);
        await _app.GivenAHold(slot + 1);
        _app.Clock.Advance(TimeSpan.FromMinutes(30));

        (await _app.Admin.Delete(path)).Is(200);
    }

    [Fact]
    public async Task What_a_deleted_provider_did_is_still_told_and_paid()
    {
        var (provider, slot) = await _app.GivenFreeSlots();
        var reservation = await _app.GivenAHold(slot);
        (await _app.Admin.Post($"/v1/reservations/{reservation}/confirm")).Is(200);
        var type = (await _app.Admin.Post(
            "/v1/event-types", new { name = Guid.NewGuid(), amount = 500, currency = "EUR" })).Is(201).Id;
        _app.Clock.Advance(TimeSpan.FromDays(3));

        (await _app.Admin.Delete($"/v1/providers/{provider}")).Is(200);
        var completed = await _app.Admin.Post(
            $"/v1/reservations/{reservation}/complete", new { event_type_id = type });

        Assert.Equal("completed", (string?)(await _app.Admin.Get($"/v1/reservations/{reservation}")).Is(200)["state"]);
        completed.Is(200);
        var report = (await _app.Admin.Get(
            $"/v1/reports/reimbursements?caregiver_ids={provider}&group_by=caregiver")).Is(200);
        Assert.Equal("Ada Lovelace", (string?)report["items"]![0]!["caregiver_name"]);
    }

    [Fact]
    public async Task What_a_deleted_provider_did_is_told_by_their_name_over_GraphQL_too()
    {
        var (provider, slot) = await _app.GivenFreeSlots();
        var (client, _) = await _app.GivenAClientUser();
        var past = (await _app.GivenAnAppointment(provider, inDays: -3)).Is(201).Id;
        var reservation = (await client.Post("/v1/reservations", new { slot_id = slot })).Is(201).Id;
        (await client.Post($"/v1/reservations/{reservation}/confirm")).Is(200);
        var type = (await _app.Admin.Post(
            "/v1/event-types", new { name = Guid.NewGuid(), amount = 500, currency = "EUR" })).Is(201).Id;
        _app.Clock.Advance(TimeSpan.FromDays(3));
        var care = (long)(await _app.Admin.Post($"/v1/reservations/{reservation}/complete",
            new { event_type_id = type })).Is(200)["care_event"]!["id"]!;
        var remittance = (await _app.Admin.Post(
            "/v1/remittances", new { reference = Guid.NewGuid(), caregiver_id = provider, service_month = "2030-01" }))
            .Is(201).Id;

        (await _app.Admin.Delete($"/v1/providers/{provider}")).Is(200);
        var seen = (await client.Ask(
            "{ reservations { edges { node { state provider { name active slots { slotId } } } } } }"))
            .Data()["reservations"]!["edges"]![0]!["node"]!;
        var told = (await _app.Admin.Ask($$"""
            {
              careEvent(careEventId: {{care}}) { caregiver { name } }
              remittance(remittanceId: {{remittance}}) { caregiver { name } }
              reimbursementReport(caregiverIds: [{{provider}}], groupBy: [CAREGIVER]) { items { caregiver { name } } }
              appointments(filters: {providerId: {{provider}}}) {
                edges { node { appointmentId therapists { firstName } provider { name } } }
              }
              gone: node(id: "{{GlobalId("Provider", provider)}}") { id }
              goneToo: node(id: "{{GlobalId("TherapistsSchema", provider)}}") { id }
            }
            """)).Data();

        const string Ada = """{"name":"Ada Lovelace"}""";
        Assert.Equal(
            """{"state":"COMPLETED","provider":{"name":"Ada Lovelace","active":false,"slots":[]}}""",
            seen.ToJsonString());
        Assert.Equal(Ada, told["careEvent"]!["caregiver"]!.ToJsonString());
        Assert.Equal(Ada, told["remittance"]!["caregiver"]!.ToJsonString());
        Assert.Equal(Ada, told["reimbursementReport"]!["items"]![0]!["caregiver"]!.ToJsonString());
        var appointment = told["appointments"]!["edges"]!.AsArray().Select(edge => edge!["node"]!)
            .Single(node => (string?)node["appointmentId"] == $"{past}");
        Assert.Equal(("Ada", Ada),
            ((string?)appointment["therapists"]!["firstName"], appointment["provider"]!.ToJsonString()));
        Assert.Null(told["gone"]);
        Assert.Null(told["goneToo"]);
    }

    [Fact]
    public async Task Deleting_against_reserving_never_leaves_a_reservation_with_nobody()
    {
        for (var round = 0; round < 15; round++)
        {
            var (provider, slot) = await _app.GivenFreeSlots();
            var client = await _app.GivenAClient();

            var answers = await Race.AtOnce(7, i => i == 3
                ? _app.Admin.Delete($"/v1/providers/{provider}")
                : _app.Reserve(slot + i, client));

            var isDeleted = answers[3].IsOneOf(200, 409) == 200;
            var held = answers.Where((_, i) => i != 3).Count(answer => answer.IsOneOf(201, 404) == 201);
            Assert.Equal(isDeleted, held == 0);
        }
    }

    [Fact]
    public async Task Changing_against_deleting_leaves_nothing_of_whoever_is_gone()
    {
        for (var round = 0; round < 10; round++)
        {
            var skill = Guid.NewGuid().ToString();
            var path = $"/v1/providers/{await _app.GivenAProvider()}";

            var answers = await Race.AtOnce(4, i => i == 1
                ? _app.Admin.Delete(path)
                : _app.Admin.Put($"{path}/skills", new { skills = new[] { skill } }));

            answers[1].Is(200);
            Assert.All(answers.Where((_, i) => i != 1), answer => answer.IsOneOf(200, 404));
            Assert.Empty(await ListedAs(skill));
            (await _app.Admin.Get($"{path}/skills")).IsRefused(404, "not_found");
        }
    }

    async Task<List<string>> States(string path)
    {
        var slots = (await _app.Admin.Get($"{path}/slots?include=all")).Is(200)["items"]!.AsArray();
        return slots.Select(slot => (string)slot!["state"]!).ToList();
    }

    async Task<List<long>> ListedAs(string skill, string? query = null)
    {
        var page = (await _app.Admin.Get($"/v1/providers?{query ?? $"skills={skill}"}")).Is(200);
        return page["items"]!.AsArray().Select(item => (long)item!["id"]!).ToList();
    }

    static string GlobalId(string type, long id) =>
        Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{type}:{id}"));

    /// <summary>Who has the first skill of a provider, by the original's way from specialisms to therapists.</summary>
    async Task<List<long>> TherapistsWith(long provider)
    {
        var answer = await _app.Admin.Ask(
            $"{{ node(id: \"{GlobalId("TherapistsSchema", provider)}\") {{ " +
            "... on TherapistsSchema { specialisms { edges { node { " +
            "therapists { edges { node { therapistId } } } } } } } } }");
        return answer.Data()["node"]!["specialisms"]!["edges"]![0]!["node"]!["therapists"]!["edges"]!.AsArray()
            .Select(edge => long.Parse((string)edge!["node"]!["therapistId"]!, null)).ToList();
    }
}

static class Refusals
{
    /// <summary>A refusal that carries one more member.</summary>
    public static void IsCleanAbout(this Answer answer, string member) => Assert.NotNull(answer[member]);
}

public sealed class ProviderAbsenceTestsOnSqlite(SqliteApp app)
    : ProviderAbsenceTests(app), IClassFixture<SqliteApp>;

public sealed class ProviderAbsenceTestsOnPostgres(PostgresApp app)
    : ProviderAbsenceTests(app), IClassFixture<PostgresApp>;
