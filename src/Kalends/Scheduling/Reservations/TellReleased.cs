using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Reservations;

/// <summary>
/// Tells a caller which holds have lapsed since their last call. The sweeper, a reservation of the same slot or this
/// call may have marked them as expired.
/// </summary>
/// <remarks>
/// The event log has every lapse once and in one order, so the position in the log says what a caller has been told.
/// Each caller has a position of their own, so two callers who both keep records get all lapses.
/// </remarks>
static class TellReleased
{
    const int AtOnce = 1000;

    static readonly TimeSpan Back = TimeSpan.FromDays(1);

    /// <param name="Reservation">The hold that lapsed.</param>
    /// <param name="FirstName">The first name of the provider, who may have been deleted since.</param>
    /// <param name="LastName">The last name of the provider.</param>
    /// <param name="IsAvailable">Whether its time is still free.</param>
    public sealed record Released(Reservation Reservation, string FirstName, string LastName, bool IsAvailable);

    /// <summary>
    /// The lapses that were recorded within a day, in the order of the log; at most the first thousand.
    /// </summary>
    public static async Task<IReadOnlyList<Released>> Run(Call call)
    {
        await ExpireReservations.Run(new NoInput(), call);
        var settled = await EventLog.ReadSettled(call);
        while (true)
        {
            var told = await call.Read(async session =>
                await session.Number(FindPlace, ("user", call.Caller.UserId))) ?? 0;
            if (told >= settled)
                return [];
            var news = await call.Read(session => EventLog.Read(
                session, call, Reservation.EventKind("expired"), call.Now - Back, told, settled, AtOnce));
            var released = await call.Read(session => Find(session, news.Subjects, call));
            // If another call of the same caller moved the position first, this call continues after it.
            var moved = await call.Write(async session => await session.Run(
                Move, ("user", call.Caller.UserId), ("from", told), ("to", news.At)));
            if (moved.Value == 1)
                return released;
        }
    }

    static async Task<IReadOnlyList<Released>> Find(Session session, IReadOnlyList<string> subjects, Call call)
    {
        var ids = subjects.Select(Reservation.IdOf).ToList();
        if (ids.Count == 0)
            return [];
        var found = await session.All(FindReleased, Read, ("ids", ids), ("now", call.Now));
        var byId = found.ToDictionary(one => one.Reservation.Id);
        return ids.ConvertAll(id => byId[id]);
    }

    static Released Read(Row row) => new(
        Reservation.Read(row), row.Text("first_name"), row.Text("last_name"), row.LongOrNull("taken") is null);

    static readonly Sql FindPlace = new("SELECT seq AS n FROM release_readers WHERE user_id = @user");

    static readonly Sql Move = new("""
        INSERT INTO release_readers (user_id, seq)
        VALUES (@user, @to)
        ON CONFLICT (user_id) DO UPDATE SET seq = @to WHERE release_readers.seq = @from
        """);

    static readonly Sql FindReleased = new($$"""
        SELECT {{Reservation.Columns("r.")}}, p.first_name, p.last_name,
               (SELECT 1
                FROM reservations l
                WHERE l.provider_id = r.provider_id AND {{Reservation.LiveNow("l.")}}
                  AND {{Reservation.Overlap("r.busy_from", "r.busy_to", "l.")}}
                LIMIT 1) AS taken
        FROM reservations r
        JOIN public_providers p ON p.id = r.provider_id
        WHERE r.id {list ids}
        """);
}
