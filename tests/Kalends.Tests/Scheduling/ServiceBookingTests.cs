using System.Text.Json.Nodes;
using Kalends.Platform.Calls;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Kit;
using Kalends.Tests.Reimbursements;

namespace Kalends.Tests.Scheduling;

/// <summary>Booking a service: how much time it takes, what is in its way, and what its client is asked.</summary>
public abstract class ServiceBookingTests
{
    readonly TestApp _app;

    protected ServiceBookingTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_service_lasts_over_slots_and_adjoining_openings()
    {
        var provider = await _app.GivenAProvider();
        var first = await _app.GivenAnOpening(provider, 0, 60);
        var adjoining = await _app.GivenAnOpening(provider, 60, 60, slotMinutes: 30);
        var apart = await _app.GivenAnOpening(provider, 135, 45);
        var service = await _app.GivenAService(provider, minutes: 40);

        Assert.Equal(
            [first, first + 1, first + 2, first + 3, adjoining, apart], await _app.Listed(provider, service));
        var held = (await _app.Book(first + 3, service)).Is(201);
        Assert.Equal(
            TimeSpan.FromMinutes(40), (DateTimeOffset)held["ends_at"]! - (DateTimeOffset)held["starts_at"]!);
        Assert.Equal((service, first + 3), ((long)held["service_id"]!, (long)held["slot_id"]!));

        Assert.Equal([first, apart], await _app.Listed(provider, service));
        Assert.Equal([first, first + 1, first + 2, adjoining + 1, apart, apart + 1, apart + 2],
            await _app.Listed(provider));
        (await _app.Book(adjoining, service)).IsRefused(409, "slot_taken");
        (await _app.Book(adjoining, null)).IsRefused(409, "slot_taken");
        (await _app.Book(first + 1, service)).IsRefused(409, "slot_taken");
        (await _app.Book(apart + 1, service)).IsRefused(409, "service_does_not_fit");
        (await _app.Book(adjoining + 1, service)).IsRefused(409, "service_does_not_fit");
        (await _app.Book(adjoining + 1, null)).Is(201);
    }

    [Fact]
    public async Task Buffers_of_neighbours_add_up_and_need_no_opening()
    {
        var provider = await _app.GivenAProvider();
        var slot = await _app.GivenAnOpening(provider, 0, 180);
        var service = await _app.GivenAService(provider, minutes: 30, before: 15, after: 15);

        (await _app.Book(slot, service)).Is(201);

        // After 30 minutes of care there are 15 and 15 minutes of buffers.
        Assert.Equal([slot + 4, slot + 5, slot + 6, slot + 7, slot + 8, slot + 9, slot + 10],
            await _app.Listed(provider, service));
        (await _app.Book(slot + 3, service)).IsRefused(409, "slot_taken");
        (await _app.Book(slot + 2, null)).IsRefused(409, "slot_taken");
        (await _app.Book(slot + 3, null)).Is(201);
        (await _app.Book(slot + 4, service)).IsRefused(409, "slot_taken");
        (await _app.Book(slot + 10, service)).Is(201);
    }

    [Fact]
    public async Task A_refused_service_names_the_next_starts_at_which_it_fits()
    {
        var provider = await _app.GivenAProvider();
        var slot = await _app.GivenAnOpening(provider, 0, 180);
        var service = await _app.GivenAService(provider, minutes: 30);
        (await _app.Book(slot, null)).Is(201);

        var refused = (await _app.Book(slot, service)).IsRefused(409, "slot_taken");

        Assert.Equal(
            [slot + 1, slot + 2, slot + 3],
            refused["alternatives"]!.AsArray().Select(one => (long)one!["id"]!));
    }

    [Fact]
    public async Task Openings_with_a_type_are_never_joined()
    {
        var provider = await _app.GivenAProvider();
        var appointment = (await _app.GivenAnAppointment(provider)).Is(201);
        var slot = await _app.GivenAnOpening(provider, 60, 60);
        var service = await _app.GivenAService(provider, minutes: 60);

        Assert.Equal([slot], await _app.Listed(provider, service));
        var own = (long)appointment["slot_id"]!;
        (await _app.Book(own, service)).IsRefused(409, "service_does_not_fit");
        (await _app.Book(own, null)).Is(201);
    }

