using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kalends.Tests.Webhooks;

/// <summary>A message as its receiver got it.</summary>
public sealed record Got(string Path, string Id, long Timestamp, string Signature, string Body)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    public string Type => (string)Json["type"]!;

    public JsonNode Data => Json["data"]!;

    public string? Subject => (string?)Data["subject"];
}

/// <summary>A server that receives webhooks, and answers as a test wants.</summary>
public sealed class Receiver : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly List<Got> _got = [];

    Receiver(WebApplication app) => _app = app;

    /// <summary>What it answers; by default, that it accepts everything.</summary>
    public Func<Got, HttpContext, Task> Answer { get; set; } = (_, _) => Task.CompletedTask;

    public Uri Address => new(_app.Services.GetRequiredService<IServer>()
        .Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>All messages, in the order in which they came.</summary>
    public IReadOnlyList<Got> Messages
    {
        get
        {
            lock (_got)
                return [.. _got];
        }
    }

    public static async Task<Receiver> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var receiver = new Receiver(app);
        app.Run(receiver.Take);
        await app.StartAsync();
        return receiver;
    }

    public void Forget()
    {
        lock (_got)
            _got.Clear();
    }

    public static Func<Got, HttpContext, Task> Says(int status, string text = "") => async (_, http) =>
    {
        http.Response.StatusCode = status;
        await http.Response.WriteAsync(text);
    };

    async Task Take(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        string Header(string name) => http.Request.Headers[name].ToString();
        var got = new Got(
            http.Request.Path, Header("webhook-id"), long.Parse(Header("webhook-timestamp")),
            Header("webhook-signature"), await reader.ReadToEndAsync());
        lock (_got)
            _got.Add(got);
        await Answer(got, http);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
