using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Scheduling;

/// <summary>A place in a calendar that a reservation is to take.</summary>
/// <param name="Opening">The opening in which the care starts.</param>
/// <param name="Index">The index of the slot at which it starts.</param>
/// <param name="Service">The service that is booked; null for a single slot.</param>
/// <param name="Policy">The rules of booking.</param>
sealed record Place(Opening Opening, int Index, Service? Service, Policy Policy)
{
    Fit Fit => Service?.Fit ?? Fit.OneSlot;

    public long SlotId => Scheduling.SlotId.Of(Opening.Id, Index);

    /// <summary>The time of the care.</summary>
    public Interval Care
    {
        get
        {
            var slot = Opening.SlotAt(Index);
            return Fit.Length is { } length ? new Interval(slot.Start, slot.Start + length) : slot;
        }
    }

    /// <summary>The time of the care with its buffers.</summary>
    public Interval Taken => Fit.Around(Care);

    /// <summary>
    /// Refuses the place unless it is free, and releases the lapsed holds on it. The caller must hold the calendar;
    /// where the policy has limits, alone.
    /// </summary>
    /// <param name="session">The session of the caller's transaction.</param>
    /// <param name="call">The call.</param>
    /// <param name="by">The client who is to take it, and what the caller may know and do.</param>
    /// <param name="besides">A reservation that is not in the way, because it is about to move.</param>
    public async Task RequireFree(Session session, Call call, Taker by, long besides = 0)
    {
        var loaded = await Calendar.LoadFor(session, Opening.ProviderId, Care, Service);
        var calendar = loaded with { Busy = loaded.Busy.Where(busy => busy.ReservationId != besides).ToList() };
        var rules = await Rules(session, call, by, besides);

        var found = calendar.Slots(Care, rules).Where(slot => slot.Id == SlotId).ToList();
        if (found.Count == 0)
            throw (Service is null ? SchedulingErrors.ServiceOnly : SchedulingErrors.ServiceDoesNotFit).Refused();
        await CheckState(session, call, found[0], by);
        if (calendar.Busy.Any(busy => busy.IsLapsed(call.Now)))
            await ReleaseLapsed(session, call);
    }

    async Task<StartRules> Rules(Session session, Call call, Taker by, long besides)
    {
        var provider = Opening.ProviderId;
        var booked = !Policy.HasLimits || by.Overrides ? [] : await BookedDays.Load(
            session, new Dictionary<long, Policy> { [provider] = Policy }, Care, call.Now, besides);
        var rules = Policy.At(
            call.Now, call.Settings<SchedulingSettings>().Grace, Fit, booked.GetValueOrDefault(provider));
        return by.Overrides ? rules.Overridden() : rules;
    }

    async Task CheckState(Session session, Call call, Slot slot, Taker by)
    {
        switch (slot.State)
        {
            case SlotState.Held or SlotState.Booked:
                var other = await session.One(FindOther, Reservation.Read, ("id", slot.ReservationId));
                throw by.TakenBy(other!, call);
            case SlotState.Closed:
                throw SchedulingErrors.SlotClosed.Refused();
            case SlotState.TooSoon:
                throw Care.Start <= call.Now
                    ? SchedulingErrors.SlotBegun.Refused()
                    : SchedulingErrors.TooSoon.Refused(Policy.BookNotice.TotalMinutes);
            case SlotState.TooFar:
                throw SchedulingErrors.TooFar.Refused(Policy.FurthestDays);
            case SlotState.OffStep:
                throw SchedulingErrors.NotOnStep.Refused(Policy.Step.TotalMinutes);
            case SlotState.Full:
                throw SchedulingErrors.Full.Refused();
            case SlotState.Free:
                return;
        }
    }

    /// <summary>Marks lapsed holds that overlap the place as expired; the sweeper marks all others.</summary>
    async Task ReleaseLapsed(Session session, Call call)
    {
        var released = await session.All(ReleaseOverlapping, Reservation.Read, ("provider", Opening.ProviderId),
            ("from", Taken.Start), ("to", Taken.End), ("now", call.Now));
        foreach (var reservation in released)
            await ProviderLog.Append(session, call, reservation.Event("expired"));
    }

    const int AlternativesMax = 3;
    static readonly TimeSpan AlternativesWithin = TimeSpan.FromDays(31);

    /// <summary>The refusals that name the next starts that are free.</summary>
    public static bool HasAlternatives(Refused refused) => refused.Is(
        SchedulingErrors.SlotTaken, SchedulingErrors.SlotClosed, SchedulingErrors.Full,
        SchedulingErrors.ServiceDoesNotFit);

    /// <summary>The next bookable starts of the provider of a slot.</summary>
    public static async Task<List<SlotView>> Alternatives(Call call, long slotId, long? serviceId)
    {
        var (openingId, index) = Scheduling.SlotId.Split(slotId);
        return await call.Read(async session =>
        {
            var opening = (await session.One(FindOpening, Opening.Read, ("opening", openingId)))!;
            var service = serviceId is { } id ? await Offers.FindOrNull(session, id, opening.ProviderId) : null;
            // It may have been withdrawn since.
            if (service is null && serviceId is not null)
                return [];
            var from = Instant.Max(opening.SlotAt(index).Start, call.Now);
            var starts = await Starts.Load(
                session, call, opening.ProviderId, new Interval(from, from + AlternativesWithin), service);
            return starts.Free().Take(AlternativesMax).Select(slot => slot.View()).ToList();
        });
    }

    static readonly Sql FindOther = new($$"""
        SELECT {{Reservation.Columns()}}
        FROM reservations
        WHERE id = @id
        """);

    // The second condition on the state shows PostgreSQL and SQLite that the index of live reservations contains all of
    // these rows.
    static readonly Sql ReleaseOverlapping = new($$"""
        UPDATE reservations
        SET state = 'expired', ended_at = expires_at
        WHERE provider_id = @provider AND state = 'held' AND expires_at <= @now
          AND {{Reservation.Live()}} AND {{Reservation.Overlap("@from", "@to")}}
        RETURNING {{Reservation.Columns()}}
        """);

    static readonly Sql FindOpening = new($$"""
        SELECT {{Opening.Columns}}
        FROM openings
        WHERE id = @opening
        """);
}

/// <summary>The client who is to take a place, and what the caller may know and do.</summary>
/// <param name="ClientId">The id of the client.</param>
/// <param name="ClientUserId">The user who is the client.</param>
/// <param name="IsStaff">Whether the caller keeps the calendar.</param>
/// <param name="Overrides">Whether the policy does not apply.</param>
sealed record Taker(long ClientId, string? ClientUserId, bool IsStaff, bool Overrides)
{
    /// <summary>A refusal because of another reservation, which it names to callers who may see it.</summary>
    public Refused TakenBy(Reservation other, Call call)
    {
        var refusal = other.ClientId != ClientId ? SchedulingErrors.SlotTaken
            : ClientUserId == call.Caller.UserId || call.Caller.ClientId == ClientId ? SchedulingErrors.SlotIsYours
            : SchedulingErrors.SlotIsTheClients;
        return other.ClientId == ClientId || IsStaff
            ? refusal.Refused().With("reservation", InTheWay.Of(other))
            : refusal.Refused();
    }
}