    [Fact]
    public async Task Closed_time_cuts_a_service_but_not_its_buffers()
    {
        var provider = await _app.GivenAProvider();
        var slot = await _app.GivenAnOpening(provider, 0, 120);
        var service = await _app.GivenAService(provider, minutes: 30, after: 30);
        var day = _app.NextHour().AddDays(2);
        (await _app.Admin.Post($"/v1/providers/{provider}/closures", new
        {
            starts_at = day.AddMinutes(45).Text(),
            ends_at = day.AddMinutes(60).Text(),
        })).Is(201);

        Assert.Equal([slot, slot + 1, slot + 4, slot + 5, slot + 6], await _app.Listed(provider, service));
        (await _app.Book(slot + 2, service)).IsRefused(409, "slot_closed");
        (await _app.Book(slot + 3, service)).IsRefused(409, "slot_closed");
        (await _app.Book(slot + 1, service)).Is(201);
    }

    [Fact]
    public async Task An_opening_for_some_services_has_no_bare_slots()
    {
        var provider = await _app.GivenAProvider();
        var slot = await _app.GivenAnOpening(provider, 0, 60);
        var (service, other) = (await _app.GivenAService(provider, 30), await _app.GivenAService(provider, 30));
        await _app.Stop();
        await _app.Repair($"UPDATE openings SET services_only = 1 WHERE id = {slot / 4096}");
        await _app.Repair($"INSERT INTO opening_services (opening_id, service_id) VALUES ({slot / 4096}, {service})");
        await _app.Start();

        Assert.Empty(await _app.Listed(provider));
        Assert.Empty(await _app.Listed(provider, other));
        Assert.Equal([slot, slot + 1, slot + 2], await _app.Listed(provider, service));
        (await _app.Book(slot, null)).IsRefused(409, "service_required");
        (await _app.Book(slot, other)).IsRefused(409, "service_does_not_fit");
        (await _app.Book(slot, service)).Is(201);
    }

    [Fact]
    public async Task Only_what_a_provider_offers_now_is_booked_with_them()
    {
        var (provider, another) = (await _app.GivenAProvider(), await _app.GivenAProvider());
        var slot = await _app.GivenSlots(provider);
        var service = await _app.GivenAService(provider, 15);
        var foreign = await _app.GivenAService(another, 15);

        (await _app.Book(slot, foreign)).IsRefused(404, "not_found");
        (await _app.Book(slot, 999999)).IsRefused(404, "not_found");
        (await _app.Admin.Get($"/v1/providers/{provider}/slots?service_id={foreign}")).IsRefused(404, "not_found");
        (await _app.Admin.Patch($"/v1/services/{service}", new { active = false })).Is(200);
        (await _app.Book(slot, service)).IsRefused(404, "not_found");
        (await _app.Admin.Patch($"/v1/services/{service}", new { active = true })).Is(200);
        (await _app.Admin.Delete($"/v1/services/{service}/providers/{provider}")).Is(200);
        (await _app.Book(slot, service)).IsRefused(404, "not_found");
        (await _app.Admin.Put($"/v1/services/{service}/providers/{provider}")).Is(200);
        (await _app.Book(slot, service)).Is(201);
    }

