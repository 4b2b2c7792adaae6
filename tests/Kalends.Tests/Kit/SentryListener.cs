using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kalends.Tests.Kit;

/// <summary>Takes what is sent to Sentry, and answers as a test wants it to.</summary>
sealed class SentryListener : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    readonly ConcurrentQueue<Envelope> _taken = new();
    readonly SemaphoreSlim _arrivals = new(0);
    readonly TaskCompletionSource _held = new();
    readonly WebApplication _app;
    readonly Func<HttpContext, Task> _answer;

    SentryListener(Func<HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Run(Take);
        _answer = answer;
    }

    /// <summary>The DSN of a project here.</summary>
    public string Dsn => $"--SENTRY_DSN=http://publickey@{Address.Authority}/behind/a/proxy/42";

    public IReadOnlyCollection<Envelope> Taken => _taken;

    Uri Address => new(
        _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static Task<SentryListener> Start(int status = 200, string? retryAfter = null) => Start(http =>
    {
        http.Response.StatusCode = status;
        http.Response.Headers.RetryAfter = retryAfter;
        return Task.CompletedTask;
    });

    /// <summary>One that takes everything and answers nothing until it is disposed of.</summary>
    public static async Task<SentryListener> StartHanging()
    {
        SentryListener? listener = null;
        return listener = await Start(_ => listener!._held.Task);
    }

    /// <summary>The next envelope, waited for.</summary>
    public async Task<Envelope> Next()
    {
        Assert.True(await _arrivals.WaitAsync(Patience, TestContext.Current.CancellationToken), "Nothing came.");
        return _taken.ElementAt(_taken.Count - _arrivals.CurrentCount - 1);
    }

    /// <summary>Answers what hangs, and from now on everything.</summary>
    public void Release() => _held.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        Release();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _arrivals.Dispose();
    }

    static async Task<SentryListener> Start(Func<HttpContext, Task> answer)
    {
        var listener = new SentryListener(answer);
        await listener._app.StartAsync();
        return listener;
    }

    async Task Take(HttpContext http)
    {
        await using var body = new GZipStream(http.Request.Body, CompressionMode.Decompress);
        using var reader = new StreamReader(body, Encoding.UTF8);
        var text = await reader.ReadToEndAsync();
        _taken.Enqueue(new Envelope(http.Request.Path, http.Request.Headers["X-Sentry-Auth"].ToString(), text));
        _arrivals.Release();
        await _answer(http);
    }

    /// <summary>What came in one request.</summary>
    public sealed record Envelope(string Path, string Auth, string Text)
    {
        public IReadOnlyList<string> Lines => Text.TrimEnd('\n').Split('\n');

        public JsonNode Header => JsonNode.Parse(Lines[0])!;

        public JsonNode Item => JsonNode.Parse(Lines[1])!;

        public JsonNode Event => JsonNode.Parse(Lines[2])!;

        public JsonNode Exception => Event["exception"]!["values"]!.AsArray()[^1]!;
    }
}
