using Kalends.Platform.Calls;
using Kalends.Web.Frame;
using Kalends.Web.Languages;

namespace Kalends.Web.Start;

/// <summary>Keeps the language and the time zone that a visitor prefers, and returns to their page.</summary>
static class Prefer
{
    /// <param name="Language">The tag of a language of the pages.</param>
    /// <param name="Zone">The IANA name of a time zone.</param>
    /// <param name="ReturnTo">The page to return to.</param>
    public sealed record Input(
        [Text(1, 35)] string? Language = null, [Text(1, 100)] string? Zone = null,
        [Text(0, 1000)] string? ReturnTo = null);

    public static Task<Shown> Run(Input input, Visit visit)
    {
        if (Texts.All.FirstOrDefault(texts => texts.Tag == input.Language) is { } texts)
            visit.Cookies.PreferLanguage(texts.Tag);
        if (Providers.Public.Zone.Asked(input.Zone) is { } zone)
            visit.Cookies.PreferZone(zone.Id);
        return Task.FromResult(Shown.Elsewhere(ReturnPath.Of(input.ReturnTo)));
    }
}
