using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Tests.Directory;
using Kalends.Tests.Kit;
using Kalends.Tests.Reimbursements;
using static Kalends.Tests.Kit.Statements;

namespace Kalends.Tests.GraphQL;

public abstract class StatementCountTests
{
    readonly TestApp _app;

    protected StatementCountTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task The_number_of_statements_does_not_depend_on_the_number_of_rows()
    {
        var first = await _app.GivenSlots(await _app.GivenAProvider(), inDays: 2, hours: 10, slotMinutes: 5);
        for (var i = 0; i < 100; i++)
            await _app.GivenAHold(first + i);
        for (var i = 0; i < 99; i++)
            await _app.GivenAProvider();

        // The last one asks whether the read of the clients is logged.
        Assert.Equal(4, await CountFor(n => $$"""
            { reservations(first: {{n}}) { edges { node { state provider { name } client { name } } } } }
            """));
        // The slots are two: the policies and the calendars.
        Assert.Equal(3, await CountFor(n => $$"""
            { providers(first: {{n}}) { edges { node { name slots(first: 2) { slotId } } } } }
            """));

        var (caregiver, type) = (await _app.GivenAProvider(), await _app.GivenAnEventType());
        for (var i = 0; i < 100; i++)
            await _app.GivenACareEvent(caregiver, type);
        (await _app.Admin.Post("/v1/remittances", new
        {
            reference = "all",
            caregiver_id = caregiver,
            service_month = "2030-01",
        })).Is(201);
        Assert.Equal(5, await CountFor(n => $$"""
            { careEvents(caregiverId: {{caregiver}}, first: {{n}}) { edges { node {
                state caregiver { name } eventType { name tariffs { amount } } remittance { reference } } } } }
            """));
    }

    [Fact]
    public async Task The_statements_of_appointments_and_all_that_hangs_on_them_do_not_depend_on_the_rows()
    {
        var client = await _app.GivenAClient();
        for (var i = 0; i < 100; i++)
        {
            var provider = await _app.GivenAProvider();
            (await _app.Admin.Put($"/v1/providers/{provider}/skills", new { skills = new[] { "CBT", $"skill {i}" } }))
                .Is(200);
            var appointment = (await _app.GivenAnAppointment(provider, inDays: 2 + i)).Is(201);
            if (i % 10 == 0)
                await _app.Reserve((long)appointment["slot_id"]!, client);
        }

        // Appointments, therapists, specialisms.
        Assert.Equal(3, await CountFor(n => $$"""
            {
              appointments(first: {{n}}, filters: {hasSpecialisms: ["CBT"], type: "one-off"}, sort: [TYPE_DESC]) {
                edges {
                  node {
                    type
                    therapists { firstName specialisms { edges { node { specialismName } } } }
                  }
                }
              }
            }
            """));
        // And back: the therapists of each specialism, and the appointments of each of those.
        Assert.Equal(5, await CountFor(n => $$"""
            {
              appointments(first: {{n}}) {
                edges { node { therapists { specialisms(first: 2) { edges { node { therapists(first: 2) { edges { node {
                  appointments(first: 2) { edges { node { appointmentId } } }
                } } } } } } } } }
              }
            }
            """));
        // The state is two statements, the reservations three; each time one of them reads the policies. The last one
        // asks whether the read of the reservations is logged.
        Assert.Equal(7, await CountFor(n => $$"""
            { appointments(first: {{n}}) { edges { node { status reservation { state } } } } }
            """));
    }

    [Fact]
    public async Task The_statements_of_providers_and_their_reviews_do_not_depend_on_the_rows()
    {
        var authors = new[] { await _app.As(Roles.Client), await _app.As(Roles.Client) };
        var house = (await _app.Admin.Post("/v1/organisations", new { name = Guid.NewGuid() })).Is(201).Id;
        for (var i = 0; i < 100; i++)
        {
            var provider = (await _app.Admin.Post("/v1/providers", new { name = "Ada", organisation_id = house }))
                .Is(201).Id;
            foreach (var author in authors.Take(1 + i % 2))
                await _app.GivenAReview(provider, 4, author);
        }

        // Providers in two, their reviews, and the providers of these.
        Assert.Equal(4, await CountFor(n => $$"""
            {
              providers(organisationId: {{house}}, first: {{n}}) {
                edges { node { reviews(first: 1) { edges { node { rating verified provider { name } } } } } }
              }
            }
            """));
        // With cursors, what lies beyond them too.
        Assert.Equal(4, await CountFor(n => $$"""
            {
              providers(organisationId: {{house}}, first: {{n}}) {
                edges { node { reviews(last: 1, before: "{{Place}}") { pageInfo { hasNextPage } } } }
              }
            }
            """));
    }

