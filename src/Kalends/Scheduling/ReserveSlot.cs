using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Scheduling;

/// <summary>Holds a slot for a client until it is confirmed or the hold expires.</summary>
static class ReserveSlot
{
    /// <param name="SlotId">The id of the slot, from a list of slots.</param>
    /// <param name="ClientId">The id of the client; the default is the client record of the caller.</param>
    /// <param name="Overlap">
    /// Whether the client may have another reservation at this time; only callers who keep the calendar may set it.
    /// </param>
    public sealed record Input([Id] long SlotId, [Id] long? ClientId = null, bool Overlap = false);

    const int AlternativesMax = 3;
    static readonly TimeSpan AlternativesWithin = TimeSpan.FromDays(31);

    public static async Task<Answer<Reservation>> Run(Input input, Call call)
    {
        var clientId = input.ClientId ?? await OwnClient(call);
        try
        {
            return await call.Write(session => Hold(session, input, clientId, call));
        }
        catch (Refused refused) when (refused.Is(SchedulingErrors.SlotTaken, SchedulingErrors.SlotClosed))
        {
            throw refused.With("alternatives", await Alternatives(input.SlotId, call));
        }
    }

    static async Task<long> OwnClient(Call call) =>
        await call.Read(async session => await session.Number(FindOwnClient, ("user", call.Caller.UserId)))
        ?? throw Refused.Invalid(
                "/client_id", FaultCode.Required, "client_id is required, because you are not a client.");

    static async Task<Reservation> Hold(Session session, Input input, long clientId, Call call)
    {
        var (openingId, index) = SlotId.Split(input.SlotId);
        session.Lock(LockOn.CalendarShared, CalendarOfOpening, ("opening", openingId));
        session.Lock(LockOn.Client, ClientKey, ("client", clientId));

        var wanted = await session.One(FindWanted, Wanted.Read,
            call.Scope.With(("opening", openingId), ("client", clientId), ("now", call.Now)));
        if (wanted is null || index >= wanted.Opening.SlotCount)
            throw SchedulingErrors.NoSuchSlot.Refused();
        CheckAuthority(wanted, input, call);

        var stretch = wanted.Opening.SlotAt(index);
        var calendar = await Calendar.LoadSlot(session, wanted.Opening.ProviderId, stretch);
        await CheckFree(session, calendar, wanted, index, call);
        CheckLimits(wanted, call);
        if (!input.Overlap)
            await ReservationStore.RequireFreeClient(session, call, clientId, stretch);

        if (calendar.Busy.Any(busy => busy.IsLapsed(call.Now)))
            await ReleaseLapsed(session, wanted.Opening.ProviderId, stretch, call);
        return await Insert(session, wanted, index, clientId, call);
    }

    static void CheckAuthority(Wanted wanted, Input input, Call call)
    {
        if (wanted.ClientId is null)
            throw SchedulingErrors.NoSuchClient.Refused();
        if (!call.Scope.Covers(wanted.OwnerUserId, wanted.OrganisationId, wanted.ClientUserId))
            throw (call.Scope.IsStaff ? SchedulingErrors.NotYourCalendar : SchedulingErrors.NoSuchClient).Refused();
        if (input.Overlap && !wanted.IsStaff(call))
            throw SchedulingErrors.OverlapForKeepers.Refused();
    }

    static async Task CheckFree(Session session, Calendar calendar, Wanted wanted, int index, Call call)
    {
        var (rules, now) = (call.Settings<SchedulingSettings>(), call.Now);
        var (id, stretch) = (SlotId.Of(wanted.Opening.Id, index), wanted.Opening.SlotAt(index));
        var slot = calendar.Slots(stretch, now, rules.EarliestInGrace(now)).First(s => s.Id == id);
        switch (slot.State)
        {
            case SlotState.Held or SlotState.Booked:
                var other = await session.One(FindOther, Reservation.Read, ("id", slot.ReservationId));
                throw TakenBy(other!, wanted, call);
            case SlotState.Closed:
                throw SchedulingErrors.SlotClosed.Refused();
            case SlotState.TooSoon:
                throw stretch.Start <= now
                    ? SchedulingErrors.SlotBegun.Refused()
                    : SchedulingErrors.TooSoon.Refused(rules.NoticeMinutes);
            case SlotState.Free:
                return;
        }
    }

    static Refused TakenBy(Reservation other, Wanted wanted, Call call)
    {
        var refusal = other.ClientId != wanted.ClientId ? SchedulingErrors.SlotTaken
            : wanted.ClientUserId == call.Caller.UserId ? SchedulingErrors.SlotIsYours
            : SchedulingErrors.SlotIsTheClients;
        return other.ClientId == wanted.ClientId || wanted.IsStaff(call)
            ? refusal.Refused().With("reservation", InTheWay.Of(other))
            : refusal.Refused();
    }

    static void CheckLimits(Wanted wanted, Call call)
    {
        var holdsMax = call.Settings<SchedulingSettings>().HoldsMax;
        if (wanted.Holds >= holdsMax && !wanted.IsStaff(call))
            throw SchedulingErrors.TooManyHolds.Refused(holdsMax);
    }

