using System.Text.Json;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Scheduling;

/// <summary>
/// Holds a slot, or as much time from it on as a service takes, for a client until it is confirmed or the hold expires.
/// </summary>
static class ReserveSlot
{
    /// <param name="SlotId">The id of the slot, from a list of slots.</param>
    /// <param name="ClientId">The id of the client; the default is the client record of the caller.</param>
    /// <param name="ServiceId">
    /// The service that is booked; the reservation starts at the slot and lasts as long as the service. Without a
    /// service it is the slot.
    /// </param>
    /// <param name="Answers">The answers to the questions of the service.</param>
    /// <param name="Override">
    /// The reason for which the policy does not apply; only callers who keep the calendar may give it, and the event
    /// log records it.
    /// </param>
    /// <param name="Overlap">
    /// Whether the client may have another reservation at this time; only callers who keep the calendar may set it.
    /// </param>
    public sealed record Input(
        [Id] long SlotId, [Id] long? ClientId = null, [Id] long? ServiceId = null,
        [Count(0, Question.Max)] IReadOnlyList<QuestionAnswer>? Answers = null, [Text(1, 500)] string? Override = null,
        bool Overlap = false);

    public static async Task<Answer<Reservation>> Run(Input input, Call call)
    {
        var clientId = input.ClientId ?? await OwnClient(call);
        try
        {
            return await call.Write(session => Hold(session, input, clientId, call));
        }
        catch (Refused refused) when (Place.HasAlternatives(refused))
        {
            throw refused.With("alternatives", await Place.Alternatives(call, input.SlotId, input.ServiceId));
        }
    }

    static async Task<long> OwnClient(Call call) =>
        await call.Read(async session => await session.Number(FindOwnClient, ("user", call.Caller.UserId)))
        ?? throw Refused.Invalid(
                "/client_id", FaultCode.Required, "client_id is required, because you are not a client.");

    static async Task<Reservation> Hold(Session session, Input input, long clientId, Call call)
    {
        var (settings, (openingId, index)) = (call.Settings<SchedulingSettings>(), SlotId.Split(input.SlotId));
        session.Lock(LockOn.Calendar, CalendarWithLimits, ("opening", openingId), ("service", input.ServiceId),
            ("limited", Policy.Default(settings).HasLimits));
        session.Lock(LockOn.CalendarShared, CalendarOfOpening, ("opening", openingId));
        session.Lock(LockOn.Client, ClientKey, ("client", clientId));

        var wanted = await session.One(FindWanted, row => Wanted.Read(row, settings), call.Scope.With(
            ("opening", openingId), ("client", clientId), ("now", call.Now), ("service", input.ServiceId)));
        if (wanted is null || index >= wanted.Opening.SlotCount)
            throw SchedulingErrors.NoSuchSlot.Refused();
        CheckAuthority(wanted, input, call);
        var service = input.ServiceId is { } id
            ? await Offers.Find(session, id, wanted.Opening.ProviderId)
            : null;
        QuestionAnswer.Check(service?.Questions ?? [], input.Answers ?? []);

        var place = new Place(wanted.Opening, index, service, wanted.Policy);
        await place.RequireFree(session, call, new Taker(
            clientId, wanted.ClientUserId, wanted.IsStaff(call), Overrides: input.Override is not null));
        CheckLimits(wanted, input, call);
        if (!input.Overlap)
            await ReservationStore.RequireFreeClient(session, call, clientId, place.Care);
        return await Insert(session, wanted, place, input, clientId, call);
    }

    static void CheckAuthority(Wanted wanted, Input input, Call call)
    {
        if (wanted.ClientId is null)
            throw SchedulingErrors.NoSuchClient.Refused();
        if (!call.Scope.Covers(wanted.OwnerUserId, wanted.OrganisationId, wanted.ClientUserId))
            throw (call.Scope.IsStaff ? SchedulingErrors.NotYourCalendar : SchedulingErrors.NoSuchClient).Refused();
        if (input.Overlap && !wanted.IsStaff(call))
            throw SchedulingErrors.OverlapForKeepers.Refused();
        if (input.Override is not null && !wanted.IsStaff(call))
            throw SchedulingErrors.OverrideForKeepers.Refused();
    }

    static void CheckLimits(Wanted wanted, Input input, Call call)
    {
        var holdsMax = call.Settings<SchedulingSettings>().HoldsMax;
        if (wanted.Holds >= holdsMax && !wanted.IsStaff(call))
            throw SchedulingErrors.TooManyHolds.Refused(holdsMax);
        if (wanted.Policy.ClientMax > 0 && wanted.LiveHere >= wanted.Policy.ClientMax && input.Override is null)
            throw SchedulingErrors.ClientLimit.Refused(wanted.Policy.ClientMax);
    }

