using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling;

/// <summary>
/// Cancels the live future reservations in a stretch of a calendar, or refuses because of them; reservations that have
/// begun stay.
/// </summary>
static class Clearing
{
    const int ShownMax = 100;

    public static async Task<IReadOnlyList<Reservation>> Clear(
        Session session, Call call, long providerId, Interval stretch, bool cancel, string reason)
    {
        var live = await session.All(FindLive, OutsideHours.Read,
            ("provider", providerId), ("from", stretch.Start), ("to", stretch.End), ("now", call.Now));
        if (live.Count > 0 && !cancel)
            throw SchedulingErrors.ReservationsInTheWay.Refused()
                .With("reservations", live.Take(ShownMax).ToList());

        var cancelled = live
            .Select(reservation => reservation.Cancel(
                Party.Keeper, call.Now, reason, CancelCode.ProviderUnavailable))
            .ToList();
        foreach (var (before, after) in live.Zip(cancelled))
            await ReservationStore.Store(session, call, before, after, "cancelled");
        return cancelled;
    }

    static readonly Sql FindLive = new($$"""
        SELECT {{OutsideHours.ColumnsForKeepers}}
        FROM reservations r
        WHERE r.provider_id = @provider AND {{Reservation.LiveNow("r.")}}
          AND {{Reservation.Overlap("@from", "@to", "r.")}} AND r.starts_at > @now
        ORDER BY r.starts_at
        {lock}
        """);
}
