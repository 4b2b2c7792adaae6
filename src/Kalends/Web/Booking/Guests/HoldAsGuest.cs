using Kalends.Messages.Guests;
using Kalends.Platform.Calls;
using Kalends.Scheduling;
using Kalends.Scheduling.Reservations;
using Kalends.Web.Frame;

namespace Kalends.Web.Booking.Guests;

/// <summary>Holds a time for a visitor who types the code that was sent to them, or who did so just before.</summary>
static class HoldAsGuest
{
    /// <param name="Chosen">The time that was chosen.</param>
    /// <param name="Code">The code.</param>
    /// <param name="Proof">The proof that the visitor has typed a code before.</param>
    public sealed record Input(
        [Spread] ChosenByGuest Chosen, [Text(1, GuestCode.Max, Secret = true)] string? Code = null,
        [Text(1, GuestProof.Max, Secret = true)] string? Proof = null);

    public static async Task<Shown> Run(Input input, Visit visit)
    {
        var (call, chosen) = (visit.Call, input.Chosen);
        var client = await ClientOf(input, call);
        var guest = Caller.Guest(client);
        try
        {
            var (held, _) = await ReserveSlot.Run(
                new(chosen.SlotId, ServiceId: chosen.ServiceId, Answers: chosen.Answers),
                call.As(guest, SchedulingAccess.Reserve.Of(guest)));
            var token = await call.Read(
                session => Scheduling.Public.ManageLink.TokenOf(session, call, held.Id, held.StartsAt));
            return Shown.Elsewhere($"/reservations/{token}");
        }
        catch (Refused refused)
        {
            var proof = await call.Read(session => GuestProof.Of(session, call, client));
            return (await ChosenByGuest.OfferNearest(chosen, proof, refused, visit)).Refusing(refused);
        }
    }

    static async Task<long> ClientOf(Input input, Call call)
    {
        if (input.Proof is { } proof
            && await call.Read(session => GuestProof.ClientOf(session, call, proof)) is { } proved)
            return proved;
        return await IssueGuestToken.Prove(
            new(
                input.Chosen.Email,
                input.Code ?? throw Refused.InvalidParameter("code", FaultCode.Required, "code is required.")),
            call);
    }
}