    static async Task<Reservation> Insert(
        Session session, Wanted wanted, Place place, Input input, long clientId, Call call)
    {
        var (opening, care, taken) = (place.Opening, place.Care, place.Taken);
        var held = await session.One(InsertHeld, Reservation.Read,
            ("opening", opening.Id), ("index", place.Index), ("provider", opening.ProviderId), ("client", clientId),
            ("organisation", wanted.OrganisationId), ("service", input.ServiceId), ("starts", care.Start),
            ("ends", care.End), ("from", taken.Start), ("to", taken.End), ("now", call.Now),
            ("expires", Instant.Min(call.Now + wanted.Policy.Hold, care.Start)))
            ?? throw SchedulingErrors.SlotTaken.Refused();
        if (input.Answers is { Count: > 0 } answers)
            await session.Enqueue(
                InsertAnswers, ("id", held.Id), ("answers", JsonSerializer.Serialize(answers, Json.Options)));
        await ProviderLog.Append(session, call, held.Event("held"));
        return held;
    }

    /// <param name="Opening">The opening that contains the slot.</param>
    /// <param name="OwnerUserId">The user who owns the calendar.</param>
    /// <param name="OrganisationId">The organisation whose managers keep the calendar.</param>
    /// <param name="ClientId">The client, if the caller may see them.</param>
    /// <param name="ClientUserId">The user who is the client.</param>
    /// <param name="Holds">The number of the client's live holds.</param>
    /// <param name="LiveHere">The number of the client's live reservations with the provider.</param>
    /// <param name="Policy">The rules of booking.</param>
    sealed record Wanted(
        Opening Opening, string OwnerUserId, long? OrganisationId, long? ClientId, string? ClientUserId, long Holds,
        long LiveHere, Policy Policy)
    {
        public bool IsStaff(Call call) => call.Scope.Covers(OwnerUserId, OrganisationId);

        public static Wanted Read(Row row, SchedulingSettings settings) => new(
            Opening.Read(row), row.Text("owner_user_id"), row.LongOrNull("organisation_id"),
            row.LongOrNull("client_id"), row.TextOrNull("client_user_id"), row.Long("holds"), row.Long("live_here"),
            Policy.Read(row, settings));
    }

    static readonly Sql FindOwnClient = new("SELECT id AS n FROM public_clients WHERE user_id = @user");

    // A limit counts what others reserve, so the calendar is locked alone where there is one.
    static readonly Sql CalendarWithLimits = new($"""
        SELECT o.provider_id AS key
        FROM openings o
        JOIN public_providers p ON p.id = o.provider_id
        {Policy.Joins}
        WHERE o.id = @opening
          AND (@limited OR COALESCE(ps.day_max, pp.day_max, po.day_max, 0) > 0
            OR COALESCE(ps.week_max, pp.week_max, po.week_max, 0) > 0)
        """);

    static readonly Sql CalendarOfOpening = new("SELECT provider_id AS key FROM openings WHERE id = @opening");

    static readonly Sql ClientKey = new("SELECT CAST(@client AS BIGINT) AS key");

    // A caller may only book for clients whom they may see, because a reservation would let them see the client's
    // record. The condition is IN rather than EXISTS: for one client, PostgreSQL would hash all reservations.
    static readonly Sql FindWanted = new($"""
        SELECT o.id, o.provider_id, o.starts_at, o.ends_at, o.slot_micros, o.type, p.owner_user_id,
               p.organisation_id, p.time_zone, c.id AS client_id, c.user_id AS client_user_id, {Policy.Columns},
               (SELECT COUNT(*)
                FROM reservations h
                WHERE h.client_id = @client AND h.state = 'held' AND h.expires_at > @now
                  AND {Reservation.Live("h.")} AND h.ends_at > @now) AS holds,
               (SELECT COUNT(*)
                FROM reservations h
                WHERE h.client_id = @client AND h.provider_id = o.provider_id
                  AND {Reservation.LiveNow("h.")} AND h.ends_at > @now) AS live_here
        FROM openings o
        JOIN public_providers p ON p.id = o.provider_id
        {Policy.Joins}
        LEFT JOIN public_clients c ON c.id = @client AND (
            @all OR c.organisation_id = @organisation OR c.user_id = @self OR c.owner_user_id = @owner
            OR @owner IN (
                SELECT own.owner_user_id
                FROM reservations r
                JOIN public_providers own ON own.id = r.provider_id
                WHERE r.client_id = c.id))
        WHERE o.id = @opening AND o.removed_at IS NULL AND p.deleted_at IS NULL
        """);

    static readonly Sql InsertHeld = new($$"""
        INSERT INTO reservations
            (opening_id, slot_index, provider_id, client_id, organisation_id, service_id, starts_at, ends_at, busy_from,
             busy_to, state, expires_at, created_at)
        VALUES (@opening, @index, @provider, @client, @organisation, @service, @starts, @ends, @from, @to, 'held',
                @expires, @now)
        ON CONFLICT DO NOTHING
        RETURNING {{Reservation.Columns()}}
        """);

    static readonly Sql InsertAnswers = new("""
        INSERT INTO reservation_answers (reservation_id, answers)
        VALUES (@id, @answers)
        """);
}
