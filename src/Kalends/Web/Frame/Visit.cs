using Kalends.Accounts;
using Kalends.Accounts.SigningIn;
using Kalends.Platform.Calls;
using Kalends.Web.Languages;
using Microsoft.Extensions.Primitives;

namespace Kalends.Web.Frame;

/// <summary>A look at a page: who looks, in which language and time zone, and what they sent.</summary>
/// <param name="Call">The request as use cases see it.</param>
/// <param name="Texts">The texts in the visitor's language.</param>
/// <param name="Zone">The time zone that the visitor or their browser chose; null if neither did.</param>
/// <param name="Here">The address of the page, to which its forms and links return.</param>
/// <param name="Username">The name of the user who is signed in.</param>
/// <param name="Cookies">The cookies of the browser.</param>
/// <param name="FormTokens">The tokens of the page's forms.</param>
sealed record Visit(
    Call Call, Texts Texts, DateTimeZone? Zone, string Here, string? Username, Cookies Cookies, FormTokens FormTokens)
{
    /// <summary>The values of a field of the form that was sent or, where it has none, of the query string.</summary>
    public required Func<string, StringValues> Sent { get; init; }

    /// <summary>Where the pages are that other sites may show in a frame.</summary>
    public const string EmbeddedPath = "/embed";

    /// <summary>Whether another site shows the page in a frame, in which cookies fail.</summary>
    public bool IsEmbedded { get; init; }

    /// <summary>The address of a page: in a frame, of the one that may be shown there.</summary>
    public string PathTo(string path) => IsEmbedded ? EmbeddedPath + path : path;

    public bool IsSignedIn => Username is not null;

    /// <summary>Whether this line of the access table lets the visitor do something.</summary>
    public bool May(Access access) => !access.NeedsToken || access.Of(Call.Caller) != RowScope.Nothing;

    /// <summary>What was typed into a field.</summary>
    public string? Typed(string field) => Sent(field) is [.., var last] ? last : null;

    /// <summary>The address of the sign-in page, from which the visitor returns to this page.</summary>
    public string SignInHref => $"/sign-in?return_to={Uri.EscapeDataString(Here)}";

    /// <summary>Reads who looks at a page; the call may touch no rows yet.</summary>
    public static async Task<Visit> Of(HttpContext http, Call call)
    {
        var cookies = new Cookies(http);
        var found = cookies.Session is { Length: > 0 and < 200 } secret
            ? await BrowserSignIns.Find(secret, call)
            : null;
        var keys = await http.RequestServices.GetRequiredService<SigningKeys>().Current();
        var caller = found?.Caller ?? Caller.Nobody;
        Platform.Http.Callers.LetIn(http, caller);
        return Unknown(http, call.As(caller, RowScope.Nothing), keys) with { Username = found?.Username };
    }

    /// <summary>Reads a look at a page in a frame of another site: without cookies, and so by nobody known.</summary>
    public static async Task<Visit> InFrame(HttpContext http, Call call)
    {
        var keys = await http.RequestServices.GetRequiredService<SigningKeys>().Current();
        Platform.Http.Callers.LetIn(http, Caller.Nobody);
        return Unknown(http, call, keys) with
        {
            IsEmbedded = true,
            FormTokens = FormTokens.InFrame(keys, call.Now),
        };
    }

    /// <summary>The visit of somebody unknown, for which the database is not asked.</summary>
    public static Visit Unknown(HttpContext http, Call call, KeyRing keys)
    {
        var cookies = new Cookies(http);
        return new Visit(
            call, Texts.For(cookies.Language, http.Request), ZoneOf(cookies), HereOf(http.Request), Username: null,
            cookies, FormTokens.OfBrowser(keys, cookies))
        {
            Sent = name => http.Request.Query[name],
        };
    }

    /// <summary>The visit of somebody who sent a form.</summary>
    public Visit With(IFormCollection form, IQueryCollection query) => this with
    {
        Sent = name => form.TryGetValue(name, out var sent) ? sent : query[name],
        Here = ReturnPath.Of(form[FormFields.Page]),
    };

    static DateTimeZone? ZoneOf(Cookies cookies) =>
        cookies.Zone is { Length: > 0 and <= 100 } id ? NodaTime.DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) : null;

    static string HereOf(HttpRequest request) => ReturnPath.Of($"{request.Path}{request.QueryString}");
}
