using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Platform.Time;

namespace Kalends.Scheduling.Public;

/// <summary>An appointment that took place.</summary>
sealed record Visit(long ReservationId, long ProviderId, Instant StartsAt);

/// <summary>How appointments end, for those who write down what came of them.</summary>
static class Visits
{
    /// <summary>Completes a confirmed reservation that the caller may see, in the caller's transaction.</summary>
    public static async Task<Visit> Complete(Session session, Call call, long reservationId)
    {
        var completed = await End(session, call, reservationId, ReservationState.Completed);
        return new Visit(completed.Id, completed.ProviderId, completed.StartsAt);
    }

    /// <summary>Confirmed becomes over, in one way or the other, once it has begun.</summary>
    public static async Task<Reservation> End(
        Session session, Call call, long reservationId, ReservationState outcome)
    {
        var confirmed = await Reservation.FindToChange(session, call, reservationId);
        var over = Over(confirmed, call.Now, outcome);
        await over.Store(session, confirmed.State);
        await EventLog.Append(session, call, over.Event(Words.Of(outcome)));
        return over;
    }

    /// <summary>Confirmed becomes completed or missed, once, when its time has come.</summary>
    public static Reservation Over(Reservation reservation, Instant now, ReservationState outcome) =>
        reservation.AsOf(now).State switch
        {
            ReservationState.Confirmed when reservation.StartsAt <= now =>
                reservation with { State = outcome, EndedAt = now },
            ReservationState.Confirmed =>
                throw new Refused(Reason.Conflict, "not_begun", "The appointment has not begun yet."),
            ReservationState.Held =>
                throw new Refused(Reason.Conflict, "not_confirmed", "This reservation was never confirmed."),
            ReservationState.Expired => throw new Refused(Reason.Gone, "hold_expired", "The hold has expired."),
            ReservationState.Cancelled =>
                throw new Refused(Reason.Conflict, "already_cancelled", "This reservation was cancelled."),
            ReservationState.Completed or ReservationState.NoShow =>
                throw new Refused(Reason.Conflict, "already_over", "This appointment is over."),
        };
}
