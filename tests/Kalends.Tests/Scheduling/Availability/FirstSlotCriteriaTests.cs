using Kalends.Tests.GraphQL;
using Kalends.Tests.Kit;
using Kalends.Tests.Reimbursements;

namespace Kalends.Tests.Scheduling.Availability;

/// <summary>Whose first slots are found, in which time, and what is refused.</summary>
public abstract class FirstSlotCriteriaTests
{
    readonly TestApp _app;

    protected FirstSlotCriteriaTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task Each_criterion_leaves_those_who_meet_it()
    {
        var skill = $"{Guid.NewGuid()}";
        var (practice, _) = await _app.GivenAnOrganisation();
        var providers = new List<long>();
        foreach (var (skills, languages, organisation) in new (string[], string[], long?)[]
            { ([skill], ["en"], practice), ([], ["pt-BR"], practice), ([skill], ["PT"], null), ([], ["ptx"], null) })
        {
            var made = await _app.Admin.Post("/v1/providers", new
            {
                name = "Somebody",
                skills,
                languages,
                organisation_id = organisation,
            });
            providers.Add(made.Is(201).Id);
            await _app.GivenSlots(providers[^1], hours: 1, slotMinutes: 60);
        }
        var (first, second) = (providers[0], providers[1]);
        var service = (await _app.Admin.Post("/v1/services", new
        {
            organisation_id = practice,
            name = "A call",
            duration_minutes = 45,
            mode = "phone",
        })).Is(201).Id;
        (await _app.Admin.Put($"/v1/services/{service}/providers/{second}", new { })).Is(200);
        var those = string.Concat(providers.Select(id => $"&provider_ids={id}"));

        Assert.Equal(providers, await Found(those));
        Assert.Equal([first, providers[2]], await Found($"&skill={skill}"));
        Assert.Equal([first, second], await Found($"&organisation_id={practice}"));
        Assert.Equal([second, providers[2]], await Found($"{those}&language=pt"));
        Assert.Equal([second], await Found($"{those}&language=pt-br"));
        Assert.Equal([second], await Found($"{those}&mode=phone"));
        Assert.Equal([second], await Found($"&service_id={service}"));
        Assert.Empty(await Found($"&service_id={service}&mode=video"));
        Assert.Equal([first], await Found($"&organisation_id={practice}&skill={skill}"));
        Assert.Empty(await Found($"&skill={Guid.NewGuid()}"));

        (await _app.Admin.Patch($"/v1/providers/{first}", new { active = false })).Is(200);
        Assert.Equal([second], await Found($"&organisation_id={practice}"));
        (await _app.Admin.Patch($"/v1/services/{service}", new { active = false })).Is(200);
        (await _app.Admin.Get($"/v1/slots?service_id={service}")).IsRefused(404, "not_found");
        Assert.Empty(await Found($"{those}&mode=phone"));
    }

