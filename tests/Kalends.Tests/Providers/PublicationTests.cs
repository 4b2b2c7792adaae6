using Kalends.Tests.GraphQL;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Providers;

/// <summary>People without a token see the providers who are open to all, and nothing of others.</summary>
public abstract class PublicationTests
{
    readonly TestApp _app;

    protected PublicationTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task All_that_a_stranger_needs_to_book_is_shown_of_a_provider_who_is_open_to_all_alone()
    {
        var (open, ofOpen) = await GivenAProvider(published: true);
        var (hidden, ofHidden) = await GivenAProvider(published: false);

        foreach (var path in Paths(open, ofOpen))
            Assert.Equal((path, 200), (path, (await _app.Nobody.Get(path)).Status));
        foreach (var path in Paths(hidden, ofHidden))
        {
            Assert.Equal((path, 404), (path, (await _app.Nobody.Get(path)).Status));
            Assert.Equal((path, 200), (path, (await _app.Admin.Get(path)).Status));
        }
        var found = await Ids("/v1/providers?limit=100");
        var first = await Ids($"/v1/slots?provider_ids={open}&provider_ids={hidden}&limit=100", "provider_id");
        Assert.Contains(open, found);
        Assert.DoesNotContain(hidden, found);
        Assert.Equal([open], first.Distinct());
    }

    [Fact]
    public async Task The_installation_decides_for_providers_who_say_nothing()
    {
        var (silent, _) = await GivenAProvider(published: null);
        var (hidden, _) = await GivenAProvider(published: false);

        (await _app.Nobody.Get($"/v1/providers/{silent}")).IsRefused(404, "not_found");
        await using var _ = await _app.Restart("--Kalends:Providers:Published=true");
        (await _app.Nobody.Get($"/v1/providers/{silent}")).Is(200);
        (await _app.Nobody.Get($"/v1/providers/{hidden}")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task A_provider_who_is_not_active_is_shown_to_no_stranger()
    {
        var (provider, _) = await GivenAProvider(published: true);

        (await _app.Admin.Patch($"/v1/providers/{provider}", new { active = false })).Is(200);

        (await _app.Nobody.Get($"/v1/providers/{provider}")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task A_stranger_keeps_no_calendar()
    {
        var (provider, _) = await GivenAProvider(published: true);

        (await _app.Nobody.Get($"/v1/providers/{provider}/slots?include=all")).IsRefused(403, "forbidden");
        (await _app.Nobody.Get($"/v1/providers/{provider}/openings")).IsRefused(401, "token_missing");
    }

    [Fact]
    public async Task A_bad_token_is_refused_where_none_is_needed()
    {
        var (provider, _) = await GivenAProvider(published: true);

        (await _app.Nobody.With("nonsense").Get($"/v1/providers/{provider}")).IsRefused(401, "token_invalid");
    }

    [Fact]
    public async Task The_same_holds_over_GraphQL()
    {
        var (open, service) = await GivenAProvider(published: true);
        var (hidden, _) = await GivenAProvider(published: false);
        string Query(long id) => $$"""
            {
              provider(providerId: "{{id}}") { name published }
              freeDays(providerId: "{{id}}") { items { starts } }
              servicesOfProvider(providerId: "{{id}}", first: 5) { edges { node { serviceId } } }
            }
            """;

        var seen = (await _app.Nobody.Ask(Query(open))).Data();
        var unseen = await _app.Nobody.Ask(Query(hidden));

        Assert.Equal($"{service}", (string)seen["servicesOfProvider"]!["edges"]![0]!["node"]!["serviceId"]!);
        Assert.Equal(3, unseen["errors"]!.AsArray().Count);
        Assert.All(
            unseen["errors"]!.AsArray(),
            error => Assert.Equal("not_found", (string)error!["extensions"]!["code"]!));
    }

    static string[] Paths(long provider, long service) =>
    [
        $"/v1/providers/{provider}", $"/v1/providers/{provider}/services", $"/v1/providers/{provider}/slots",
        $"/v1/providers/{provider}/slots?service_id={service}", $"/v1/providers/{provider}/days",
        $"/v1/services/{service}", $"/v1/slots?service_id={service}",
    ];

    async Task<List<long>> Ids(string path, string member = "id") =>
        (await _app.Nobody.Get(path)).Is(200)["items"]!.AsArray().Select(one => (long)one![member]!).ToList();

    async Task<(long Provider, long Service)> GivenAProvider(bool? published)
    {
        var provider = (await _app.Admin.Post("/v1/providers", new { name = "Ada", published })).Is(201).Id;
        await _app.GivenSlots(provider);
        var service = (await _app.Admin.Post(
            "/v1/services", new { provider_id = provider, name = "Visit", duration_minutes = 15 })).Is(201).Id;
        (await _app.Admin.Put($"/v1/services/{service}/providers/{provider}")).Is(200);
        return (provider, service);
    }
}

public sealed class PublicationTestsOnSqlite(SqliteApp app) : PublicationTests(app), IClassFixture<SqliteApp>;

public sealed class PublicationTestsOnPostgres(PostgresApp app) : PublicationTests(app), IClassFixture<PostgresApp>;
