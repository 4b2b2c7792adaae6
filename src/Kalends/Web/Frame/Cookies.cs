namespace Kalends.Web.Frame;

/// <summary>The cookies of a browser: its sign-in, and what its user prefers.</summary>
sealed class Cookies(HttpContext http)
{
    const string LanguageName = "kalends-language";
    const string ZoneName = "kalends-zone";

    static readonly TimeSpan Year = TimeSpan.FromDays(365);

    string? _visitor;

    /// <summary>The secret of the sign-in; null if nobody signed in.</summary>
    public string? Session => http.Request.Cookies[Own("session")];

    /// <summary>A secret of this browser to which its forms are bound while nobody is signed in.</summary>
    public string Visitor
    {
        get
        {
            _visitor ??= SentVisitor;
            if (_visitor is null)
            {
                _visitor = Convert.ToHexStringLower(SecretBytes.New(16));
                Set(Own("visitor"), _visitor, new() { HttpOnly = true });
            }
            return _visitor;
        }
    }

    /// <summary>The visitor's secret, if the browser sent one.</summary>
    public string? SentVisitor => http.Request.Cookies[Own("visitor")];

    public string? Language => http.Request.Cookies[LanguageName];

    public string? Zone => http.Request.Cookies[ZoneName];

    public void SignIn(string secret, Instant expiresAt) => Set(Own("session"), secret, new()
    {
        HttpOnly = true,
        Expires = expiresAt.ToDateTimeOffset(),
    });

    public void SignOut() => http.Response.Cookies.Delete(Own("session"), With(new() { HttpOnly = true }));

    public void PreferLanguage(string tag) => Set(LanguageName, tag, new() { MaxAge = Year });

    // The script sets it too, so it is not hidden from scripts.
    public void PreferZone(string id) => Set(ZoneName, id, new() { MaxAge = Year });

    // A browser takes a cookie with this prefix from this very host only, over https.
    string Own(string name) => http.Request.IsHttps ? $"__Host-kalends-{name}" : $"kalends-{name}";

    void Set(string name, string value, CookieOptions options) =>
        http.Response.Cookies.Append(name, value, With(options));

    CookieOptions With(CookieOptions options)
    {
        (options.Path, options.SameSite, options.Secure) = ("/", SameSiteMode.Lax, http.Request.IsHttps);
        return options;
    }
}
