using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Scheduling.Reservations;

/// <summary>
/// Marks lapsed holds as expired; nothing waits for it, because the slot of a lapsed hold is free already.
/// </summary>
static class ExpireReservations
{
    /// <param name="Items">The released reservations, at most 500 at once, soonest first.</param>
    public sealed record Released(IReadOnlyList<Reservation> Items);

    public static Task<Answer<Released>> Run(NoInput input, Call call) => call.Write(async session =>
    {
        var released = await Release(session, call);
        return new Released(released.OrderBy(reservation => (reservation.StartsAt, reservation.Id)).ToList());
    });

    /// <summary>One round of the sweeper, which marks all lapsed holds that no other transaction has locked.</summary>
    public static async Task Sweep(Call call)
    {
        // A change takes its turn among the other writers even if it finds nothing to do.
        if (await call.Read(async session => await session.Number(AnyLapsed, ("now", call.Now))) is not null)
            await call.WriteInSteps(AtOnce, async session => (await Release(session, call)).Count);
    }

    static async Task<List<Reservation>> Release(Session session, Call call)
    {
        var released = await session.All(Expire, Read,
            ("now", call.Now), ("all", call.Scope.All), ("organisation", call.Scope.OrganisationId));
        foreach (var reservation in released)
            await ProviderLog.Append(session, call, reservation.Event("expired"));
        return released;
    }

    static Reservation Read(Row row) => Reservation.Read(row) with { OutsideHours = false };

    const int AtOnce = 500;

    static readonly Sql AnyLapsed =
        new("SELECT id AS n FROM reservations WHERE state = 'held' AND expires_at <= @now LIMIT 1");

    // Rows that another transaction has locked are skipped: it is confirming, cancelling or replacing them.
    static readonly Sql Expire = new($$"""
        UPDATE reservations
        SET state = 'expired', ended_at = expires_at
        WHERE id IN (
            SELECT id
            FROM reservations
            WHERE state = 'held' AND expires_at <= @now
              AND (@all OR organisation_id = @organisation)
            ORDER BY expires_at
            LIMIT {{AtOnce}}
            {lock_free})
        RETURNING {{Reservation.Columns()}}
        """);
}
