using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Scheduling.Reservations;

namespace Kalends.Scheduling.Hours;

/// <summary>
/// Lists the live reservations ahead of a provider that lie outside the openings that stand now, or in a time at which
/// an external calendar is busy, soonest first.
/// </summary>
static class ListConflicts
{
    /// <param name="ProviderId">The id of the provider.</param>
    public sealed record Input([Id] long ProviderId);

    public static Task<Page<Reservation>> Run(Input input, PageRequest page, Call call) => call.Read(async session =>
    {
        await Provider.CheckAuthority(session, call, input.ProviderId);
        return await Query(input.ProviderId, call.Now).Page(session, page);
    });

    public static ListQuery<Reservation> Query(long providerId, Instant now) =>
        new ListQuery<Reservation>(
            ListReservations.ByStart, OutsideHours.Read, OutsideHours.ColumnsForKeepers, "reservations r", ("now", now))
            .Where("r.provider_id = {0}", providerId)
            .Where(Reservation.LiveNow("r."))
            .Where("r.starts_at > @now AND r.busy_to > @now")
            .Where($"({OutsideHours.Condition} OR {IsBusyElsewhere})");

    static readonly string IsBusyElsewhere = $"""
        EXISTS (
            SELECT 1
            FROM external_busy b
            WHERE b.provider_id = r.provider_id AND {ExternalBusy.Overlap("r.starts_at", "r.ends_at", "b.")})
        """;
}
