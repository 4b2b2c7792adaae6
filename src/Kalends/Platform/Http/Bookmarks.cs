using Kalends.Platform.Storage;

namespace Kalends.Platform.Http;

/// <summary>
/// The header <c>Bookmark</c>: a change answers it where there are replicas, and a read that brings it along shows the
/// change.
/// </summary>
static class Bookmarks
{
    public const string Header = "Bookmark";

    /// <summary>The trail of a request, which begins with the bookmark that it brings.</summary>
    public static Trail Trail(this HttpContext http)
    {
        if (http.Features.Get<Trail>() is { } known)
            return known;
        var trail = new Trail(Sent(http.Request));
        http.Features.Set(trail);
        return trail;
    }

    /// <summary>Answers how far the changes of this request have brought the database.</summary>
    public static void TellBookmark(this HttpContext http)
    {
        if (http.Features.Get<Trail>() is { HasGrown: true, Latest: { } latest })
            http.Response.Headers[Header] = latest.ToString();
    }

    /// <summary>Refuses a bookmark that none of our answers had.</summary>
    public static void RefuseBadBookmark(this HttpRequest request)
    {
        if (request.Headers.ContainsKey(Header) && Sent(request) is null)
            throw PlatformErrors.BadBookmark.Refused();
    }

    static Bookmark? Sent(HttpRequest request) => Bookmark.Parse(request.Headers[Header].ToString());
}
