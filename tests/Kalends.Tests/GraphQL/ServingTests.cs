using System.Net.Http.Headers;
using System.Text;
using Kalends.Platform.GraphQL;
using Kalends.Tests.Kit;

namespace Kalends.Tests.GraphQL;

/// <summary>
/// How the engine is served by the product; the engine's own tests hold GraphQL over HTTP as a whole.
/// </summary>
public sealed class ServingTests(SqliteApp app) : IClassFixture<SqliteApp>
{
    const string Typename = "{\"query\":\"{ __typename }\"}";

    [Theory]
    [InlineData("POST", "/graphql", Typename, "application/json", "application/json", 200)]
    [InlineData("POST", "/graphql", Typename, "application/json", "application/graphql-response+json", 200)]
    [InlineData("POST", "/graphql", "{\"query\":\"{\"}", "application/json", "application/graphql-response+json", 400)]
    [InlineData("POST", "/graphql", "{\"query\":\"{\"}", "application/json", "application/json", 200)]
    [InlineData("POST", "/graphql", "{\"query\":\"{ no }\"}", "application/json", "*/*", 400)]
    [InlineData("POST", "/graphql", "{", "application/json", "application/json", 400)]
    [InlineData("POST", "/graphql", Typename, "text/plain", "application/json", 415)]
    [InlineData("POST", "/graphql", Typename, "application/json", "image/png", 406)]
    [InlineData("PUT", "/graphql", Typename, "application/json", "application/json", 405)]
    [InlineData("GET", "/graphql?query=%7B__typename%7D", null, null, "application/json", 200)]
    [InlineData("GET", "/graphql", null, null, "application/json", 400)]
    [InlineData(
        "GET", "/graphql?query=mutation%7BexpireReservations(input:%7B%7D)%7B__typename%7D%7D", null, null, "*/*", 405)]
    public async Task A_request_is_answered_as_GraphQL_over_HTTP_has_it(
        string method, string path, string? body, string? contentType, string accept, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), new Uri(app.Address, path));
        request.Headers.Accept.ParseAdd(accept);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse(contentType!));

        using var client = new HttpClient();
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(status == 405, answer.Content.Headers.Contains("Allow"));
        Assert.Contains(answer.Content.Headers.ContentType!.MediaType,
            new[] { "application/json", "application/graphql-response+json" });
    }

    [Fact]
    public async Task A_request_of_nearly_a_mebibyte_is_answered_and_more_is_too_large()
    {
        Task<Answer> Ask(int blanks) => app.Admin.Ask("{ __typename }" + new string(' ', blanks));

        (await Ask((1 << 20) - 100)).Is(200);
        Assert.Equal(413, await Status(1 << 20));
        await using (await app.Restart("--Kalends:GraphQL:BodyBytesMax=262144"))
            Assert.Equal(413, await Status(300_000));

        // The server closes before all is sent, and a client that still sends may not hear why.
        async Task<int> Status(int blanks)
        {
            for (var tries = 0; ; tries++)
                try
                {
                    return (await Ask(blanks)).Status;
                }
                catch (HttpRequestException) when (tries < 20)
                {
                    await Task.Delay(50, TestContext.Current.CancellationToken);
                }
        }
    }

    [Fact]
    public async Task An_error_that_is_ours_says_nothing_but_where_to_find_it()
    {
        var slot = await app.GivenSlots(await app.GivenAProvider());
        await app.Repair("ALTER TABLE reservations RENAME TO reservations_elsewhere");

        var answer = await app.Admin.Ask(
            $"mutation {{ reserveSlot(input: {{slotId: {slot}, clientId: 1}}) {{ clientMutationId }} }}");
        await app.Repair("ALTER TABLE reservations_elsewhere RENAME TO reservations");

        Assert.Equal("internal_error", answer.Is(200).Refusal());
        Assert.Equal("Internal error", (string?)answer["errors"]![0]!["message"]);
        Assert.Matches("^[0-9a-f]{32}$", (string)answer["errors"]![0]!["extensions"]!["traceId"]!);
        Assert.DoesNotContain("no such table", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_field_at_the_root_says_who_may_use_it()
    {
        var schema = Graphs.OfAllModules(app.Services).Build();
        var guarded = schema.Requirements().Select(field => field.Field).ToHashSet();
        var open = new[] { schema.Query, schema.Mutation, schema.Subscription }.SelectMany(root => root!.Fields.Keys
            .Where(name => !name.StartsWith("__", StringComparison.Ordinal))
            .Select(name => $"{root.Name}.{name}")).Where(name => !guarded.Contains(name));

        Assert.Empty(open);
        Assert.All(schema.Requirements(), field => Assert.IsType<FieldAccess>(field.Requirement));
    }
}
