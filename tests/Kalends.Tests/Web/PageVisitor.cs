using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Web;

/// <summary>A browser without a screen: it keeps cookies, and sends the forms of the page that it looks at.</summary>
sealed partial class PageVisitor(Func<Uri> address) : IDisposable
{
    readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    /// <summary>The cookies, by name.</summary>
    public Dictionary<string, string> Cookies { get; } = [];

    /// <summary>The Set-Cookie headers of the last answer.</summary>
    public IReadOnlyList<string> Baked { get; private set; } = [];

    public PageVisitor(TestApp app)
        : this(() => app.Address)
    {
    }

    /// <summary>The same browser before another process.</summary>
    public PageVisitor Before(Uri other)
    {
        var moved = new PageVisitor(() => other);
        foreach (var (name, value) in Cookies)
            moved.Cookies[name] = value;
        return moved;
    }

    public Task<Answer> Get(string path, params (string Name, string Value)[] headers) =>
        Send(HttpMethod.Get, path, null, headers);

    public Task<Answer> Post(string path, params IEnumerable<(string Name, string Value)> fields) => Send(
        HttpMethod.Post, path,
        new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))), []);

    /// <summary>Sends what no form sends.</summary>
    public Task<Answer> PostJson(string path, string json) => Send(
        HttpMethod.Post, path, new StringContent(json, Encoding.UTF8, "application/json"), []);

    /// <summary>Sends the form of a page that leads to a path, with what is typed into its fields.</summary>
    public Task<Answer> SendForm(Answer page, string action, params (string Name, string Value)[] typed) =>
        Post(action, [.. HiddenFields(page, action), .. typed]);

    /// <summary>Opens the stream that a page names, as its script does.</summary>
    public Task<Listener> Listen(Answer page, string? lastEventId = null)
    {
        var stream = WebUtility.HtmlDecode(page.Text.Split("data-stream=\"")[1].Split('"')[0]);
        return Listener.Open(
            Asking(HttpMethod.Get, stream, null, [("Accept", "text/event-stream")]), token: null, lastEventId);
    }

    public async Task<Answer> SignIn(string username, string password, string? returnTo = null)
    {
        var page = (await Get($"/sign-in?return_to={Uri.EscapeDataString(returnTo ?? "/book")}")).Is(200);
        return await SendForm(page, "/sign-in", ("username", username), ("password", password));
    }

    /// <summary>The hidden fields of the form that leads to a path.</summary>
    public static IReadOnlyList<(string Name, string Value)> HiddenFields(Answer page, string action)
    {
        var form = Forms().Matches(page.Text)
            .First(form => WebUtility.HtmlDecode(form.Groups[1].Value) == action).Value;
        return Hidden().Matches(form)
            .Select(field => (field.Groups[1].Value, WebUtility.HtmlDecode(field.Groups[2].Value)))
            .ToList();
    }

    async Task<Answer> Send(
        HttpMethod method, string path, HttpContent? body, IEnumerable<(string Name, string Value)> headers)
    {
        using var request = Asking(
            method, path, body, [("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"), .. headers]);
        using var response = await _http.SendAsync(request);
        Baked = response.Headers.TryGetValues("Set-Cookie", out var baked) ? baked.ToList() : [];
        foreach (var cookie in Baked)
            Keep(cookie.Split(';')[0].Split('=', 2));
        var all = response.Headers.Concat(response.Content.Headers).ToDictionary(
            header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
        return new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync(), all);
    }

    HttpRequestMessage Asking(
        HttpMethod method, string path, HttpContent? body, IEnumerable<(string Name, string Value)> headers)
    {
        var request = new HttpRequestMessage(method, new Uri(address(), path)) { Content = body };
        if (Cookies.Count > 0)
            request.Headers.TryAddWithoutValidation(
                "Cookie", string.Join("; ", Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    void Keep(string[] cookie)
    {
        if (cookie[1].Length == 0)
            Cookies.Remove(cookie[0]);
        else
            Cookies[cookie[0]] = cookie[1];
    }

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("""<form method="post"(?: action="([^"]*)")?.*?</form>""", RegexOptions.Singleline)]
    private static partial Regex Forms();

    [GeneratedRegex("""<input type="hidden" name="([^"]*)" value="([^"]*)""")]
    private static partial Regex Hidden();
}
