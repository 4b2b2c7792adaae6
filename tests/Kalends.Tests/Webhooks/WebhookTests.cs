using System.Text.Json.Nodes;
using Kalends.Platform.Calls;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Kit;
using static Kalends.Tests.Kit.Race;

namespace Kalends.Tests.Webhooks;

/// <summary>Webhooks are made, changed and deleted by those who keep them.</summary>
public abstract class WebhookTests
{
    const string Url = "https://receiver.example.org/hooks?for=tests";

    readonly TestApp _app;

    protected WebhookTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_webhook_shows_its_secret_once()
    {
        var made = (await _app.Admin.Post("/v1/webhooks", new
        {
            url = Url,
            description = "Orders",
            kinds = new[] { "reservation.*", "provider.created" },
            subjects = new[] { "provider/1" },
            filter = new { component = "scheduling" },
            payload = "full",
        })).Is(201);
        var id = (long)made["webhook"]!["id"]!;
        var read = (await _app.Admin.Get($"/v1/webhooks/{id}")).Is(200);

        var secret = (string)made["secret"]!;
        Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, read.Text, StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(read.Body, made["webhook"]));
        Assert.Equal((Url, "Orders", "full", "enabled", "scheduling", _app.Admin.UserId), (
            (string?)read["url"], (string?)read["description"], (string?)read["payload"], (string?)read["state"],
            (string?)read["filter"]!["component"], (string?)read["user_id"]));
        Assert.Equal(["reservation.*", "provider.created"], read["kinds"]!.AsArray().Select(one => (string)one!));
    }

    [Theory]
    [InlineData("http://receiver.example.org/", "/url bad_address")]
    [InlineData("ftp://receiver.example.org/", "/url bad_address")]
    [InlineData("https://user:password@receiver.example.org/", "/url bad_address")]
    [InlineData("receiver", "/url bad_address")]
    [InlineData("https://127.0.0.1/", "/url forbidden_address")]
    [InlineData("https://[::1]/", "/url forbidden_address")]
    [InlineData("https://169.254.169.254/latest", "/url forbidden_address")]
    [InlineData("https://8.8.8.8:8443/", "/url forbidden_address")]
    [InlineData("https://receiver.example.org:22/", "/url forbidden_address")]
    public async Task Addresses_that_are_not_allowed_are_refused(string url, string error) => Assert.Equal(
        [error], (await _app.Admin.Post("/v1/webhooks", new { url })).IsRefused(422, "invalid_input").Errors);

    [Theory]
    [InlineData("""{"kinds":[""]}""", "/kinds/0 too_short")]
    [InlineData("""{"filter":{"words":"!!"}}""", "words words")]
    [InlineData("""{"filter":{"kind":"a"}}""", "/filter/kind unknown_field")]
    [InlineData("""{"payload":"fat"}""", "/payload unknown_word")]
    public async Task Fields_that_are_not_valid_are_named(string more, string error)
    {
        var body = JsonNode.Parse(more)!.AsObject();
        body["url"] = Url;

        Assert.Equal(
            [error],
            (await _app.Admin.Post("/v1/webhooks", body.ToJsonString())).IsRefused(422, "invalid_input").Errors);
    }

    [Fact]
    public async Task A_change_needs_the_version_that_it_was_based_on_if_one_is_given()
    {
        var webhook = await _app.Admin.GivenAWebhook(new Uri(Url));
        var tag = (await _app.Admin.Get(webhook.Path)).Headers["ETag"];

        var patched = (await _app.Admin.Patch(webhook.Path, new { filter = new { actor = "a" } }, tag)).Is(200);
        (await _app.Admin.Patch(webhook.Path, new { description = "b" }, tag)).IsRefused(412, "precondition_failed");
        (await _app.Admin.Delete(webhook.Path, tag)).IsRefused(412, "precondition_failed");
        var same = (await _app.Admin.Patch(webhook.Path, new { filter = new { actor = "a" } })).Is(200);
        var replaced = (await _app.Admin.Put(webhook.Path, new { url = Url, enabled = false })).Is(200);

        Assert.Equal(2, (int)patched["version"]!);
        Assert.Equal(2, (int)same["version"]!);
        Assert.Equal(("disabled", null), ((string?)replaced["state"], (string?)replaced["filter"]!["actor"]));
        var events = (await _app.Admin.Get($"/v1/events?subject=webhook/{webhook.Id}")).Is(200)["items"]!.AsArray();
        Assert.Equal(
            ["webhook.changed", "webhook.changed", "webhook.created"],
            events.Select(one => (string)one!["kind"]!));
        Assert.DoesNotContain("receiver.example.org", events.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Others_do_not_find_it()
    {
        var organisation = (await _app.Admin.Post("/v1/organisations", new { name = $"House {Guid.NewGuid()}" }))
            .Is(201).Id;
        var manager = await _app.As(Roles.Manager, organisation);
        var colleague = await _app.As(Roles.Manager, organisation);
        var provider = await _app.As(Roles.Provider);
        var ofHouse = await manager.GivenAWebhook(new Uri(Url), new { organisation_id = organisation });
        var ofManager = await manager.GivenAWebhook(new Uri(Url));

        (await colleague.Get(ofHouse.Path)).Is(200);
        foreach (var (visitor, webhook) in new[] { (colleague, ofManager), (provider, ofHouse), (provider, ofManager) })
        {
            var path = webhook.Path;
            (await visitor.Get(path)).IsRefused(404, "not_found");
            (await visitor.Put(path, new { url = Url })).IsRefused(404, "not_found");
            (await visitor.Patch(path, new { url = Url })).IsRefused(404, "not_found");
            (await visitor.Delete(path)).IsRefused(404, "not_found");
            (await visitor.Get($"{path}/deliveries")).IsRefused(404, "not_found");
            foreach (var action in (string[])["secret", "test"])
                (await visitor.Post($"{path}/{action}")).IsRefused(404, "not_found");
            (await visitor.Post($"{path}/replay", new { from = "2029-01-01T00:00:00Z" })).IsRefused(404, "not_found");
        }
        Assert.Equal([ofHouse.Id], await Listed(colleague));
        Assert.Equal([ofHouse.Id, ofManager.Id], await Listed(manager));
        Assert.Empty(await Listed(provider));
        (await provider.Post("/v1/webhooks", new { url = Url, organisation_id = organisation }))
            .IsRefused(403, "forbidden");
    }

    [Fact]
    public async Task An_owner_has_fifty_webhooks_at_most_whoever_asks_at_once()
    {
        var owner = await _app.As(Roles.Provider);

        var answers = await AtOnce(60, _ => owner.Post("/v1/webhooks", new { url = Url }));

        Assert.Equal(50, answers.Count(answer => answer.Status == 201));
        Assert.All(
            answers.Where(answer => answer.Status != 201), answer => answer.IsRefused(409, "too_many_webhooks"));
    }

    [Fact]
    public async Task A_user_who_has_a_webhook_cannot_be_deleted()
    {
        var owner = await _app.As(Roles.Provider);
        await owner.GivenAWebhook(new Uri(Url));

        (await _app.Admin.Delete($"/v1/users/{owner.UserId}")).IsRefused(409, "user_in_use");
    }

    [Fact]
    public async Task A_key_that_may_not_read_the_log_cannot_subscribe_to_it()
    {
        async Task<Visitor> WithKey(params string[] scopes) => _app.Nobody.With((string)(await _app.Admin.Post(
            "/v1/api-keys", new { name = "Hooks", scopes })).Is(201)["secret"]!);

        (await (await WithKey("webhooks:write")).Post("/v1/webhooks", new { url = Url }))
            .IsRefused(403, "scope_missing");
        (await (await WithKey("webhooks:write", "events:read")).Post("/v1/webhooks", new { url = Url })).Is(201);
    }

    [Fact]
    public async Task A_replay_names_one_start()
    {
        var webhook = await _app.Admin.GivenAWebhook(new Uri(Url));

        Assert.Equal(
            ["/after one_start"],
            (await _app.Admin.Post($"{webhook.Path}/replay", new { })).IsRefused(422, "invalid_input").Errors);
        Assert.Equal(
            ["after cursor"],
            (await _app.Admin.Post($"{webhook.Path}/replay", new { after = "nowhere" }))
                .IsRefused(422, "invalid_input").Errors);
    }

    [Fact]
    public async Task GraphQL_does_the_same()
    {
        var owner = await _app.As(Roles.Provider);
        async Task<JsonNode> Do(string query) =>
            (await owner.Ask(query)).Is(200)["data"] ?? throw new InvalidOperationException(query);

        var made = (await Do($$"""
            mutation { createWebhook(input: {url: "{{Url}}", kinds: ["a.*"], filter: {component: "b"}, payload: FULL}) {
              webhook { webhookId url kinds filter { component } payload state version } secret } }
            """))["createWebhook"]!;
        var id = (string)made["webhook"]!["webhookId"]!;
        var patched = await Do($$"""
            mutation {
              patchWebhook(input: {webhookId: "{{id}}", webhook: {description: "c"} }) { webhook { description } }
              rotateWebhookSecret(input: {webhookId: "{{id}}"}) { secret }
              testWebhook(input: {webhookId: "{{id}}"}) { webhookDelivery { kind state messageId } }
              replayEvents(input: {webhookId: "{{id}}", from: "2029-01-01T00:00:00Z"}) { webhook { position } }
            }
            """);
        var read = await Do($$"""
            { webhook(webhookId: "{{id}}") { waiting }
              webhooks(first: 5) { edges { node { webhookId } } }
              webhookDeliveries(webhookId: "{{id}}", first: 5, state: WAITING) { edges { node { deliveryId kind } } } }
            """);

        Assert.StartsWith("whsec_", (string)made["secret"]!, StringComparison.Ordinal);
        Assert.Equal((Url, "b", "FULL", "ENABLED"), (
            (string?)made["webhook"]!["url"], (string?)made["webhook"]!["filter"]!["component"],
            (string?)made["webhook"]!["payload"], (string?)made["webhook"]!["state"]));
        Assert.Equal("c", (string?)patched["patchWebhook"]!["webhook"]!["description"]);
        Assert.NotEqual((string?)made["secret"], (string?)patched["rotateWebhookSecret"]!["secret"]);
        Assert.Equal("webhook.test", (string?)patched["testWebhook"]!["webhookDelivery"]!["kind"]);
        Assert.Equal(1, (int)read["webhook"]!["waiting"]!);
        Assert.Equal(id, (string?)Assert.Single(read["webhooks"]!["edges"]!.AsArray())!["node"]!["webhookId"]);
        var delivery = Assert.Single(read["webhookDeliveries"]!["edges"]!.AsArray())!["node"]!;
        Assert.Equal("webhook.test", (string?)delivery["kind"]);
        (await owner.Delete($"/v1/webhooks/{id}")).Is(200);
    }

    static async Task<IEnumerable<long>> Listed(Visitor visitor) =>
        (await visitor.Get("/v1/webhooks")).Is(200)["items"]!.AsArray().Select(one => (long)one!["id"]!);
}

public sealed class WebhookTestsOnSqlite(SqliteApp app) : WebhookTests(app), IClassFixture<SqliteApp>;

public sealed class WebhookTestsOnPostgres(PostgresApp app) : WebhookTests(app), IClassFixture<PostgresApp>;