    [Fact]
    public async Task Far_slots_are_found_behind_years_without_any_and_any_window_is_answered()
    {
        var provider = await _app.GivenAProvider();
        var far = await _app.GivenSlots(provider, inDays: 4000, hours: 1, slotMinutes: 30);
        var path = $"/v1/slots?provider_ids={provider}";

        var page = (await _app.Admin.Get($"{path}&limit=1")).Is(200);
        Assert.Equal(far, (long)Assert.Single(page["items"]!.AsArray())!["id"]!);
        page = (await _app.Admin.Get($"{path}&limit=1&cursor={page["next"]}")).Is(200);
        Assert.Equal(far + 1, (long)Assert.Single(page["items"]!.AsArray())!["id"]!);
        Assert.Null((string?)page["next"]);

        foreach (var window in (string[])["from=0001-01-01T00:00:00Z&to=9999-12-31T23:59:59Z",
            "from=9999-12-31T23:59:59Z", "from=2030-01-01T00:00:00Z&to=2040-01-01T00:00:00Z"])
            Assert.InRange((await _app.Admin.Get($"{path}&{window}")).Is(200)["items"]!.AsArray().Count, 0, 2);
        Assert.Equal(2, (await _app.Admin.Get(
            $"{path}&from=0001-01-01T00:00:00Z&to=9999-12-31T23:59:59Z")).Is(200)["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task Bad_input_is_refused_by_its_name()
    {
        async Task<string> Refused(string query) => string.Join(
            ", ", (await _app.Admin.Get($"/v1/slots?{query}")).IsRefused(422, "invalid_input").Errors);
        Task<Answer> Among(int count) =>
            _app.Admin.Post("/v1/slots/search", new { provider_ids = Enumerable.Range(1_000_000, count) });

        Assert.Empty((await Among(1000)).Is(200)["items"]!.AsArray());
        Assert.Equal(["/provider_ids count"], (await Among(10_000)).IsRefused(422, "invalid_input").Errors);
        (await _app.Admin.Get($"/v1/slots?provider_ids={string.Join("&provider_ids=", Enumerable.Range(1, 10_000))}"))
            .Is(414);
        Assert.Equal("to end_before_start", await Refused("from=2030-03-01T00:00:00Z&to=2030-02-01T00:00:00Z"));
        Assert.Equal("language format", await Refused("language=e.n"));
        foreach (var range in (string[])["09:00-09:00", "12:00-09:00", "09:00-24:30", "nine to 5pm", "9:00-12:000"])
            Assert.Equal("time_of_day format", await Refused($"time_of_day={range}"));
        Assert.StartsWith("days_of_week ", await Refused("days_of_week=8"), StringComparison.Ordinal);
        Assert.StartsWith("time_zone ", await Refused("time_zone=Atlantis/City"), StringComparison.Ordinal);
        Assert.StartsWith("limit ", await Refused("limit=101"), StringComparison.Ordinal);
        Assert.StartsWith("mode ", await Refused("mode=telepathy"), StringComparison.Ordinal);
        Assert.Equal("cursor cursor", await Refused("cursor=nonsense"));
        (await _app.Admin.Get("/v1/slots?service_id=999999")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task Every_cursor_is_answered()
    {
        var (provider, _) = await _app.GivenFreeSlots();
        const long far = long.MaxValue;
        foreach (var keys in new object[][] { [far, 0L], [-far, 0L], [0L, far], [-1L, -1L], [far, far] })
        {
            var cursor = new Kalends.Platform.Paging.Cursor("first_slots", keys).Write();
            (await _app.Admin.Get($"/v1/slots?provider_ids={provider}&cursor={cursor}")).Is(200);
            (await _app.Admin.Get($"/v1/slots?cursor={cursor}")).Is(200);
        }
    }

    [Fact]
    public async Task More_providers_than_are_read_one_by_one_are_found_in_pages_and_GraphQL_shows_the_same()
    {
        var (practice, _) = await _app.GivenAnOrganisation();
        var expected = new List<(string, long)>();
        for (var i = 0; i < 220; i++)
        {
            var provider = await _app.GivenACaregiver(practice);
            await _app.GivenAnOpening(provider, i % 4 * 60, 60, 30);
            for (var slot = 0; slot < 2; slot++)
                expected.Add((_app.NextHour().AddDays(2).AddHours(i % 4).AddMinutes(30 * slot).Text(), provider));
        }
        expected.Sort();

        var found = new List<(string, long)>();
        for (var next = ""; next is not null;)
        {
            var page = (await _app.Admin.Get($"/v1/slots?organisation_id={practice}&limit=100{next}")).Is(200);
            found.AddRange(page["items"]!.AsArray().Select(slot =>
                ((string)slot!["starts_at"]!, (long)slot["provider_id"]!)));
            next = page["next"] is { } more ? $"&cursor={more}" : null;
        }
        Assert.Equal(expected.Select(one => (DateTimeOffset.Parse(one.Item1, null), one.Item2)),
            found.Select(one => (DateTimeOffset.Parse(one.Item1, null), one.Item2)));

        var graph = (await _app.Admin.Ask($$"""
            {
              firstSlots(organisationId: {{practice}}, limit: 3) {
                items { slotId startsAt endsAt providerId provider { name } }
                next
              }
            }
            """)).Data()["firstSlots"]!;
        Assert.Equal(
            found.Take(3), graph["items"]!.AsArray().Select(slot =>
                ((string)slot!["startsAt"]!, long.Parse((string)slot["providerId"]!, null))));
        Assert.NotNull((string?)graph["next"]);
    }

    async Task<List<long>> Found(string query) => [.. (await _app.Admin.Get($"/v1/slots?limit=100{query}"))
        .Is(200)["items"]!.AsArray().Select(slot => (long)slot!["provider_id"]!)];
}

public sealed class FirstSlotCriteriaTestsOnSqlite(SqliteApp app)
    : FirstSlotCriteriaTests(app), IClassFixture<SqliteApp>;

public sealed class FirstSlotCriteriaTestsOnPostgres(PostgresApp app)
    : FirstSlotCriteriaTests(app), IClassFixture<PostgresApp>;
