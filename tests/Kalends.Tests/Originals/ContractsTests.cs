using Kalends.Tests.Contracts;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Originals;

/// <summary>The routes and fields of the original services are written down, and apart from the rest.</summary>
public sealed class ContractsTests(SqliteApp app) : IClassFixture<SqliteApp>
{
    static readonly string[] Words =
        ["auth(", "eventsByParameters(", "refresh(", "saveEvent(", "type AppointmentMutation"];

    [Fact]
    public async Task The_committed_OpenAPI_document_is_the_served_one() => Snapshot.Match(
        "docs/api/originals.json", (await app.Nobody.Get("/openapi/originals.json")).Is(200).Text + "\n");

    [Fact]
    public async Task An_operation_tells_what_it_may_refuse()
    {
        var responses = await Contracts.RefusalTests.ResponsesOf(app.Nobody, "/client/reserve", "post");
        var told = Contracts.RefusalTests.Resolved(responses["400"]!);

        Assert.Contains("`malformed_form`", told, StringComparison.Ordinal);
        Assert.Contains("`malformed_json`", told, StringComparison.Ordinal);
    }

    [Fact]
    public void The_mutations_that_keep_no_answer_are_those_of_secrets()
    {
        var product = Graphs.OfTheProduct(app.Services).Build().Mutation!.Fields.Keys;

        Assert.Equal(["auth", "refresh"], Graphs.OfAllModules(app.Services).Build().Mutation!.Fields.Values
            .Where(field => !product.Contains(field.Name) && !SecretTests.TakesKey(field))
            .Select(field => field.Name).Order());
    }

    [Theory]
    [InlineData("originals", 200, 404, "auth( eventsByParameters( refresh( saveEvent(")]
    [InlineData("originals,scheduling", 200, 404,
        "auth( eventsByParameters( refresh( saveEvent( type AppointmentMutation")]
    [InlineData("reimbursements,scheduling", 404, 200, "")]
    public async Task They_are_served_alone_or_left_out(string modules, int status, int other, string words)
    {
        await using var changed = await app.Restart($"--Kalends:Modules={modules}");

        Assert.Equal(status, (await app.Admin.Get("/events/types")).Status);
        Assert.Equal(other, (await app.Admin.Get("/v1/event-types")).Status);
        var sdl = (await app.Nobody.Get("/graphql/schema.graphql")).Is(200).Text;
        Assert.Equal(words, string.Join(' ', Words.Where(word => sdl.Contains(word, StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("Mars/Olympus")]
    [InlineData("")]
    public async Task A_zone_that_is_none_is_refused_at_the_start(string zone)
    {
        var (code, words) = await ChildServer.RunToEnd($"--Kalends:Originals:TimeZone={zone}");

        Assert.Equal(1, code);
        Assert.Contains("Kalends:Originals", words, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_health_probe_is_never_limited()
    {
        await using var changed = await app.Restart("--Kalends:Http:RatePerSecond=1", "--Kalends:Http:RateBurst=2");

        var others = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => app.Nobody.Get("/nothing")));
        var probes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => app.Nobody.Get("/v1_0/health")));

        Assert.Contains(others, answer => answer.Status == 429);
        Assert.All(probes, answer => answer.Is(200));
    }

    /// <summary>So that the product without the original services passes its other tests.</summary>
    [Fact]
    public async Task No_other_test_asks_an_original_service()
    {
        var routes = (await app.Nobody.Get("/openapi/originals.json")).Is(200)["paths"]!.AsObject()
            .Select(path => "\"" + path.Key.Split('{')[0]);
        string[] words = [.. routes.Distinct(), .. Words];

        Assert.Empty(
            from path in SourceTree.Files("tests/Kalends.Tests", "*.cs")
            where !path.StartsWith("tests/Kalends.Tests/Originals/", StringComparison.Ordinal)
            from word in words
            where SourceTree.Read(path).Contains(word, StringComparison.Ordinal)
            select $"{path}: {word}");
    }
}
