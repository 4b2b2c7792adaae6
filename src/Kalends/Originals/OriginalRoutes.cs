using Kalends.Platform.Http;

namespace Kalends.Originals;

/// <summary>Maps routes of the original services, whose requests are read as leniently as before.</summary>
static class OriginalRoutes
{
    public static readonly ApiDocument Document = new(
        "originals", "Kalends: the original services",
        "The routes of the services that Kalends grew out of, for their existing clients. New clients use /v1.");

    /// <param name="endpoints">The builder that gets the routes.</param>
    /// <param name="tag">The name of the service in OpenAPI.</param>
    /// <param name="about">The description of the service in OpenAPI.</param>
    /// <param name="takesForms">Whether its clients may send forms instead of JSON.</param>
    public static Routes Of(IEndpointRouteBuilder endpoints, string tag, string about, bool takesForms = false)
    {
        var settings = endpoints.ServiceProvider.GetRequiredService<Settings>().Of<OriginalsSettings>();
        return new Routes(
            endpoints, "originals", tag, about, prefix: "", new Lenience(settings.Zone, takesForms), Document);
    }
}
