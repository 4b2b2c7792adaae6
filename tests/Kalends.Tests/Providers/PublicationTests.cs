using Kalends.Platform.Calls;
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
    public async Task An_organisation_opens_all_its_providers_those_who_join_later_too_except_the_hidden()
    {
        var (organisation, other) = (await GivenAnOrganisation(), await GivenAnOrganisation());
        var (silent, ofSilent) = await GivenAProvider(published: null, organisation);
        var (hidden, ofHidden) = await GivenAProvider(published: false, organisation);
        var (elsewhere, _) = await GivenAProvider(published: null, other);
        (await _app.Nobody.Get($"/v1/providers/{silent}")).IsRefused(404, "not_found");

        var said = (await _app.Admin.Put(Path(organisation), new { published = true })).Is(200);

        Assert.True((bool)said["published"]!);
        var (later, _) = await GivenAProvider(published: null, organisation);
        foreach (var path in Paths(silent, ofSilent))
            Assert.Equal((path, 200), (path, (await _app.Nobody.Get(path)).Status));
        foreach (var path in Paths(hidden, ofHidden))
            Assert.Equal((path, 404), (path, (await _app.Nobody.Get(path)).Status));
        var found = await Ids($"/v1/providers?organisation_id={organisation}&limit=100");
        var first = await Ids($"/v1/slots?organisation_id={organisation}&limit=100", "provider_id");
        Assert.Equal([silent, later], found.Order());
        Assert.Equal([silent, later], first.Distinct().Order());
        (await _app.Nobody.Get($"/v1/providers/{elsewhere}")).IsRefused(404, "not_found");

        (await _app.Admin.Patch($"/v1/providers/{elsewhere}", new { organisation_id = organisation })).Is(200);
        (await _app.Nobody.Get($"/v1/providers/{elsewhere}")).Is(200);
    }

    [Fact]
    public async Task An_organisation_that_is_closed_is_so_whatever_the_installation_says()
    {
        var organisation = await GivenAnOrganisation();
        var (silent, _) = await GivenAProvider(published: null, organisation);
        var (open, _) = await GivenAProvider(published: true, organisation);
        (await _app.Admin.Put(Path(organisation), new { published = false })).Is(200);

        await using var _ = await _app.Restart("--Kalends:Providers:Published=true");
        (await _app.Nobody.Get($"/v1/providers/{silent}")).IsRefused(404, "not_found");
        (await _app.Nobody.Get($"/v1/providers/{open}")).Is(200);
        (await _app.Admin.Put(Path(organisation), new { })).Is(200);
        (await _app.Nobody.Get($"/v1/providers/{silent}")).Is(200);
    }

    [Fact]
    public async Task A_manager_says_it_for_their_own_organisation_and_in_versions()
    {
        var (organisation, other) = (await GivenAnOrganisation(), await GivenAnOrganisation());
        var manager = await _app.As(Roles.Manager, organisation);
        string[] origins = ["https://clinic.example", "http://localhost:8080", "https://clinic.example"];

        var before = (await manager.Get(Path(organisation))).Is(200);
        var said = (await manager.Put(Path(organisation), new { published = true, embed_origins = origins })).Is(200);
        (await manager.Put(Path(organisation), new { }, ifMatch: before.Headers["ETag"]))
            .IsRefused(412, "precondition_failed");
        (await manager.Get(Path(other))).IsRefused(404, "not_found");
        (await manager.Put(Path(other), new { published = true })).IsRefused(404, "not_found");

        Assert.Equal((0, 1), ((long)before["version"]!, (long)said["version"]!));
        Assert.Equal(
            """["https://clinic.example","http://localhost:8080"]""", said["embed_origins"]!.ToJsonString());
        Assert.Equal(said.Text, (await manager.Get(Path(organisation))).Text);
        var told = (await _app.Admin.Get($"/v1/events?subject=organisation/{organisation}&kind=publication.changed"))
            .Is(200)["items"]![0]!["data"]!;
        Assert.Equal((true, 2), ((bool)told["published"]!, (int)told["embed_origins"]!));
    }

    [Theory]
    [InlineData("https://clinic.example/book")]
    [InlineData("https://clinic.example/")]
    [InlineData("clinic.example")]
    [InlineData("ftp://clinic.example")]
    [InlineData("https://*.example")]
    [InlineData("https://Clinic.example")]
    [InlineData("https://clinic.example; script-src *")]
    [InlineData("https://clinic.example https://other.example")]
    [InlineData("https://klinik-åsa.example")]
    public async Task A_site_is_named_by_its_origin(string origin)
    {
        var refused = await _app.Admin.Put(
            Path(await GivenAnOrganisation()), new { embed_origins = new[] { "https://clinic.example", origin } });

        refused.IsRefused(422, "invalid_input");
        Assert.Equal("/embed_origins/1", (string?)refused["errors"]![0]!["pointer"]);
    }

    [Fact]
    public async Task An_organisation_is_opened_over_GraphQL_too()
    {
        var organisation = await GivenAnOrganisation();
        var (provider, _) = await GivenAProvider(published: null, organisation);

        var said = (await _app.Admin.Ask($$"""
            mutation {
              replacePublication(input: {
                organisationId: "{{organisation}}", published: true, embedOrigins: ["https://clinic.example"]
              }) { organisationPublication { published embedOrigins } }
            }
            """)).Data();
        var read = (await _app.Admin.Ask(
            $$"""{ publication(organisationId: "{{organisation}}") { published embedOrigins } }""")).Data();

        Assert.Equal(
            said["replacePublication"]!["organisationPublication"]!.ToJsonString(),
            read["publication"]!.ToJsonString());
        (await _app.Nobody.Get($"/v1/providers/{provider}")).Is(200);
    }

    static string Path(long organisation) => $"/v1/organisations/{organisation}/publication";

    async Task<long> GivenAnOrganisation() =>
        (await _app.Admin.Post("/v1/organisations", new { name = Guid.NewGuid() })).Is(201).Id;

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

    async Task<(long Provider, long Service)> GivenAProvider(bool? published, long? organisation = null)
    {
        var provider = (await _app.Admin.Post(
            "/v1/providers", new { name = "Ada", published, organisation_id = organisation })).Is(201).Id;
        await _app.GivenSlots(provider);
        var service = (await _app.Admin.Post(
            "/v1/services", new { provider_id = provider, name = "Visit", duration_minutes = 15 })).Is(201).Id;
        (await _app.Admin.Put($"/v1/services/{service}/providers/{provider}")).Is(200);
        return (provider, service);
    }
}

public sealed class PublicationTestsOnSqlite(SqliteApp app) : PublicationTests(app), IClassFixture<SqliteApp>;

public sealed class PublicationTestsOnPostgres(PostgresApp app) : PublicationTests(app), IClassFixture<PostgresApp>;
