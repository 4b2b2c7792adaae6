using Kalends.Tests.Kit;

namespace Kalends.Tests.Http;

public sealed class RoutingTests(SqliteApp app) : IClassFixture<SqliteApp>
{
    [Theory]
    [InlineData("GET", "/v1")]
    [InlineData("GET", "/v2/providers")]
    [InlineData("GET", "/V1x/providers")]
    [InlineData("GET", "/v1/providers/1/2/3")]
    [InlineData("GET", "/v1/provider")]
    [InlineData("GET", "/v1//providers")]
    [InlineData("GET", "/v1/providers;a=b")]
    [InlineData("GET", "/index.html")]
    [InlineData("GET", "/etc/passwd")]
    [InlineData("GET", "/docs/../../appsettings.json")]
    [InlineData("GET", "/openapi/v2.json")]
    public async Task A_path_that_leads_nowhere_is_a_404(string method, string path)
    {
        var answer = await app.Address.Ask(method, path, null, app.Admin.Bearer());

        answer.IsRefused(404, "not_found").IsCleanRefusal();
    }

    [Theory]
    [InlineData("DELETE", "/v1/providers", "GET, HEAD, POST")]
    [InlineData("DELETE", "/v1/clients/1", "GET, HEAD, PATCH, PUT")]
    [InlineData("GET", "/v1/auth/token", "POST")]
    [InlineData("OPTIONS", "/v1/reservations", "GET, HEAD, POST")]
    [InlineData("BREW", "/ping", "GET, HEAD")]
    public async Task A_method_that_is_not_served_is_a_405_that_names_those_that_are(
        string method, string path, string allowed)
    {
        var answer = await app.Address.Ask(method, path);

        answer.IsRefused(405, "method_not_allowed").IsCleanRefusal();
        Assert.Equal(
            allowed.Split(", "),
            answer.Headers["Allow"].Split(',', StringSplitOptions.TrimEntries).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("/ping", 200)]
    [InlineData("/v1/providers", 200)]
    [InlineData("/v1/providers/999999", 404)]
    [InlineData("/v1/nothing", 404)]
    public async Task HEAD_answers_as_GET_without_a_body(string path, int status)
    {
        var got = await app.Address.Ask("GET", path, null, app.Admin.Bearer());

        var head = await app.Address.Ask("HEAD", path, null, app.Admin.Bearer());

        Assert.Equal(status, got.Status);
        Assert.Equal(status, head.Status);
        Assert.Equal("", head.Text);
        Assert.Equal(got.Headers["Content-Type"], head.Headers["Content-Type"]);
        Assert.Equal(got.Headers["Content-Length"], head.Headers["Content-Length"]);
    }

    [Fact]
    public async Task Headers_that_are_too_large_are_a_431()
    {
        var answer = await app.Address.Ask("GET", "/ping", null, ("X-Long", new string('a', 40_000)));

        // The web server says so itself, before there is a request: without a body.
        Assert.Equal((431, ""), (answer.Status, answer.Text));
    }

    [Theory]
    [InlineData("GET /ping HTTP/1.1\r\n\r\n")]
    [InlineData("GET /%zz HTTP/9.9\r\nHost: test\r\n\r\n")]
    [InlineData("GET /ping HTTP/1.1\r\nHost: test\r\nHost: other\r\n\r\n")]
    [InlineData("POST /v1/auth/token HTTP/1.1\r\nHost: test\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("rubbish\r\n\r\n")]
    public async Task What_is_not_HTTP_is_turned_away_without_a_word(string request)
    {
        var answer = await app.Address.Raw(request);

        Assert.Matches("^HTTP/1.1 (400|505) ", answer);
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Paths_are_found_whatever_their_case_or_last_slash()
    {
        var upper = await app.Admin.Get("/V1/Providers");
        var slash = await app.Admin.Get("/v1/providers/");

        upper.Is(200);
        slash.Is(200);
    }

    [Theory]
    [InlineData("GET", "/v1/providers/999999")]
    [InlineData("GET", "/v1/clients/999999")]
    [InlineData("GET", "/v1/reservations/999999")]
    [InlineData("GET", "/v1/providers/999999/slots")]
    [InlineData("GET", "/v1/providers/999999/slots?include=all")]
    [InlineData("GET", "/v1/providers/999999/openings")]
    [InlineData("GET", "/v1/providers/999999/closures")]
    [InlineData("POST", "/v1/reservations/999999/confirm")]
    [InlineData("POST", "/v1/reservations/999999/cancel")]
    [InlineData("DELETE", "/v1/providers/999999/openings/1")]
    [InlineData("DELETE", "/v1/providers/999999/closures/1")]
    public async Task An_unknown_id_is_not_found(string method, string path)
    {
        var answer = await app.Address.Ask(method, path, null, app.Admin.Bearer());

        answer.IsRefused(404, "not_found").IsCleanRefusal();
    }

    [Fact]
    public async Task What_belongs_to_another_provider_is_not_found_under_this_one()
    {
        var (one, other) = (await app.GivenAProvider(), await app.GivenAProvider());
        var opening = await app.GivenSlots(other) / 4096;
        var closure = (await app.Admin.Post($"/v1/providers/{other}/closures", new
        {
            starts_at = "2031-01-01T00:00:00Z",
            ends_at = "2031-01-02T00:00:00Z",
        })).Is(201)["closure"]!["id"];

        var removed = await app.Admin.Delete($"/v1/providers/{one}/openings/{opening}");
        var reopened = await app.Admin.Delete($"/v1/providers/{one}/closures/{closure}");

        removed.IsRefused(404, "not_found");
        reopened.IsRefused(404, "not_found");
    }
}
