using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Clients;
using Kalends.Scheduling;
using Kalends.Scheduling.Agendas;
using Kalends.Scheduling.Reservations;
using Kalends.Web.Console.Calendars;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Reservations;

/// <summary>Books a time for a client, who may be entered with it; all of it is done, or nothing.</summary>
static class BookForClient
{
    /// <param name="ProviderId">The provider.</param>
    /// <param name="StartsAt">A time in the slot that is booked.</param>
    /// <param name="ServiceId">The service that is booked.</param>
    /// <param name="ClientId">The client; null for a new one.</param>
    /// <param name="FirstName">The first name of a new client.</param>
    /// <param name="LastName">The last name.</param>
    /// <param name="Answers">The answers to the questions of the service.</param>
    /// <param name="Override">The reason for which the policy does not apply.</param>
    /// <param name="Overlap">Whether the client may have another reservation at this time.</param>
    public sealed record Input(
        [Id] long ProviderId, Instant StartsAt, [Id] long? ServiceId = null, [Id] long? ClientId = null,
        [Text(1, 100)] string? FirstName = null, [Text(0, 100)] string? LastName = null,
        [Count(0, Question.Max)] IReadOnlyList<QuestionAnswer>? Answers = null, [Text(1, 500)] string? Override = null,
        bool Overlap = false);

    public static async Task<Shown> Run(Input input, Visit visit)
    {
        var call = visit.Call;
        if (input is { ClientId: null, FirstName: null })
            throw Refused.InvalidParameter("client_id", FaultCode.Required, "client_id or first_name is required.");
        var provider = await ListCalendars.Find(input.ProviderId, call);
        var slot = await OfferedSlot.At(provider.ProviderId, input.StartsAt, input.ServiceId, call)
            ?? throw SchedulingErrors.SlotClosed.Refused();
        var (booked, _) = await call.Write(async session =>
        {
            var client = input.ClientId ?? await Enter(session, input, provider.TimeZone, call);
            var held = await ReserveSlot.Hold(
                session,
                new(slot.Id, client, input.ServiceId, input.Answers, input.Override, input.Overlap), client, call);
            return await ConfirmReservation.Confirm(session, new(held.Id), call);
        });
        return Shown.Elsewhere(ShowReservation.HrefOf(booked.Id));
    }

    static async Task<long> Enter(Session session, Input input, string timeZone, Call call)
    {
        var keeper = call.With(WebAccess.KeepClients);
        var entered = new ClientInput(input.FirstName!, input.LastName ?? "", timeZone).Enter(keeper);
        return (await CreateClient.Store(session, keeper, entered)).Id;
    }
}
