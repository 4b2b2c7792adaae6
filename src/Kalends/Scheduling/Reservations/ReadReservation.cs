using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Scheduling.Reservations;

/// <summary>Reads one reservation that the caller may see.</summary>
static class ReadReservation
{
    /// <param name="Id">The id of the reservation.</param>
    public sealed record Input([Id] long Id);

    public static async Task<Reservation> Run(Input input, Call call)
    {
        var found = await call.Read(session => Find(session, call, input.Id));
        await ClientReads.Log(call, ReadKind.Reservations, found.ClientId);
        return found;
    }

    /// <summary>Finds a reservation that the caller may see, or refuses with "not found".</summary>
    public static async Task<Reservation> Find(Session session, Call call, long id)
    {
        var found = await session.One(
            FindVisible, OutsideHours.Read, call.Scope.With(("id", id), ("now", call.Now)))
            ?? throw SchedulingErrors.NoSuchReservation.Refused();
        return found.AsOf(call.Now);
    }

    /// <summary>Reads those of many reservations that the caller may see, in one statement.</summary>
    public static async Task<IReadOnlyDictionary<long, Reservation>> ByIds(IReadOnlyList<long> ids, Call call)
    {
        var found = await call.ReadByIds(
            FindManyVisible, row => OutsideHours.Read(row).AsOf(call.Now), reservation => reservation.Id,
            call.Scope.With(("ids", ids), ("now", call.Now)));
        await ClientReads.Log(call, ReadKind.Reservations, found.Values.Select(one => one.ClientId));
        return found;
    }

    static readonly Sql FindVisible = Select("= @id");

    static readonly Sql FindManyVisible = Select("{list ids}");

    static Sql Select(string which) => new($$"""
        SELECT {{OutsideHours.Columns}}
        FROM {{Reservation.Rows}}
        WHERE r.id {{which}} AND {{Reservation.Visible}}
        """);
}
