using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kalends.Tests.Kit;

/// <summary>A headless Chromium that reaches nothing but this machine, driven over its DevTools protocol.</summary>
public sealed class Browser : IAsyncDisposable
{
    const string Missing = "Chromium is not installed (Debian: chromium).";
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // Root may not use the sandbox, and a container has little shared memory.
    static readonly string[] Words =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ];

    readonly Process _process;
    readonly string _profile;
    readonly ClientWebSocket _socket = new();
    readonly List<string> _console = [];
    int _calls;

    Browser(Process process, string profile) => (_process, _profile) = (process, profile);

    /// <summary>What the page complained of, until now.</summary>
    public IReadOnlyList<string> Console => _console;

    /// <summary>The program; without it the calling test is skipped, or fails in CI.</summary>
    public static string Require()
    {
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder =>
                (string[])[$"{folder}/chromium", $"{folder}/chromium-browser", $"{folder}/google-chrome"])
            .FirstOrDefault(File.Exists);
        Machine.Require(found is null ? Missing : null);
        return found!;
    }

    /// <summary>Starts the program on a profile of its own.</summary>
    static Process Start(string profile, params string[] words) => Process.Start(
        new ProcessStartInfo(Require(), [.. Words, $"--user-data-dir={profile}", .. words])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    /// <summary>Opens a page.</summary>
    public static async Task<Browser> Open(Uri address)
    {
        var profile = System.IO.Directory.CreateTempSubdirectory("kalends-browser-").FullName;
        var process = Start(profile, "--remote-debugging-port=0", "--enable-logging=stderr", "about:blank");
        var listening = await LineOf(process.StandardError, line => line.StartsWith("DevTools listening on"));
        _ = process.StandardError.ReadToEndAsync();
        _ = process.StandardOutput.ReadToEndAsync();

        var browser = new Browser(process, profile);
        using var http = new HttpClient();
        var port = new Uri(listening.Split(' ')[^1]).Port;
        var pages = JsonNode.Parse(await http.GetStringAsync($"http://127.0.0.1:{port}/json/list"))!.AsArray();
        var page = pages.First(one => (string?)one!["type"] == "page")!;
        await browser._socket.ConnectAsync(new Uri((string)page["webSocketDebuggerUrl"]!), default);
        await browser.Call("Log.enable");
        await browser.Call("Runtime.enable");
        await browser.Call("Page.enable");
        await browser.Call("Page.navigate", new { url = address.ToString() });
        return browser;
    }

    /// <summary>What an expression is worth on the page, as text.</summary>
    public async Task<string> Read(string expression)
    {
        var answer = await Call("Runtime.evaluate", new { expression = $"String({expression})", awaitPromise = true });
        return (string?)answer["result"]?["value"] ?? $"{answer["exceptionDetails"]?["exception"]?["description"]}";
    }

    /// <summary>Waits until an expression is true.</summary>
    public async Task Until(string expression)
    {
        var started = Stopwatch.StartNew();
        while (await Read(expression) != "true")
        {
            if (started.Elapsed > Patience)
                Assert.Fail($"It never came to be that {expression}. The page reads:\n" +
                    $"{await Read("document.body.innerText")}\n{string.Join('\n', _console)}");
            await Task.Delay(20);
        }
    }

    /// <summary>Types into what has the focus.</summary>
    public Task Type(string text) => Call("Input.insertText", new { text });

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        System.IO.Directory.Delete(_profile, recursive: true);
    }

    async Task<JsonNode> Call(string method, object? parameters = null)
    {
        var id = ++_calls;
        await _socket.SendAsync(
            JsonSerializer.SerializeToUtf8Bytes(new { id, method, @params = parameters ?? new { } }),
            WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);
        while (true)
        {
            var message = await Receive();
            if ((int?)message["id"] == id)
                return message["result"] ?? throw new InvalidOperationException(message.ToJsonString());
            if ((string?)message["method"] is "Log.entryAdded" or "Runtime.exceptionThrown")
                _console.Add(message["params"]!.ToJsonString());
        }
    }

    async Task<JsonNode> Receive()
    {
        using var message = new MemoryStream();
        var buffer = new byte[64 << 10];
        WebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
            message.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonNode.Parse(message.ToArray())!;
    }

    static async Task<string> LineOf(StreamReader from, Func<string, bool> wanted)
    {
        while (await from.ReadLineAsync() is { } line)
            if (wanted(line))
                return line;
        throw new InvalidOperationException("The browser ended before it began.");
    }
}