    /// <summary>Marks lapsed holds that overlap the slot as expired; the sweeper marks all others.</summary>
    static async Task ReleaseLapsed(Session session, long providerId, Interval stretch, Call call)
    {
        var released = await session.All(ReleaseOverlapping, Reservation.Read,
            ("provider", providerId), ("from", stretch.Start), ("to", stretch.End), ("now", call.Now));
        foreach (var reservation in released)
            await ProviderLog.Append(session, call, reservation.Event("expired"));
    }

    static async Task<Reservation> Insert(Session session, Wanted wanted, int index, long clientId, Call call)
    {
        var (opening, stretch) = (wanted.Opening, wanted.Opening.SlotAt(index));
        var expires = call.Now + call.Settings<SchedulingSettings>().Hold;
        var held = await session.One(InsertHeld, Reservation.Read,
            ("opening", opening.Id), ("index", index), ("provider", opening.ProviderId), ("client", clientId),
            ("organisation", wanted.OrganisationId), ("starts", stretch.Start), ("ends", stretch.End),
            ("now", call.Now), ("expires", expires < stretch.Start ? expires : stretch.Start))
            ?? throw SchedulingErrors.SlotTaken.Refused();
        await ProviderLog.Append(session, call, held.Event("held"));
        return held;
    }

    /// <summary>The next bookable slots of the same provider.</summary>
    static async Task<List<SlotView>> Alternatives(long slotId, Call call)
    {
        var now = call.Now;
        var (openingId, index) = SlotId.Split(slotId);
        var calendar = await call.Read(async session =>
        {
            var opening = (await session.One(FindOpening, Opening.Read, ("opening", openingId)))!;
            var from = opening.SlotAt(index).Start > now ? opening.SlotAt(index).Start : now;
            var window = new Interval(from, from + AlternativesWithin);
            return (Window: window, Pieces: await Calendar.Load(session, opening.ProviderId, window));
        });

        return calendar.Pieces.Slots(calendar.Window, now, call.Settings<SchedulingSettings>().Earliest(now))
            .Where(slot => slot.State == SlotState.Free)
            .Take(AlternativesMax)
            .Select(slot => new SlotView(slot.Id, slot.Stretch.Start, slot.Stretch.End))
            .ToList();
    }

    /// <param name="Opening">The opening that contains the slot.</param>
    /// <param name="OwnerUserId">The user who owns the calendar.</param>
    /// <param name="OrganisationId">The organisation whose managers keep the calendar.</param>
    /// <param name="ClientId">The client, if the caller may see them.</param>
    /// <param name="ClientUserId">The user who is the client.</param>
    /// <param name="Holds">The number of the client's live holds.</param>
    sealed record Wanted(
        Opening Opening, string OwnerUserId, long? OrganisationId, long? ClientId, string? ClientUserId, long Holds)
    {
        public bool IsStaff(Call call) => call.Scope.Covers(OwnerUserId, OrganisationId);

        public static Wanted Read(Row row) => new(
            Opening.Read(row), row.Text("owner_user_id"), row.LongOrNull("organisation_id"),
            row.LongOrNull("client_id"), row.TextOrNull("client_user_id"), row.Long("holds"));
    }

    static readonly Sql FindOwnClient = new("SELECT id AS n FROM public_clients WHERE user_id = @user");

    static readonly Sql CalendarOfOpening = new("SELECT provider_id AS key FROM openings WHERE id = @opening");

    static readonly Sql ClientKey = new("SELECT CAST(@client AS BIGINT) AS key");

    // A caller may only book for clients whom they may see, because a reservation would let them see the client's
    // record. The condition is IN rather than EXISTS: for one client, PostgreSQL would hash all reservations.
    static readonly Sql FindWanted = new($"""
        SELECT o.id, o.provider_id, o.starts_at, o.ends_at, o.slot_micros, o.type, p.owner_user_id,
               p.organisation_id, c.id AS client_id, c.user_id AS client_user_id,
               (SELECT COUNT(*)
                FROM reservations h
                WHERE h.client_id = @client AND h.state = 'held' AND h.expires_at > @now
                  AND {Reservation.Live("h.")} AND h.ends_at > @now) AS holds
        FROM openings o
        JOIN public_providers p ON p.id = o.provider_id
        LEFT JOIN public_clients c ON c.id = @client AND (
            @all OR c.organisation_id = @organisation OR c.user_id = @self OR c.owner_user_id = @owner
            OR @owner IN (
                SELECT own.owner_user_id
                FROM reservations r
                JOIN public_providers own ON own.id = r.provider_id
                WHERE r.client_id = c.id))
        WHERE o.id = @opening AND o.removed_at IS NULL AND p.deleted_at IS NULL
        """);

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

    static readonly Sql InsertHeld = new($$"""
        INSERT INTO reservations
            (opening_id, slot_index, provider_id, client_id, organisation_id, starts_at, ends_at, busy_from, busy_to,
             state, expires_at, created_at)
        VALUES (@opening, @index, @provider, @client, @organisation, @starts, @ends, @starts, @ends, 'held', @expires,
                @now)
        ON CONFLICT DO NOTHING
        RETURNING {{Reservation.Columns()}}
        """);

    static readonly Sql FindOpening = new($$"""
        SELECT {{Opening.Columns}}
        FROM openings
        WHERE id = @opening
        """);
}