    [Fact]
    public async Task Answers_fit_the_questions_of_the_service()
    {
        var provider = await _app.GivenAProvider();
        var slot = await _app.GivenSlots(provider);
        var service = await GivenAskingService(provider);
        static object A(string question, string text) => new { question, text };

        foreach (var (answers, errors) in (IEnumerable<(object[], string[])>)
        [
            ([], ["/answers required"]),
            ([A("why", "pain"), A("side", "up")], ["/answers/1/text not_a_choice"]),
            ([A("why", "pain"), A("age", "old"), A("name", "x")],
                ["/answers/1/text not_a_number", "/answers/2/question not_asked"]),
            ([A("why", "pain"), A("why", "more")], ["/answers/1/question answered_twice"]),
            ([A("why", " \n ")], ["/answers/0/text required"]),
            ([A("why", "")], ["/answers/0/text too_short"]),
            ([A("why", new string('w', 2001))], ["/answers/0/text too_long"]),
            ([A("why", "a"), A("age", "1e5")], ["/answers/1/text not_a_number"]),
            ([A("why", "a"), A("age", "9".PadRight(40, '9'))], ["/answers/1/text not_a_number"]),
        ])
            Assert.Equal(errors, (await _app.Book(slot, service, answers: answers)).IsRefused(422, "invalid_input")
                .Errors);
        Assert.Equal(["/answers/0/question not_asked"], (await _app.Book(
            slot, null, answers: [A("why", "pain")])).IsRefused(422, "invalid_input").Errors);

        (await _app.Book(slot, service, answers: [A("why", "pain\nhere"), A("side", "left"), A("age", "-12.5")]))
            .Is(201);
    }

    [Fact]
    public async Task Answers_are_seen_by_the_client_and_the_staff_and_by_nobody_else()
    {
        var (practice, manager) = await _app.GivenAnOrganisation();
        var owner = await _app.As(Roles.Provider);
        var provider = await _app.GivenACaregiver(practice, owner);
        var slot = await _app.GivenSlots(provider);
        var service = await GivenAskingService(provider);
        var (visitor, client) = await _app.GivenAClientUser();
        var held = (await _app.Book(slot, service, visitor, client, [new { question = "why", text = "a secret" }]))
            .Is(201);
        var path = $"/v1/reservations/{held.Id}/answers";
        var query = $"{{ reservation(reservationId: \"{held.Id}\") {{ service {{ name }} " +
            "answers { question text } } }";

        foreach (var sees in (Visitor[])[visitor, owner, manager, _app.Admin])
        {
            var shown = (await sees.Get(path)).Is(200)["items"]!.ToJsonString();
            Assert.Equal("[{\"question\":\"why\",\"text\":\"a secret\"}]", shown);
            var data = (await sees.Ask(query)).Data()["reservation"]!;
            Assert.Equal((shown, "Massage"), (data["answers"]!.ToJsonString(), (string?)data["service"]!["name"]));
        }
        Visitor[] others =
        [
            (await _app.GivenAClientUser()).Visitor, (await _app.GivenAnOrganisation()).Manager,
            await _app.As(Roles.Provider),
        ];
        foreach (var not in others)
        {
            (await not.Get(path)).IsRefused(404, "not_found");
            Assert.Equal("not_found", (await not.Ask(query)).Refusal());
        }
        (await (await _app.AnAccountant()).Get(path)).IsRefused(403, "forbidden");
        (await _app.Admin.Get("/v1/reservations/999999/answers")).IsRefused(404, "not_found");
        var bare = (await _app.Book(slot + 2, null)).Is(201).Id;
        Assert.Empty((await _app.Admin.Get($"/v1/reservations/{bare}/answers")).Is(200)["items"]!.AsArray());

        (await visitor.Post($"/v1/reservations/{held.Id}/confirm")).Is(200);
        var told = await _app.EventsOf($"reservation/{held.Id}");
        Assert.Equal(["reservation.held", "reservation.confirmed"], told.Select(one => one.Kind));
        Assert.All(told, one =>
        {
            Assert.DoesNotContain("secret", one.Data, StringComparison.Ordinal);
            Assert.Null(JsonNode.Parse(one.Data)!["answers"]);
        });
    }

    Task<long> GivenAskingService(long provider) => _app.GivenAService(provider, 15, questions:
    [
        new { key = "why", label = "Why do you come?", required = true },
        new { key = "side", label = "Which side?", kind = "choice", choices = new[] { "left", "right" } },
        new { key = "age", label = "How old are you?", kind = "number" },
    ]);
}

public sealed class ServiceBookingTestsOnSqlite(SqliteApp app)
    : ServiceBookingTests(app), IClassFixture<SqliteApp>;

public sealed class ServiceBookingTestsOnPostgres(PostgresApp app)
    : ServiceBookingTests(app), IClassFixture<PostgresApp>;
