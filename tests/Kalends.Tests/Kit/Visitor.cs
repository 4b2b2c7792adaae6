using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kalends.Tests.Kit;

/// <summary>Somebody who talks to the server over HTTP, with a token that is fresh at each request.</summary>
public sealed class Visitor(Func<Uri> address, Func<string>? token, string userId, string? from = null)
{
    // One pool of connections for all tests: a client for each would run out of ports.
    static readonly HttpClient Anywhere = new(new SocketsHttpHandler { MaxConnectionsPerServer = 256 });

    static readonly ConcurrentDictionary<string, HttpClient> Elsewhere = new();

    HttpClient Http => from is null ? Anywhere : Elsewhere.GetOrAdd(from, Bound);

    public string UserId => userId;

    public Uri Address => address();

    public string? Token => token?.Invoke();

    public Visitor With(string otherToken) => new(address, () => otherToken, userId, from);

    /// <summary>The same from another address of this machine, such as 127.0.0.2.</summary>
    public Visitor From(string otherAddress) => new(address, token, userId, otherAddress);

    public Task<Answer> Get(string path) => Send(HttpMethod.Get, path, null);

    public Task<Answer> Post(string path, object? body = null, string? key = null, string? ifMatch = null) =>
        Send(HttpMethod.Post, path, Json(body), key, headers: IfMatch(ifMatch));

    public Task<Answer> Put(string path, object? body = null) => Send(HttpMethod.Put, path, Json(body));

    public Task<Answer> Patch(string path, object body, string? ifMatch = null) => Send(
        HttpMethod.Patch, path, Json(body, "application/merge-patch+json"), headers: IfMatch(ifMatch));

    public Task<Answer> Put(string path, object body, string ifMatch) =>
        Send(HttpMethod.Put, path, Json(body), headers: IfMatch(ifMatch));

    public Task<Answer> Delete(string path, string? ifMatch = null) =>
        Send(HttpMethod.Delete, path, null, headers: IfMatch(ifMatch));

    /// <summary>The paths of all OpenAPI documents that are served.</summary>
    public async Task<IReadOnlyList<KeyValuePair<string, JsonNode?>>> Paths()
    {
        Answer[] documents = [(await Get("/openapi/v1.json")).Is(200), await Get("/openapi/originals.json")];
        return documents.Where(document => document.Status == 200)
            .SelectMany(document => document["paths"]?.AsObject() ?? [])
            .ToList();
    }

    static HttpClient Bound(string own) => new(new SocketsHttpHandler
    {
        MaxConnectionsPerServer = 256,
        ConnectCallback = async (context, cancel) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse(own), 0));
            await socket.ConnectAsync(context.DnsEndPoint, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        },
    });

    static (string, string)[] IfMatch(string? tags) => tags is null ? [] : [("If-Match", tags)];

    public async Task<Answer> Send(
        HttpMethod method, string path, HttpContent? body, string? key = null, string? accept = null,
        params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(address(), path)) { Content = body };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token());
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        if (accept is not null)
            request.Headers.Add("Accept", accept);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var answered = response.Headers.Concat(response.Content.Headers).ToDictionary(
            header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
        return new Answer((int)response.StatusCode, text, answered);
    }

    static StringContent? Json(object? body, string type = "application/json") => body is null
        ? null
        : new StringContent(body as string ?? JsonSerializer.Serialize(body), Encoding.UTF8, type);
}

/// <summary>What the server answered.</summary>
public sealed record Answer(int Status, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public JsonNode Body => JsonNode.Parse(Text)!;

    public JsonNode? this[string name] => Body[name];

    public long Id => (long)Body["id"]!;

    public string? Code => (string?)Body["code"];

    /// <summary>The answer, if it has this status.</summary>
    public Answer Is(int status)
    {
        Assert.True(Status == status, $"{status} was expected, {Status} came: {Text}");
        return this;
    }

    /// <summary>The status, if it is one of two: of who came first in a race, and of who came second.</summary>
    public int IsOneOf(int first, int second)
    {
        Assert.True(Status == first || Status == second, $"{first} or {second} was expected, {Status} came: {Text}");
        return Status;
    }

    /// <summary>The answer, if it is the one problem shape with this status and code.</summary>
    public Answer IsRefused(int status, string code)
    {
        Is(status);
        Assert.Equal("application/problem+json", Headers["Content-Type"]);
        Assert.Equal(code, Code);
        Assert.Equal(status, (int)Body["status"]!);
        Assert.False(string.IsNullOrEmpty((string?)Body["trace_id"]));
        return this;
    }

    /// <summary>The errors of a refused input, as "pointer code", sorted.</summary>
    public IReadOnlyList<string> Errors => Body["errors"]!.AsArray()
        .Select(fault => $"{(string?)fault!["pointer"] ?? (string?)fault["parameter"]} {(string?)fault["code"]}")
        .Order(StringComparer.Ordinal).ToList();
}
