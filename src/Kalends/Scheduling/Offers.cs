using Kalends.Platform.Storage;

namespace Kalends.Scheduling;

/// <summary>The services that providers offer.</summary>
static class Offers
{
    /// <summary>Finds an active service that a provider offers, or refuses with "not found".</summary>
    public static async Task<Service> Find(Session session, long id, long providerId) =>
        await session.One(FindOffered, Service.Read, ("service", id), ("provider", providerId))
        ?? throw SchedulingErrors.NoSuchService.Refused();

    static readonly Sql FindOffered = new($"""
        SELECT {Service.Columns("s.")}
        FROM service_providers o
        JOIN services s ON s.id = o.service_id
        WHERE o.service_id = @service AND o.provider_id = @provider AND s.active = 1
        """);
}
