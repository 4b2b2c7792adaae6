using System.IO.Compression;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Http;

public sealed class CompressionTests(SqliteApp app) : IClassFixture<SqliteApp>
{
    static readonly HttpClient Client = new(new SocketsHttpHandler { AutomaticDecompression = 0 });

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task Long_answers_are_compressed_as_the_caller_accepts(string encoding)
    {
        var path = await PathOfADay();
        var plain = await app.Admin.Get(path);

        using var packed = await Ask(HttpMethod.Get, path, encoding);
        var (bytes, text) = await Read(packed);

        Assert.Equal(encoding, Assert.Single(packed.Content.Headers.ContentEncoding));
        Assert.Contains("Accept-Encoding", packed.Headers.Vary);
        Assert.True(bytes * 3 < plain.Text.Length, $"{bytes} of {plain.Text.Length}");
        Assert.Equal(plain.Text, text);
    }

    [Fact]
    public async Task A_tag_of_a_compressed_answer_is_weak_and_is_understood()
    {
        var path = await PathOfADay();

        using var packed = await Ask(HttpMethod.Get, path, "gzip");
        var tag = packed.Headers.ETag!;
        using var again = await Ask(HttpMethod.Get, path, "gzip", ifNoneMatch: tag);

        Assert.True(tag.IsWeak);
        Assert.Equal(304, (int)again.StatusCode);
        Assert.False((await app.Admin.Get(path)).Headers["ETag"].StartsWith("W/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Short_answers_are_sent_as_they_are()
    {
        using var answer = await Ask(HttpMethod.Get, "/v1/me", "br");

        Assert.Empty(answer.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task Nothing_is_compressed_without_being_asked_for()
    {
        using var answer = await Ask(HttpMethod.Get, await PathOfADay(), "identity");

        Assert.Empty(answer.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task Answers_with_a_secret_are_never_compressed()
    {
        var fields = string.Concat(Enumerable.Range(0, 60).Select(n => $"longNameOfAField{n}: __typename "));
        var provider = $"{await app.GivenAProvider()}";

        using var writing = await Ask(HttpMethod.Post, "/graphql", "gzip", new
        {
            query = "mutation($of: ID!) { makeFeedOfProvider(input: { providerId: $of }) { address } " + fields + "}",
            variables = new { of = provider },
        });
        using var reading = await Ask(HttpMethod.Post, "/graphql", "gzip", new
        {
            query = $"{{ {fields} }}",
        });

        Assert.Contains("/v1/feeds/", (await Read(writing)).Text, StringComparison.Ordinal);
        Assert.Empty(writing.Content.Headers.ContentEncoding);
        Assert.Equal("gzip", Assert.Single(reading.Content.Headers.ContentEncoding));
    }

    [Fact]
    public async Task Streams_are_not_compressed()
    {
        using var answer = await Ask(HttpMethod.Get, "/v1/events/stream", "br");

        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        Assert.Empty(answer.Content.Headers.ContentEncoding);
    }

    async Task<string> PathOfADay()
    {
        var (provider, _) = await app.GivenFreeSlots();
        return $"/v1/providers/{provider}/slots?from=2030-01-01T00:00:00Z&to=2030-02-01T00:00:00Z";
    }

    async Task<HttpResponseMessage> Ask(
        HttpMethod method, string path, string encoding, object? body = null, EntityTagHeaderValue? ifNoneMatch = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(app.Admin.Address, path));
        request.Headers.Authorization = new("Bearer", app.Admin.Token);
        request.Headers.AcceptEncoding.ParseAdd(encoding);
        if (ifNoneMatch is not null)
            request.Headers.IfNoneMatch.Add(ifNoneMatch);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    static async Task<(int Bytes, string Text)> Read(HttpResponseMessage answer)
    {
        var bytes = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        using var memory = new MemoryStream(bytes);
        await using Stream content = answer.Content.Headers.ContentEncoding.SingleOrDefault() switch
        {
            "br" => new BrotliStream(memory, CompressionMode.Decompress),
            "gzip" => new GZipStream(memory, CompressionMode.Decompress),
            _ => memory,
        };
        using var reader = new StreamReader(content);
        return (bytes.Length, await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
    }
}
