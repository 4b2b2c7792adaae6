using System.Text.Json;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Scheduling.Reservations;

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
        call.Scope.ClientId
        ?? await call.Read(async session => await session.Number(FindOwnClient, ("user", call.Caller.UserId)))
        ?? throw Refused.Invalid(
                "/client_id", FaultCode.Required, "client_id is required, because you are not a client.");

    /// <summary>Holds the slot in the caller's transaction.</summary>
    public static async Task<Reservation> Hold(Session session, Input input, long clientId, Call call)
    {
        var (openingId, _) = SlotId.Split(input.SlotId);
        session.Lock(LockOn.Calendar, CalendarWithLimits, ("opening", openingId), ("service", input.ServiceId),
            ("limited", Policy.Default(call.Settings<SchedulingSettings>()).HasLimits));
        session.Lock(LockOn.CalendarShared, CalendarOfOpening, ("opening", openingId));
        ClientLock.Hold(session, clientId);
        var id = session.Ask(NextId, row => row.Long("n"));
        var slot = await WantedSlot.JudgeNew(session, call, new(
            input.SlotId, clientId, input.ServiceId, input.Answers ?? [], input.Override, input.Overlap));
        return await Insert(session, slot, (await id.Rows())[0], input, clientId, call);
    }

    // The id is known beforehand, so that the reservation travels to the database with its event and the commit.
    static async Task<Reservation> Insert(
        Session session, WantedSlot slot, long id, Input input, long clientId, Call call)
    {
        var (place, opening) = (slot.Place, slot.Place.Opening);
        var (care, taken) = (place.Care, place.Taken);
        var held = new Reservation(
            id, place.SlotId, opening.ProviderId, clientId, care.Start, care.End, ReservationState.Held,
            Instant.Min(call.Now + place.Policy.HoldOf(call), care.Start), call.Now, ConfirmedAt: null, EndedAt: null,
            CancelReason: null, slot.OrganisationId, input.ServiceId);
        await session.EnqueueChange(InsertHeld,
            ("id", held.Id), ("opening", opening.Id), ("index", place.Index), ("provider", held.ProviderId),
            ("client", clientId), ("organisation", held.OrganisationId), ("service", held.ServiceId),
            ("starts", held.StartsAt), ("ends", held.EndsAt), ("from", taken.Start), ("to", taken.End),
            ("now", held.CreatedAt), ("expires", held.ExpiresAt));
        if (input.Answers is { Count: > 0 } answers)
            await session.Enqueue(
                InsertAnswers, ("id", held.Id), ("answers", JsonSerializer.Serialize(answers, Json.Options)));
        var happened = held.Event("held");
        await ProviderLog.Append(
            session, call,
            input.Override is { } reason ? happened.WithText(new Overridden(reason), clientId) : happened);
        // What the openings cover now is told to those who keep the calendar.
        return held with { OutsideHours = slot.IsStaff(call) ? false : null };
    }

    sealed record Overridden(string Override);

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

    static readonly Sql NextId = new(
        sqlite: "SELECT COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'reservations'), 0) + 1 AS n",
        postgres: "SELECT nextval('reservations_id_seq') AS n");

    static readonly Sql InsertHeld = new("""
        INSERT INTO reservations
            (id, opening_id, slot_index, provider_id, client_id, organisation_id, service_id, starts_at, ends_at,
             busy_from, busy_to, state, expires_at, created_at)
        VALUES (@id, @opening, @index, @provider, @client, @organisation, @service, @starts, @ends, @from, @to, 'held',
                @expires, @now)
        ON CONFLICT DO NOTHING
        """);

    static readonly Sql InsertAnswers = new("""
        INSERT INTO reservation_answers (reservation_id, answers)
        VALUES (@id, @answers)
        """);
}
