using System.Text.Json.Nodes;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Http;

public sealed class OpenApiTests(SqliteApp app) : OpenApiDocumentTests(app, "v1"), IClassFixture<SqliteApp>
{
    [Fact]
    public async Task It_is_OpenAPI_3_1_and_its_server_is_where_it_lies()
    {
        var document = (await app.Nobody.Get("/openapi/v1.json")).Is(200);

        Assert.Matches(@"^3\.1\.\d+$", (string?)document["openapi"]);
        Assert.Equal("Kalends", (string?)document["info"]!["title"]);
        Assert.Equal("/", (string?)Assert.Single(document["servers"]!.AsArray())!["url"]);
        Assert.StartsWith("application/json", document.Headers["Content-Type"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_takes_no_other_members()
    {
        var schemas = (await Document())["components"]!["schemas"]!;

        Assert.False((bool)schemas["CreateClientInput"]!["additionalProperties"]!);
        Assert.Equal("""["first_name"]""", schemas["CreateClientInput"]!["required"]!.ToJsonString());
    }

    [Fact]
    public async Task It_has_the_operations_of_v1_and_the_probes() => Assert.All(
        Operations(await Document()), o => Assert.Matches("/v1/|/livez|/readyz|/ping", o.Name));

    [Fact]
    public async Task Every_tag_and_the_licence_are_described()
    {
        var document = await Document();

        Assert.Equal("MIT", (string?)document["info"]!["license"]!["identifier"]);
        Assert.All(document["tags"]!.AsArray(), tag => Assert.True(IsSentence(tag!["description"]), $"{tag}"));
    }

    [Fact]
    public async Task What_is_not_written_is_not_described()
    {
        var opening = (await Document())["components"]!["schemas"]!["Opening"]!["properties"]!.AsObject();

        Assert.True(opening.ContainsKey("slot_seconds"));
        Assert.False(opening.ContainsKey("slot_length"));
    }

    [Fact]
    public async Task Only_what_is_open_to_all_wants_no_token()
    {
        var open = Operations(await Document()).Where(o => o.Operation["security"] is JsonArray { Count: 0 })
            .Select(o => o.Name);

        Assert.Equal(
            [
                "get /livez", "get /ping", "get /readyz", "get /v1/feeds/{secret}.ics",
                "get /v1/managed-reservations/{token}", "get /v1/managed-reservations/{token}/calendar",
                "get /v1/managed-reservations/{token}/slots", "post /v1/auth/forgot-password", "post /v1/auth/refresh",
                "post /v1/auth/reset-password", "post /v1/auth/revoke", "post /v1/auth/token",
                "post /v1/contacts/verify", "post /v1/guests", "post /v1/guests/token",
                "post /v1/managed-reservations/cancel", "post /v1/managed-reservations/confirm",
                "post /v1/managed-reservations/move", "post /v1/unsubscribe/{token}",
            ],
            open.Order(StringComparer.Ordinal));
    }
}
