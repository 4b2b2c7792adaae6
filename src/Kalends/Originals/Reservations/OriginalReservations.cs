using System.Text.Json.Serialization;
using Kalends.Platform.Calls;
using Kalends.Scheduling;
using Kalends.Scheduling.Openings;
using Kalends.Scheduling.Reservations;
using Kalends.Scheduling.Slots;

namespace Kalends.Originals.Reservations;

/// <summary>The routes of the original reservation service, in its words, over the same use cases.</summary>
static class OriginalReservations
{
    static readonly OfferOpenings.Writing Writing =
        new(TimeSpan.FromMinutes(15), "start_time", "end_time", InList: false);

    /// <summary>A slot, in the words of the original.</summary>
    public sealed record Timeslot(
        long TimeslotId, long ProviderId, string FirstName, string LastName, Instant StartTime, Instant EndTime,
        bool IsAvailable);

    /// <summary>A reservation, in the words of the original.</summary>
    public sealed record ReservationView(
        long ReservationId, long TimeslotId, long ProviderId, long ClientId, Instant StartTime, Instant EndTime,
        Instant CreatedAt, bool IsConfirmed);

    /// <summary>Slots under the original's key.</summary>
    public sealed record Available([property: JsonPropertyName("available timeslots")] IReadOnlyList<Timeslot> Slots);

    /// <summary>Released slots under the original's key.</summary>
    public sealed record Released(
        [property: JsonPropertyName("Expired reservations deleted and corresponding timeslots released")]
        IReadOnlyList<Timeslot> Slots);

    /// <summary>A new reservation under the original's key.</summary>
    public sealed record Scheduled(
        [property: JsonPropertyName("Reservation scheduled")] ReservationView Reservation);

    /// <summary>A confirmed reservation under the original's key.</summary>
    public sealed record Confirmed(
        [property: JsonPropertyName("Reservation is confirmed")] ReservationView Reservation);

    /// <param name="ProviderId">The id of the provider.</param>
    /// <param name="StartTime">The start, on a quarter of an hour.</param>
    /// <param name="EndTime">The end, after the start and on a quarter of an hour.</param>
    public sealed record Offer([Id] long ProviderId, Instant StartTime, Instant EndTime);

    /// <param name="ProviderId">The id of the provider.</param>
    public sealed record Ask([Id] long ProviderId);

    /// <param name="ClientId">The id of the client who reserves.</param>
    /// <param name="TimeslotId">The id of the slot.</param>
    public sealed record Reserve([Id] long ClientId, [Id] long TimeslotId);

    /// <param name="ClientId">The id of the client who reserved.</param>
    /// <param name="ReservationId">The id of the reservation.</param>
    public sealed record Confirm([Id] long ClientId, [Id] long ReservationId);

    /// <summary>Offers a stretch of time in slots of 15 minutes and returns the new slots.</summary>
    public static async Task<Answer<Available>> OfferAvailability(Offer input, Call call)
    {
        var offered = await OfferOpenings.Run(
            new OfferOpenings.Input(input.ProviderId, [new(input.StartTime, input.EndTime)]), Writing, call);
        var provider = await call.Read(session => Provider.Find(session, input.ProviderId));
        return offered.As(one => new Available(Slots(one.Items[0], provider)));
    }

    /// <summary>Lists the first 4,096 slots of a provider that can be reserved, however far ahead.</summary>
    public static async Task<Available> ListAvailability(Ask input, Call call)
    {
        var provider = await call.Read(session => Provider.Find(session, input.ProviderId));
        var slots = await SlotsAhead.Find(input.ProviderId, SlotId.PerOpening, call);
        return new Available(slots.ConvertAll(slot =>
            View(slot.Id, input.ProviderId, provider, new(slot.StartsAt, slot.EndsAt))));
    }

    /// <summary>
    /// Marks lapsed holds as expired, and returns the slots of all holds that lapsed since the caller last asked: at
    /// most a thousand, and at most a day back.
    /// </summary>
    public static async Task<Answer<Released>> Expire(NoInput input, Call call) => new Released(
        (await TellReleased.Run(call)).Select(one => new Timeslot(
            one.Reservation.SlotId, one.Reservation.ProviderId, one.FirstName, one.LastName, one.Reservation.StartsAt,
            one.Reservation.EndsAt, one.IsAvailable)).ToList());

    /// <summary>Holds a slot for a client.</summary>
    public static async Task<Answer<Scheduled>> ReserveTimeslot(Reserve input, Call call)
    {
        var held = await ReserveSlot.Run(new ReserveSlot.Input(input.TimeslotId, input.ClientId), call);
        return held.As(one => new Scheduled(View(one)));
    }

    /// <summary>Confirms a hold; only the client who reserved may do so.</summary>
    public static async Task<Answer<Confirmed>> ConfirmTimeslot(Confirm input, Call call)
    {
        // A reservation that the caller may not see does not exist for them, whoever made it.
        var seen = await ReadReservation.Run(new ReadReservation.Input(input.ReservationId), call);
        if (seen.ClientId != input.ClientId)
            throw OriginalsErrors.WrongClient.Refused();
        var confirmed = await ConfirmReservation.Run(new ConfirmReservation.Input(input.ReservationId), call);
        return confirmed.As(one => new Confirmed(View(one)));
    }

    static List<Timeslot> Slots(Opening opening, Provider provider) => Enumerable.Range(0, opening.SlotCount)
        .Select(index => View(SlotId.Of(opening.Id, index), opening.ProviderId, provider, opening.SlotAt(index)))
        .ToList();

    static Timeslot View(long slotId, long providerId, Provider provider, Interval stretch) => new(
        slotId, providerId, provider.FirstName, provider.LastName, stretch.Start, stretch.End, IsAvailable: true);

    // The original wrote its times in whole seconds, and its clients may parse them with a fixed pattern.
    static ReservationView View(Reservation reservation) => new(
        reservation.Id, reservation.SlotId, reservation.ProviderId, reservation.ClientId, reservation.StartsAt,
        reservation.EndsAt, Instant.FromUnixTimeSeconds(reservation.CreatedAt.ToUnixTimeSeconds()),
        reservation.State == ReservationState.Confirmed);
}