    static readonly string Place = new Cursor("newest", [50L]).Write();

    [Fact]
    public async Task A_search_takes_four_statements_at_most_however_many_it_finds()
    {
        for (var i = 0; i < 105; i++)
            (await _app.Admin.Post("/v1/providers", new
            {
                name = $"Searched {i}",
                skills = new[] { "Searching", $"skill {i}" },
                cost = 100 + i,
            })).Is(201);
        const string Filter = "text=seached&skills=Searching&skills=x&cost_min=1&rating_max=5&order=cost_desc";
        async Task<int> Items(string path) =>
            (await _app.Admin.Get(path)).Is(200)["items"]!.AsArray().Count;

        Assert.Equal(1, await CountOf(n => Items($"/v1/providers?limit={n}")));
        Assert.Equal(2, await CountOf(n => Items($"/v1/providers?{Filter}&limit={n}")));
        Assert.Equal(3, await CountOf(n => Items($"/v1/providers?{Filter}&facets=skills,cost&limit={n}")));

        Assert.Equal(4, await CountFor(n => $$"""
            {
              providers(text: "seached", first: {{n}}, order: COST, after: "{{AtStart()}}", before: "{{AtEnd()}}") {
                edges { node { name skills } }
                pageInfo { hasNextPage hasPreviousPage }
              }
            }
            """));

        // Places before and behind all rows.
        string AtStart() => new Cursor("cost", [0L, 0L, 0L]).Write();
        string AtEnd() => new Cursor("cost", [2L, long.MaxValue, 0L]).Write();
    }

    [Fact]
    public async Task Looking_for_who_fits_and_who_is_free_takes_few_statements()
    {
        for (var i = 0; i < 105; i++)
        {
            var provider = (await _app.Admin.Post("/v1/providers", new
            {
                name = $"Wanted {i}",
                skills = new[] { "Wanting" },
                cost = 100 + i % 9,
                availability = new[] { new { from_date = "2030-01-01", to_date = "2030-12-31" } },
            })).Is(201).Id;
            await _app.GivenSlots(provider);
        }
        const string Wish = "skills=Wanting&budget=1000&dates=2030-01-01&dates=2030-02-01";
        async Task<int> Recommended(string more) => (await _app.Admin.Post(
            $"/v1/providers/recommend?{Wish}&{more}")).Is(200)["items"]!.AsArray().Count;
        async Task<int> Found(string more) => (await _app.Admin.Get(
            $"/v1/providers?skills=Wanting&{more}")).Is(200)["items"]!.AsArray().Count;
        var before = _app.NextHour().AddDays(30).Text();

        foreach (var more in new[]
            { "order=cost", "order=match", "order=cost&bookable=true", "order=match&bookable=true" })
            Assert.InRange(await CountOf(n => Recommended($"{more}&limit={n}")), 2, 7);
        foreach (var more in new[]
            { "order=match", "order=rating", "order=mean", $"order=match&free_before={before}" })
            Assert.InRange(await CountOf(n => Found($"{more}&limit={n}")), 2, 7);
        // Openings of several lengths at one instant share a page, and are asked once more if that does not fill it.
        foreach (var n in new[] { 1, 20, 100 })
            Assert.InRange(
                await CountIn(async () => Assert.Equal(n, await Found($"order=next_free&limit={n}"))), 2, 20);
        Assert.InRange(
            await CountOf(n => Found($"order=match&free_before={before}&facets=skills,cost&limit={n}")), 2, 7);
    }

    Task<long> CountFor(Func<int, string> query) => CountOf(async rows =>
    {
        var data = (await _app.Admin.Ask(query(rows))).Data();
        return data.AsObject().First().Value!["edges"]!.AsArray().Count;
    });
}

[Collection("alone")]
public sealed class StatementCountTestsOnSqlite(SqliteApp app) : StatementCountTests(app), IClassFixture<SqliteApp>;

[Collection("alone")]
public sealed class StatementCountTestsOnPostgres(PostgresApp app)
    : StatementCountTests(app), IClassFixture<PostgresApp>;
