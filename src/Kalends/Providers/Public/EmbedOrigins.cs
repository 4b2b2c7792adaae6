using Kalends.Platform.Http;
using Kalends.Platform.Storage;

namespace Kalends.Providers.Public;

/// <summary>The sites that may show the booking with a provider in a frame, as the organisation says.</summary>
static class EmbedOrigins
{
    public static async Task<IReadOnlyList<string>> Of(Session session, long providerId) =>
        Origin.Split(await session.One(Find, row => row.Text("embed_origins"), ("provider", providerId)) ?? "");

    static readonly Sql Find = new("""
        SELECT b.embed_origins
        FROM providers p
        JOIN publications b ON b.organisation_id = p.organisation_id
        WHERE p.id = @provider
        """);
}
