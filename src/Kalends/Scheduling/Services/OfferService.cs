using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Services;

/// <summary>
/// Lets a provider offer a service: a provider of the organisation that owns it, or the provider who owns it.
/// </summary>
static class OfferService
{
    /// <param name="Id">The id of the service.</param>
    /// <param name="ProviderId">The provider who offers it.</param>
    public sealed record Input([Id] long Id, [Id] long ProviderId);

    public static Task<Answer<Offer>> Run(Input input, Call call) => call.Write(async session =>
    {
        // The calendar is locked first, so that the provider does not leave the organisation meanwhile.
        Calendars.Hold(session, input.ProviderId);
        var service = await ServiceStore.FindToChange(session, call, input.Id);
        var provider = await Provider.Find(session, input.ProviderId);
        if (service.ProviderId is { } owner
            ? owner != input.ProviderId
            : service.OrganisationId != provider.OrganisationId)
            throw SchedulingErrors.NotOfTheOwner.Refused();
        if (await session.Number(Count, ("service", service.Id), ("provider", input.ProviderId)) >= Offers.Max)
            throw SchedulingErrors.TooManyOffers.Refused(Offers.Max);
        await Offers.Add(session, call, service, input.ProviderId);
        return new Offer(service.Id, input.ProviderId);
    });

    static readonly Sql Count = new("""
        SELECT COUNT(*) AS n
        FROM service_providers
        WHERE service_id = @service AND provider_id <> @provider
        """);
}
