using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Scheduling.Services;

/// <summary>
/// Creates a service of an organisation or of a provider; a provider offers their own services at once.
/// </summary>
static class CreateService
{
    /// <param name="Service">The fields of the service.</param>
    /// <param name="OrganisationId">The organisation that owns it, if no provider does.</param>
    /// <param name="ProviderId">The provider who owns it, if no organisation does.</param>
    public sealed record Input(
        [Spread] ServiceInput Service, [Id] long? OrganisationId = null, [Id] long? ProviderId = null);

    public static Task<Answer<Service>> Run(Input input, Call call)
    {
        if (input.OrganisationId is null == input.ProviderId is null)
            throw Refused.Invalid(
                "/provider_id", SchedulingErrors.OneOwner, "Either organisation_id or provider_id is given.");
        var entered = input.Service.Enter(input.OrganisationId, input.ProviderId, call.Now);
        return call.Write(session => Store(session, call, entered));
    }

    static async Task<Service> Store(Session session, Call call, Service entered)
    {
        if (!(await KeepersOf(session, entered)).Include(call))
            throw SchedulingErrors.NotYourService.Refused();
        if (entered.OrganisationId is { } organisation && !await Organisation.Exists(session, organisation))
            throw Refused.Invalid(
                "/organisation_id", FaultCode.UnknownOrganisation, "There is no such organisation.");
        await ServiceStore.CheckEventType(session, call, entered.EventTypeId, "/event_type_id");

        var service = (await session.One(Insert, Service.Read, entered.Values()))!;
        await ProviderLog.Append(session, call, service.Event("created"));
        if (service.ProviderId is { } own)
            await Offers.Add(session, call, service, own);
        return service;
    }

    /// <summary>Who keeps the service; the calendar of a provider who owns it is locked.</summary>
    static async Task<Keepers> KeepersOf(Session session, Service entered)
    {
        if (entered.ProviderId is not { } owner)
            return new Keepers(null, entered.OrganisationId);
        Calendars.Hold(session, owner);
        var provider = await Provider.Find(session, owner);
        return new Keepers(provider.OwnerUserId, provider.OrganisationId);
    }

    static readonly Sql Insert = new($"""
        INSERT INTO services
            (organisation_id, provider_id, name, duration_minutes, buffer_before_minutes, buffer_after_minutes, mode,
             place, event_type_id, questions, active, created_at, updated_at, version)
        VALUES (@organisation, @provider, @name, @duration, @before, @after, @mode, @place, @type, @questions, @active,
                @created, @updated, @version)
        RETURNING {Service.Columns()}
        """);
}
