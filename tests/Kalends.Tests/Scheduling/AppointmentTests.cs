using Kalends.Platform.Calls;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Scheduling;

public abstract class AppointmentTests
{
    readonly TestApp _app;

    protected AppointmentTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task Two_hundred_equal_offers_at_once_are_one_appointment()
    {
        var provider = await _app.GivenAProvider();

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => _app.GivenAnAppointment(provider)));

        Assert.Single(answers.Select(answer => answer.Is(201).Id).Distinct());
        var listed = (await _app.Admin.Get($"/v1/appointments?provider_id={provider}")).Is(200);
        Assert.Single(listed["items"]!.AsArray());
    }

    [Fact]
    public async Task Of_different_offers_for_one_stretch_at_once_one_wins()
    {
        var provider = await _app.GivenAProvider();

        var answers = await Task.WhenAll(Enumerable.Range(0, 64)
            .Select(i => _app.GivenAnAppointment(provider, seconds: 3600 + i)));

        var winner = Assert.Single(answers, answer => answer.Status == 201);
        foreach (var loser in answers.Where(answer => answer != winner))
            loser.IsRefused(409, "opening_overlaps");
    }

    [Fact]
    public async Task An_appointment_is_reserved_as_any_slot()
    {
        var provider = await _app.GivenAProvider();
        var appointment = (await _app.GivenAnAppointment(provider, inDays: 2.0001, seconds: 50)).Is(201);
        var slot = (long)appointment["slot_id"]!;

        var slots = (await _app.Admin.Get($"/v1/providers/{provider}/slots")).Is(200)["items"]!.AsArray();
        var held = (await _app.Reserve(slot)).Is(201);
        var whileHeld = await Read(_app.Admin, appointment.Id);
        (await _app.Admin.Post($"/v1/reservations/{held.Id}/confirm")).Is(200);
        var whileBooked = await Read(_app.Admin, appointment.Id);
        (await _app.Reserve(slot)).IsRefused(409, "slot_taken");
        (await _app.Admin.Post($"/v1/reservations/{held.Id}/cancel")).Is(200);

        Assert.Equal("free", (string?)appointment["status"]);
        Assert.Equal([slot], slots.Select(one => (long)one!["id"]!));
        Assert.Equal(("held", held.Id), ((string?)whileHeld["status"], (long)whileHeld["reservation_id"]!));
        Assert.Equal("booked", (string?)whileBooked["status"]);
        Assert.Equal("free", (string?)(await Read(_app.Admin, appointment.Id))["status"]);
    }

    [Fact]
    public async Task The_state_is_everybodys_and_the_reservation_is_not()
    {
        var (client, clientId) = await _app.GivenAClientUser();
        var appointment = (await _app.GivenAnAppointment(await _app.GivenAProvider())).Is(201);
        var held = (await _app.Reserve((long)appointment["slot_id"]!, clientId)).Is(201).Id;
        var query = "{ node(id: \"" + Convert.ToBase64String(
            System.Text.Encoding.UTF8.GetBytes($"AppointmentsSchema:{appointment.Id}")) +
            "\") { ... on AppointmentsSchema { status reservation { reservationId } provider { name } } } }";

        foreach (var stranger in new[] { await _app.As(Roles.Client), await _app.As(Roles.Accountant) })
        {
            Assert.Null((await Read(stranger, appointment.Id))["reservation_id"]);
            Assert.Equal("""{"status":"HELD","reservation":null,"provider":{"name":"Ada Lovelace"}}""",
                (await stranger.Ask(query)).Data()["node"]!.ToJsonString());
        }
        Assert.Equal(held, (long)(await Read(client, appointment.Id))["reservation_id"]!);
        Assert.Equal($"{held}", (string?)(await client.Ask(query)).Data()["node"]!["reservation"]!["reservationId"]);
    }

    [Fact]
    public async Task What_is_listed_as_free_can_be_reserved_and_nothing_else()
    {
        var provider = await _app.GivenAProvider();
        var soon = (await _app.GivenAnAppointment(provider, inDays: 0.5)).Is(201);
        var past = (await _app.GivenAnAppointment(provider, inDays: -400)).Is(201);
        var closed = (await _app.GivenAnAppointment(provider, inDays: 3)).Is(201);
        (await _app.Admin.Post($"/v1/providers/{provider}/closures", new
        {
            starts_at = _app.NextHour().AddDays(3).AddMinutes(59).Text(),
            ends_at = _app.NextHour().AddDays(3).AddHours(2).Text(),
        })).Is(201);

        Assert.Equal("too_soon", (string?)soon["status"]);
        Assert.Equal("too_soon", (string?)past["status"]);
        Assert.Equal("closed", (string?)(await Read(_app.Admin, closed.Id))["status"]);
        (await _app.Reserve((long)soon["slot_id"]!)).IsRefused(422, "too_soon");
        (await _app.Reserve((long)past["slot_id"]!)).IsRefused(422, "too_soon");
        (await _app.Reserve((long)closed["slot_id"]!)).IsRefused(409, "slot_closed");
    }

    [Fact]
    public async Task An_appointment_is_an_opening_that_can_be_taken_back_and_offered_anew()
    {
        var provider = await _app.GivenAProvider();
        var first = (await _app.GivenAnAppointment(provider, seconds: 90)).Is(201);
        var listed = (await _app.Admin.Get($"/v1/providers/{provider}/openings")).Is(200)["items"]![0]!;
        (await _app.Admin.Delete($"/v1/providers/{provider}/openings/{first.Id}")).Is(200);

        (await _app.Admin.Get($"/v1/appointments/{first.Id}")).IsRefused(404, "not_found");
        var second = (await _app.GivenAnAppointment(provider, seconds: 90)).Is(201);

        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(("one-off", 90, 1, 1), ((string?)listed["type"], (int)listed["slot_seconds"]!,
            (int)listed["slot_minutes"]!, (int)listed["slot_count"]!));
    }

    [Fact]
    public async Task What_was_answered_about_a_taken_back_appointment_is_answered_again()
    {
        var provider = await _app.GivenAProvider();
        var offer = new
        {
            provider_id = provider,
            starts_at = "2031-01-01T10:00:07Z",
            duration_seconds = 61,
            type = "one-off",
        };

        var offered = (await _app.Admin.Post("/v1/appointments", offer, "offer")).Is(201);
        var again = (await _app.Admin.Post("/v1/appointments", offer, "offer")).Is(201);
        var removed = (await _app.Admin.Delete($"/v1/providers/{provider}/openings/{offered.Id}")).Is(200);

        Assert.Equal(offered.Text, again.Text);
        Assert.Equal("true", again.Headers["Idempotent-Replayed"]);
        Assert.Equal(61, (int)removed["opening"]!["slot_seconds"]!);
    }

    [Theory]
    [InlineData("starts_at", "2030-02-01T10:00:00.5Z", "/starts_at off_grid")]
    [InlineData("starts_at", "1969-12-31T23:59:59Z", "/starts_at out_of_range")]
    [InlineData("starts_at", "2038-01-19T03:14:08Z", "/starts_at out_of_range")]
    [InlineData("duration_seconds", 0, "/duration_seconds out_of_range")]
    [InlineData("duration_seconds", -1, "/duration_seconds out_of_range")]
    [InlineData("duration_seconds", 86_401, "/duration_seconds out_of_range")]
    [InlineData("type", "one_off", "/type unknown_type")]
    public async Task What_cannot_be_offered_is_refused(string member, object value, string fault)
    {
        var offer = new Dictionary<string, object>
        {
            ["provider_id"] = await _app.GivenAProvider(),
            ["starts_at"] = "2030-02-01T10:00:00Z",
            ["duration_seconds"] = 3600,
            ["type"] = "one-off",
            [member] = value,
        };

        var refused = await _app.Admin.Post("/v1/appointments", offer);

        Assert.Equal([fault], refused.IsRefused(422, "invalid_input").Errors);
    }

    [Fact]
    public async Task Who_keeps_no_calendar_offers_nothing_in_it()
    {
        var owner = await _app.As(Roles.Provider);
        var offer = new
        {
            provider_id = await _app.GivenAProvider(owner),
            starts_at = "2030-02-01T10:00:00Z",
            duration_seconds = 3600,
            type = "one-off",
        };

        (await (await _app.As(Roles.Provider)).Post("/v1/appointments", offer)).IsRefused(403, "forbidden");
        (await owner.Post("/v1/appointments", offer)).Is(201);
        (await _app.GivenAnAppointment(999_999)).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task A_list_takes_the_filters_that_fit_into_a_query_and_a_search_takes_all()
    {
        var (provider, other) = (await _app.GivenAProvider(), await _app.GivenAProvider());
        (await _app.Admin.Put($"/v1/providers/{provider}/skills", new { skills = new[] { "Listed, once" } })).Is(200);
        (await _app.GivenAnAppointment(provider, 40)).Is(201);
        (await _app.GivenAnAppointment(provider, 41, type: "consultation")).Is(201);
        (await _app.GivenAnAppointment(other, 40)).Is(201);
        var from = _app.NextHour().AddDays(41).Text();

        Assert.Equal(2, await Count("has_skills=Listed%2C+once"));
        Assert.Equal(1, await Count($"has_skills=Listed%2C+once&from={from}"));
        Assert.Equal(1, await Count($"has_skills=Listed%2C+once&to={from}"));
        Assert.Equal(1, await Count("has_skills=Listed%2C+once&has_skills=x&type=one-off"));
        Assert.Equal(2, await Count($"provider_id={provider}&type=one-off&type=consultation"));
        var found = await _app.Admin.Post("/v1/appointments/search", new
        {
            filters = new
            {
                provider_id = provider,
                not = new { and = new[] { new { type = "one-off", has_specialisms = new[] { "Listed, once" } } } },
            },
        });
        Assert.Equal("consultation", (string?)Assert.Single(found.Is(200)["items"]!.AsArray())!["type"]);

        async Task<int> Count(string query) =>
            (await _app.Admin.Get($"/v1/appointments?{query}")).Is(200)["items"]!.AsArray().Count;
    }

    [Fact]
    public async Task A_list_is_walked_page_by_page_in_its_order()
    {
        var provider = await _app.GivenAProvider();
        for (var i = 0; i < 7; i++)
            (await _app.GivenAnAppointment(provider, 50 + i, seconds: 60 * (1 + i % 3))).Is(201);
        var path = $"/v1/appointments?provider_id={provider}&sort=duration_desc&sort=starts_at_asc&limit=3";

        var (seen, next) = (new List<(int Seconds, string Starts)>(), "");
        do
        {
            var page = (await _app.Admin.Get(path + (next.Length > 0 ? $"&cursor={next}" : ""))).Is(200);
            seen.AddRange(page["items"]!.AsArray().Select(item =>
                ((int)item!["duration_seconds"]!, (string)item["starts_at"]!)));
            next = (string?)page["next"] ?? "";
            if (next.Length > 0)
                (await _app.Admin.Get($"/v1/appointments?sort=id_asc&cursor={next}")).IsRefused(422, "invalid_input");
        }
        while (next.Length > 0);

        Assert.Equal(7, seen.Count);
        Assert.Equal(
            seen.OrderByDescending(one => one.Seconds).ThenBy(one => one.Starts, StringComparer.Ordinal), seen);
    }

    static async Task<Answer> Read(Visitor visitor, long id) => (await visitor.Get($"/v1/appointments/{id}")).Is(200);
}

public sealed class AppointmentTestsOnSqlite(SqliteApp app) : AppointmentTests(app), IClassFixture<SqliteApp>;

public sealed class AppointmentTestsOnPostgres(PostgresApp app) : AppointmentTests(app), IClassFixture<PostgresApp>;
