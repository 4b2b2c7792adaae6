using System.Text.Json.Nodes;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Webhooks;

/// <summary>What is sent is what OpenAPI describes.</summary>
public sealed class DescriptionTests(SqliteApp app) : IClassFixture<SqliteApp>
{
    [Theory]
    [InlineData("thin", "event", 0)]
    [InlineData("full", "event", 1)]
    [InlineData("test", "test", 0)]
    [InlineData("too large", "event", 0)]
    public async Task A_message_is_as_the_document_says(string sent, string name, int body)
    {
        await using var receiver = await Receiver.Start();
        await using var running = await app.Restart(Delivering.Allowed);
        var kind = $"k{Guid.NewGuid():N}";
        var webhook = await app.Admin.GivenAWebhook(
            receiver.Address, new { kinds = new[] { kind }, payload = sent == "thin" ? "thin" : "full" });
        var large = new string('w', sent == "too large" ? 60_000 : 1);
        if (sent == "test")
            (await app.Admin.Post($"{webhook.Path}/test")).Is(200);
        else
            await app.GivenAnEvent(kind, "order/1", large, new { large = large + large + large + large });

        await app.Deliver();

        var got = Assert.Single(receiver.Messages);
        var document = (await app.Nobody.Get("/openapi/v1.json")).Is(200).Body;
        var operation = document["webhooks"]![name]!["post"]!;
        Assert.Equal(
            ["webhook-id", "webhook-signature", "webhook-timestamp"],
            operation["parameters"]!.AsArray().Select(one => (string)one!["name"]!).Order());
        var schema = operation["requestBody"]!["content"]!["application/json"]!["schema"]!;
        var described = schema["anyOf"]?[body] ?? schema;
        Assert.Equal([], Differences(document, described, got.Json, ""));
        if (schema["anyOf"] is JsonArray bodies)
            Assert.NotEqual([], Differences(document, bodies[1 - body]!, got.Json, ""));
    }

    /// <summary>What a value has that its schema does not, and the other way round.</summary>
    static IEnumerable<string> Differences(JsonNode document, JsonNode schema, JsonNode? value, string path)
    {
        if ((string?)schema["$ref"] is { } reference)
            schema = document["components"]!["schemas"]![reference.Split('/')[^1]]!;
        if (schema["oneOf"] is JsonArray either)
            schema = value is null ? either[1]! : either[0]!;
        if ((string?)schema["$ref"] is not null)
            return Differences(document, schema, value, path);
        if (schema["properties"] is not JsonObject properties)
            return Fits(schema["type"], value) ? [] : [$"{path} is no {schema["type"]}"];
        if (value is not JsonObject members)
            return [$"{path} is no object"];
        return members.Where(member => !properties.ContainsKey(member.Key)).Select(member => $"{path}/{member.Key}")
            .Concat(schema["required"]!.AsArray().Select(one => (string)one!)
                .Where(one => !members.ContainsKey(one)).Select(one => $"{path}/{one} is missing"))
            .Concat(members.Where(member => properties.ContainsKey(member.Key)).SelectMany(member => Differences(
                document, properties[member.Key]!, member.Value, $"{path}/{member.Key}")));
    }

    static bool Fits(JsonNode? type, JsonNode? value)
    {
        if (type is null)
            return true;
        var types = type is JsonArray many ? many.Select(one => (string)one!).ToList() : [(string)type!];
        return types.Contains(value?.GetValueKind() switch
        {
            null => "null",
            System.Text.Json.JsonValueKind.Number => "integer",
            System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False => "boolean",
            System.Text.Json.JsonValueKind.Array => "array",
            System.Text.Json.JsonValueKind.Object => "object",
            _ => "string",
        });
    }
}
