using System.Text.Json;
using Microsoft.Playwright;

namespace Kalends.Bench.Kit;

/// <summary>A Chromium that is as slow as a cheap phone, and counts what a page costs, by its own protocol.</summary>
sealed class Phone : IAsyncDisposable
{
    // What Lighthouse takes for a slow phone: 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and back.
    static readonly Dictionary<string, object> SlowNetwork = new()
    {
        ["offline"] = false,
        ["latency"] = 150,
        ["downloadThroughput"] = 1.6e6 / 8,
        ["uploadThroughput"] = 750e3 / 8,
    };

    const int TimesSlower = 4;

    // After this long nothing of a page is still to come but its streams.
    const int QuietMilliseconds = 1500;

    const string CountTasks = """
        window.blocked = 0;
        new PerformanceObserver(list => {
          for (const task of list.getEntries()) window.blocked += Math.max(0, task.duration - 50);
        }).observe({ type: 'longtask', buffered: true });
        """;

    const string FirstPaint = "performance.getEntriesByName('first-contentful-paint')[0].startTime";

    readonly IPlaywright _playwright;
    readonly IBrowser _browser;
    readonly Uri _address;

    Phone(IPlaywright playwright, IBrowser browser, Uri address) =>
        (_playwright, _browser, _address) = (playwright, browser, address);

    /// <param name="Bytes">All that came over the network, with headers, compressed.</param>
    /// <param name="Requests">The number of requests, without streams.</param>
    /// <param name="PaintedAfter">The milliseconds until something could be read.</param>
    /// <param name="Blocked">The milliseconds in which the page could not react: tasks beyond 50 ms each.</param>
    public sealed record Cost(double Bytes, int Requests, double PaintedAfter, double Blocked);

    public static async Task<Phone> Start(Server server)
    {
        var playwright = await Playwright.CreateAsync();
        return new Phone(
            playwright,
            await playwright.Chromium.LaunchAsync(new()
            {
                ExecutablePath = "/usr/bin/chromium",
                Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
            }),
            new Uri(server.Url));
    }

    /// <summary>A window of the usual speed, in which nobody is signed in.</summary>
    public async Task<IPage> Enter()
    {
        var context = await _browser.NewContextAsync(new() { BaseURL = _address.ToString() });
        return await context.NewPageAsync();
    }

    /// <summary>The same, with somebody signed in.</summary>
    public async Task<IPage> SignIn(string username)
    {
        var page = await Enter();
        await page.GotoAsync("/sign-in");
        await page.FillAsync("#username", username);
        await page.FillAsync("#password", "password");
        await page.Locator("main button").ClickAsync();
        await page.WaitForURLAsync("**/book");
        return page;
    }

    /// <summary>Opens a page in a slow window that has the cookies of another one, and nothing in its cache.</summary>
    public async Task<Cost> Open(IPage signedIn, string path, int width)
    {
        await using var context = await _browser.NewContextAsync(new()
        {
            BaseURL = _address.ToString(),
            StorageState = await signedIn.Context.StorageStateAsync(),
            ViewportSize = new() { Width = width, Height = 800 },
        });
        var page = await context.NewPageAsync();
        await page.AddInitScriptAsync(CountTasks);
        var protocol = await context.NewCDPSessionAsync(page);
        var (bytes, requests) = (0.0, 0);
        protocol.Event("Network.requestWillBeSent").OnEvent += (_, sent) =>
            requests += Text(sent, "type") == "EventSource" ? 0 : 1;
        protocol.Event("Network.loadingFinished").OnEvent += (_, done) =>
            bytes += done?.GetProperty("encodedDataLength").GetDouble() ?? 0;
        await protocol.SendAsync("Network.enable");
        await protocol.SendAsync("Network.emulateNetworkConditions", SlowNetwork);
        await protocol.SendAsync("Emulation.setCPUThrottlingRate", new() { ["rate"] = TimesSlower });

        await page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Load });
        await page.WaitForTimeoutAsync(QuietMilliseconds);
        return new Cost(
            bytes, requests, await page.EvaluateAsync<double>(FirstPaint),
            await page.EvaluateAsync<double>("window.blocked"));
    }

    static string? Text(JsonElement? sent, string name) =>
        sent?.TryGetProperty(name, out var value) == true ? value.GetString() : null;

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
