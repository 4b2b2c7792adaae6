using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Scheduling;

/// <summary>A service that a provider offers.</summary>
/// <param name="ServiceId">The id of the service.</param>
/// <param name="ProviderId">The id of the provider.</param>
sealed record Offer(long ServiceId, long ProviderId)
{
    /// <summary>The event about this offer.</summary>
    public DomainEvent Event(string verb) =>
        new("scheduling", $"service.{verb}", $"service/{ServiceId}", new Facts(ServiceId, ProviderId))
        {
            ProviderId = ProviderId,
        };

    sealed record Facts(long Id, long ProviderId);

    public static Offer Read(Row row) => new(row.Long("service_id"), row.Long("provider_id"));
}

/// <summary>The services that providers offer.</summary>
static class Offers
{
    /// <summary>The greatest number of providers who offer a service.</summary>
    public const int Max = 1000;

    /// <summary>
    /// The condition on a service <c>s</c> that callers without a user see: a provider who is open to all offers it.
    /// </summary>
    public static readonly string OfPublished = $"""
        (s.active = 1 AND s.id IN (
            SELECT h.service_id
            FROM service_providers h
            JOIN public_providers p ON p.id = h.provider_id
            WHERE h.service_id = s.id AND {Publication.Condition("@open")}))
        """;

    /// <summary>Finds an active service that a provider offers, or refuses with "not found".</summary>
    public static async Task<Service> Find(Session session, long id, long providerId) =>
        await FindOrNull(session, id, providerId) ?? throw SchedulingErrors.NoSuchService.Refused();

    /// <summary>An active service that a provider offers.</summary>
    public static ValueTask<Service?> FindOrNull(Session session, long id, long providerId) =>
        session.One(FindOffered, Service.Read, ("service", id), ("provider", providerId));

    /// <summary>
    /// Finds the service of a reservation that moves to a slot of a provider, or refuses the slot.
    /// </summary>
    public static async Task<Service> FindToMove(Session session, long id, long providerId)
    {
        var (service, isOffered) = (await session.One(FindWithOffer, row => new Offered(
            Service.Read(row), row.Long("offered") == 1), ("service", id), ("provider", providerId)))!;
        if (!service.Active)
            throw Refused.Invalid("/slot_id", SchedulingErrors.ServiceInactive,
                "The service of this reservation is not active, so the reservation cannot move until it is again.");
        return isOffered ? service : throw Refused.Invalid("/slot_id", SchedulingErrors.UnknownService,
            "The provider of this slot does not offer the service of this reservation.");
    }

    sealed record Offered(Service Service, bool IsOffered);

    /// <summary>Adds an offer with its event, unless the provider offers the service already.</summary>
    public static async Task Add(Session session, Call call, Service service, long providerId)
    {
        if (await session.Run(Insert, ("service", service.Id), ("provider", providerId)) > 0)
            await ProviderLog.Append(session, call, new Offer(service.Id, providerId).Event("offered"));
    }

    /// <summary>Removes an offer with its event, or refuses if there is none.</summary>
    public static async Task Remove(Session session, Call call, Service service, long providerId)
    {
        if (await session.Run(Delete, ("service", service.Id), ("provider", providerId)) == 0)
            throw SchedulingErrors.NoSuchOffer.Refused();
        await ProviderLog.Append(session, call, new Offer(service.Id, providerId).Event("withdrawn"));
    }

    /// <summary>
    /// Ends that a provider offers the services of other organisations than their new one; the caller must hold the
    /// calendar.
    /// </summary>
    public static ValueTask Move(Session session, long providerId, long? organisationId) => session.Enqueue(
        DeleteOfOthers, ("provider", providerId), ("organisation", organisationId));

    /// <summary>
    /// Ends that a provider offers anything, and deactivates their own services; the caller must hold the calendar.
    /// </summary>
    public static async Task Clear(Session session, Call call, long providerId)
    {
        await session.Enqueue(DeleteAll, ("provider", providerId));
        foreach (var service in await session.All(
            Deactivate, Service.Read, ("provider", providerId), ("now", call.Now)))
            await ProviderLog.Append(
                session, call, service.Event("changed").WithChanges(service with { Active = true }, service));
    }

    static readonly Sql FindOffered = new($"""
        SELECT {Service.Columns("s.")}
        FROM service_providers o
        JOIN services s ON s.id = o.service_id
        WHERE o.service_id = @service AND o.provider_id = @provider AND s.active = 1
        """);

    static readonly Sql FindWithOffer = new($"""
        SELECT {Service.Columns("s.")}, CASE WHEN o.provider_id IS NULL THEN 0 ELSE 1 END AS offered
        FROM services s
        LEFT JOIN service_providers o ON o.service_id = s.id AND o.provider_id = @provider
        WHERE s.id = @service
        """);

    static readonly Sql Insert = new("""
        INSERT INTO service_providers (service_id, provider_id)
        VALUES (@service, @provider)
        ON CONFLICT DO NOTHING
        """);

    static readonly Sql Delete = new("""
        DELETE FROM service_providers WHERE service_id = @service AND provider_id = @provider
        """);

    static readonly Sql DeleteAll = new("DELETE FROM service_providers WHERE provider_id = @provider");

    static readonly Sql DeleteOfOthers = new("""
        DELETE FROM service_providers
        WHERE provider_id = @provider AND service_id IN (
            SELECT id
            FROM services
            WHERE organisation_id IS NOT NULL AND organisation_id IS DISTINCT FROM CAST(@organisation AS BIGINT))
        """);

    static readonly Sql Deactivate = new($"""
        UPDATE services
        SET active = 0, updated_at = @now, version = version + 1
        WHERE provider_id = @provider AND active = 1
        RETURNING {Service.Columns()}
        """);
}
