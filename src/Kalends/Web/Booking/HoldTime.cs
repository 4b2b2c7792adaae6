using Kalends.Accounts.Users;
using Kalends.Platform.Calls;
using Kalends.Providers;
using Kalends.Providers.Clients;
using Kalends.Scheduling;
using Kalends.Scheduling.Reservations;
using Kalends.Web.Frame;

namespace Kalends.Web.Booking;

/// <summary>Holds a time for the client that the visitor is; a visitor who is none yet becomes one first.</summary>
static class HoldTime
{
    /// <param name="SlotId">The slot at which it starts.</param>
    /// <param name="ServiceId">The service that is booked.</param>
    /// <param name="Answers">The answers to the questions of the service.</param>
    /// <param name="FirstName">The first name of somebody who is no client yet.</param>
    /// <param name="LastName">The last name.</param>
    public sealed record Input(
        [Id] long SlotId, [Id] long? ServiceId = null,
        [Count(0, Question.Max)] IReadOnlyList<QuestionAnswer>? Answers = null,
        [Text(1, 100)] string? FirstName = null, [Text(0, 100)] string? LastName = null);

    public static async Task<Shown> Run(Input input, Visit visit)
    {
        await BecomeClient(input, visit);
        var (held, _) = await ReserveSlot.Run(
            new(input.SlotId, ServiceId: input.ServiceId, Answers: input.Answers), visit.Call);
        return Shown.Elsewhere($"/appointments/{held.Id}");
    }

    /// <summary>Enters a visitor who books for the first time. Staff book for their clients instead.</summary>
    static async Task BecomeClient(Input input, Visit visit)
    {
        var call = visit.Call.With(ProvidersAccess.KeepClients);
        if (call.Scope.IsStaff || (await GetCurrentUser.Run(new(), call)).ClientId is not null)
            return;
        if (input.FirstName is null)
            throw Refused.InvalidParameter("first_name", FaultCode.Required, "first_name is required.");
        await CreateClient.Run(
            new ClientInput(input.FirstName, input.LastName ?? "", visit.Zone?.Id ?? DateTimeZone.Utc.Id), call);
    }
}
