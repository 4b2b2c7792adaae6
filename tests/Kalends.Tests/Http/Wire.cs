using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Http;

/// <summary>Requests that no polite client would send.</summary>
static class Wire
{
    static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    public static async Task<Answer> Ask(
        this Uri server, string method, string path, HttpContent? body = null,
        params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), new Uri(server, path)) { Content = body };
        // A server that refuses a body by its length need not be sent it.
        request.Headers.ExpectContinue = body?.Headers.ContentLength > 1 << 20;
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var answered = response.Headers.Concat(response.Content.Headers);
        return new Answer((int)response.StatusCode, text, answered.ToDictionary(
            header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase));
    }

    public static (string Name, string Value) Bearer(this Visitor visitor) =>
        ("Authorization", $"Bearer {visitor.Token}");

    public static ByteArrayContent Body(string text, string? mediaType = "application/json") =>
        Body(Encoding.UTF8.GetBytes(text), mediaType);

    public static ByteArrayContent Body(byte[] bytes, string? mediaType = "application/json")
    {
        var content = new ByteArrayContent(bytes);
        if (mediaType is not null)
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
        return content;
    }

    /// <summary>Writes bytes to the server's port and reads until it closes the connection.</summary>
    public static async Task<string> Raw(this Uri server, string request)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(server.Host, server.Port);
        await using var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }

    /// <summary>The names of an object's members, in their order.</summary>
    public static string Keys(this JsonNode? json) => string.Join(", ", json!.AsObject().Select(member => member.Key));

    /// <summary>The answer, if it tells nothing of the inside and blames nobody but the caller.</summary>
    public static Answer IsCleanRefusal(this Answer answer)
    {
        Assert.InRange(answer.Status, 400, 499);
        Assert.Equal("application/problem+json", answer.Headers["Content-Type"]);
        Assert.Equal(["type", "title", "status", "detail", "code"],
            answer.Body.AsObject().Select(member => member.Key).Take(5));
        Assert.Matches("^[a-z][a-z0-9_]*$", answer.Code);
        Assert.Matches("^[0-9a-f]{32}$", (string?)answer["trace_id"]);
        Assert.Equal(answer.Status, (int)answer["status"]!);
        foreach (var inner in (string[])["   at ", "Exception:", "SELECT ", "INSERT ", "<html", "Npgsql", "Sqlite"])
            Assert.DoesNotContain(inner, answer.Text, StringComparison.OrdinalIgnoreCase);
        return answer;
    }
}
