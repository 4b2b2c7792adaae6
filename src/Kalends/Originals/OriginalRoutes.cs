using Kalends.Platform.Http;

namespace Kalends.Originals;

/// <summary>Maps routes of the original services, whose clients are read as leniently as they were.</summary>
static class OriginalRoutes
{
    /// <param name="endpoints">Where the routes go.</param>
    /// <param name="tag">The service, in OpenAPI.</param>
    /// <param name="takesForms">Whether its clients may send forms in place of JSON.</param>
    public static Routes Of(IEndpointRouteBuilder endpoints, string tag, bool takesForms = false)
    {
        var settings = endpoints.ServiceProvider.GetRequiredService<Settings>().Of<OriginalsSettings>();
        return new Routes(endpoints, tag, prefix: "", new Lenience(settings.Zone, takesForms));
    }
}
