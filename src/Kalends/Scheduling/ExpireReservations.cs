using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Scheduling;

/// <summary>Writes down which holds have lapsed; nothing waits for it, since a lapsed hold is free already.</summary>
static class ExpireReservations
{
    /// <param name="Items">What was released, at most 500 at once, soonest first.</param>
    public sealed record Released(IReadOnlyList<Reservation> Items);

    public static Task<Released> Run(NoInput input, Call call) => call.Write(async session =>
    {
        var released = await Release(session, call);
        return new Released(released.OrderBy(reservation => (reservation.StartsAt, reservation.Id)).ToList());
    });

    /// <summary>The sweeper's round: everything that has lapsed and that nobody works on.</summary>
    public static async Task Sweep(Call call)
    {
        // A change that finds nothing to do would still take its turn among the others.
        if (await call.Read(async session => await session.Number(AnyLapsed, ("now", call.Now))) is not null)
            await call.WriteInSteps(AtOnce, async session => (await Release(session, call)).Count);
    }

    static async Task<List<Reservation>> Release(Session session, Call call)
    {
        var released = await session.All(Expire, Reservation.Read,
            ("now", call.Now), ("all", call.Scope.All), ("organisation", call.Scope.OrganisationId));
        foreach (var reservation in released)
            await ProviderLog.Append(session, call, reservation.Event("expired"));
        return released;
    }

    const int AtOnce = 500;

    static readonly Sql AnyLapsed =
        new("SELECT id AS n FROM reservations WHERE state = 'held' AND expires_at <= @now LIMIT 1");

    // Rows that somebody works on are left to them: they are being confirmed, cancelled or taken over.
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
