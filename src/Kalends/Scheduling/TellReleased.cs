using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling;

/// <summary>
/// Tells a caller which holds have lapsed since they last asked, whoever wrote that down: the sweeper, somebody who
/// took the slot over, or this call.
/// </summary>
/// <remarks>
/// The event log has every lapse once and in one order, so what a caller has been told is a place in it. Each caller
/// has a place of their own: two who keep records both get all of them.
/// </remarks>
static class TellReleased
{
    const int AtOnce = 1000;

    static readonly TimeSpan Back = TimeSpan.FromDays(1);

    /// <param name="Reservation">The hold that lapsed.</param>
    /// <param name="FirstName">Of the provider, whether or not they are still there.</param>
    /// <param name="LastName">Of the provider.</param>
    /// <param name="IsAvailable">Whether nobody has taken its time since.</param>
    public sealed record Released(Reservation Reservation, string FirstName, string LastName, bool IsAvailable);

    /// <summary>What was written down within a day, in that order; of more than a thousand, the first.</summary>
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
            // Where another call of theirs came first, this one goes on behind it.
            if (await call.Write(async session => await session.Run(
                    Move, ("user", call.Caller.UserId), ("from", told), ("to", news.At))) == 1)
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
                WHERE l.provider_id = r.provider_id AND l.state IN ('held', 'confirmed')
                  AND (l.state = 'confirmed' OR l.expires_at > @now)
                  AND l.busy_to > r.busy_from AND l.busy_to < r.busy_to + 172800000000 AND l.busy_from < r.busy_to
                LIMIT 1) AS taken
        FROM reservations r
        JOIN public_providers p ON p.id = r.provider_id
        WHERE r.id {list ids}
        """);
}
