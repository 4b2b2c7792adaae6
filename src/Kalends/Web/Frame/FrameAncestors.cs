using System.Globalization;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;
using Kalends.Scheduling.Public;

namespace Kalends.Web.Frame;

/// <summary>
/// The sites that may show a page in a frame: those of the installation, and those of the organisation whose provider
/// the page is about.
/// </summary>
static class FrameAncestors
{
    const string Nobody = "'none'";

    /// <summary>The sources of the policy. All origins were checked when they were stored.</summary>
    public static async Task<string> Of(HttpContext http, Visit visit)
    {
        if (!visit.IsEmbedded)
            return Nobody;
        string[] origins = [.. visit.Call.Settings<WebSettings>().Origins, .. await OfOrganisation(http, visit)];
        return origins.Length == 0 ? Nobody : string.Join(' ', origins.Distinct());
    }

    static async Task<IReadOnlyList<string>> OfOrganisation(HttpContext http, Visit visit)
    {
        try
        {
            return await visit.Call.Read(async session => await ProviderOf(session, http, visit) is { } provider
                ? await EmbedOrigins.Of(session, provider)
                : []);
        }
        catch (Refused)
        {
            // Without the database a page still says what is wrong.
            return [];
        }
    }

    static async Task<long?> ProviderOf(Session session, HttpContext http, Visit visit)
    {
        if (http.GetRouteValue("token") is string token)
            return await ManageLink.ProviderOf(session, visit.Call, token);
        var named = http.GetRouteValue("provider_id") as string ?? visit.Typed("provider_id");
        return long.TryParse(named, CultureInfo.InvariantCulture, out var provider) ? provider : null;
    }
}
