using Kalends.Platform.Http;

namespace Kalends.Originals;

/// <summary>Maps routes of the original services, whose requests are read as leniently as before.</summary>
static class OriginalRoutes
{
    /// <param name="endpoints">The builder that gets the routes.</param>
    /// <param name="tag">The name of the service in OpenAPI.</param>
    /// <param name="takesForms">Whether its clients may send forms instead of JSON.</param>
    public static Routes Of(IEndpointRouteBuilder endpoints, string tag, bool takesForms = false)
    {
        var settings = endpoints.ServiceProvider.GetRequiredService<Settings>().Of<OriginalsSettings>();
        return new Routes(endpoints, tag, prefix: "", new Lenience(settings.Zone, takesForms));
    }
}
