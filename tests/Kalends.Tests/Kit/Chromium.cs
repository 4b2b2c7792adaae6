using System.Collections.Concurrent;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Kalends.Tests.Kit.Chromium))]

namespace Kalends.Tests.Kit;

/// <summary>The Chromium of this machine, driven by Playwright; it starts when the first test opens a page.</summary>
public sealed class Chromium : IAsyncDisposable
{
    const string Missing = "Chromium is not installed (Debian: chromium).";

    static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    // It reaches nothing but this machine. Root may not use the sandbox, and a container has little shared memory.
    static readonly string[] Words =
    [
        "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    ];

    readonly SemaphoreSlim _starting = new(1);
    IPlaywright? _playwright;
    IBrowser? _browser;

    /// <summary>Opens a browser window that knows no cookies yet.</summary>
    public async Task<Screen> Open(Uri address, BrowserNewContextOptions? options = null)
    {
        var browser = await Started();
        options ??= new();
        options.BaseURL = address.ToString();
        options.Locale ??= "en-GB";
        options.TimezoneId ??= "Europe/London";
        var context = await browser.NewContextAsync(options);
        context.SetDefaultTimeout((float)Longest.TotalMilliseconds);
        context.SetDefaultNavigationTimeout((float)Longest.TotalMilliseconds);
        return new Screen(context, await context.NewPageAsync(), address);
    }

    /// <summary>The program; without it the calling test is skipped, or fails in CI.</summary>
    static string Require()
    {
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder =>
                (string[])[$"{folder}/chromium", $"{folder}/chromium-browser", $"{folder}/google-chrome"])
            .FirstOrDefault(File.Exists);
        Machine.Require(found is null ? Missing : null);
        return found!;
    }

    async Task<IBrowser> Started()
    {
        await _starting.WaitAsync();
        try
        {
            _playwright ??= await Playwright.CreateAsync();
            return _browser ??= await _playwright.Chromium.LaunchAsync(new()
            {
                ExecutablePath = Require(),
                Args = Words,
            });
        }
        finally
        {
            _starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        _starting.Dispose();
    }
}

/// <summary>A window of the browser. It keeps what the pages asked for, and what they complained of.</summary>
public sealed class Screen : IAsyncDisposable
{
    readonly IBrowserContext _context;
    readonly ConcurrentQueue<IRequest> _requests = new();
    readonly ConcurrentQueue<string> _complaints = new();

    public Screen(IBrowserContext context, IPage page, Uri address)
    {
        (_context, Page, Address) = (context, page, address);
        page.RequestFinished += (_, request) => _requests.Enqueue(request);
        page.RequestFailed += (_, request) =>
        {
            // A page that is left aborts what is still under way, such as its stream.
            if (request.Failure != "net::ERR_ABORTED")
                _complaints.Enqueue($"{request.Url}: {request.Failure}");
        };
        page.PageError += (_, error) => _complaints.Enqueue(error);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _complaints.Enqueue(message.Text);
        };
    }

    public IPage Page { get; }

    public Uri Address { get; }

    /// <summary>What the browser complained of: errors of scripts, refused resources, failed requests.</summary>
    public IReadOnlyList<string> Complaints => [.. _complaints];

    /// <summary>The hosts that were asked for anything.</summary>
    public IEnumerable<string> Hosts => _requests.Select(request => new Uri(request.Url).Authority).Distinct();

    public Task Go(string path) => Page.GotoAsync(path);

    /// <summary>The text of the content.</summary>
    public Task<string> Text() => Page.Locator("main").InnerTextAsync();

    public Task Click(string name) => Page.Locator($"role=link[name=\"{name}\"] >> visible=true").Or(
        Page.Locator($"role=button[name=\"{name}\"] >> visible=true")).First.ClickAsync();

    /// <summary>What an expression is worth on the page, as text; why it is worth nothing, if it throws.</summary>
    public async Task<string> Read(string expression)
    {
        try
        {
            return await Page.EvaluateAsync<string>($"String({expression})");
        }
        catch (PlaywrightException thrown)
        {
            return thrown.Message;
        }
    }

    /// <summary>Waits until an expression is true.</summary>
    public async Task Until(string expression)
    {
        var worth = await Patience.Until(() => Read(expression), worth => worth == "true");
        Assert.True(
            worth == "true",
            $"It never came to be that {expression}, which is {worth}. The page reads:\n" +
            $"{await Read("document.body.innerText")}\n{string.Join('\n', Complaints)}");
    }

    /// <summary>Types into what has the focus.</summary>
    public Task Type(string text) => Page.Keyboard.InsertTextAsync(text);

    /// <summary>
    ///   Waits until the address of the page matches a pattern with stars and its scripts ran. The event load is not
    ///   waited for: on a busy machine it was seen to stay out after the network was idle. A page that came just when
    ///   the waiting began was seen to be missed, so the address is looked at again.
    /// </summary>
    public async Task At(string pattern)
    {
        for (var tries = 12; ; tries--)
        {
            try
            {
                await Page.WaitForURLAsync(
                    pattern, new() { WaitUntil = WaitUntilState.DOMContentLoaded, Timeout = 5000 });
                return;
            }
            catch (TimeoutException) when (tries > 1)
            {
                // The next try begins with a look at the address.
            }
        }
    }

    /// <summary>Signs in by the form.</summary>
    public async Task SignIn(string username, string password)
    {
        await Go("/sign-in");
        await Page.FillAsync("#username", username);
        await Page.FillAsync("#password", password);
        await Page.Locator("main button").ClickAsync();
        await At("**/book");
    }

    /// <summary>The requests and the bytes of the page that is opened by this.</summary>
    public async Task<(int Requests, long Bytes)> Weigh(Func<Task> open)
    {
        _requests.Clear();
        await open();
        await Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var sizes = await Task.WhenAll(_requests.Select(request => request.SizesAsync()));
        return (sizes.Length, sizes.Sum(size => (long)size.ResponseBodySize + size.ResponseHeadersSize));
    }

    /// <summary>The rules of accessibility that the page breaks, each with the places.</summary>
    public async Task<IReadOnlyList<string>> Barriers() => (await Page.RunAxe()).Violations
        .Select(rule => $"{rule.Id}: {string.Join(" ", rule.Nodes.Select(node => node.Html))}")
        .ToList();

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
