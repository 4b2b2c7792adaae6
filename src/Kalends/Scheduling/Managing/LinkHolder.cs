using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Scheduling.Public;

namespace Kalends.Scheduling.Managing;

/// <summary>Somebody with a link to a reservation, who may do what its client may.</summary>
/// <param name="Call">The request as the client would make it.</param>
/// <param name="ReservationId">The id of the reservation.</param>
sealed record LinkHolder(Call Call, long ReservationId)
{
    /// <summary>The greatest length of a link's token.</summary>
    public const int TokenMax = 100;

    /// <summary>The holder of a link, or a refusal if it leads nowhere, or to a reservation that is over.</summary>
    public static Task<LinkHolder> Of(string token, Call call) => call.Read(async session =>
    {
        if (await ManageLink.ReservationOf(session, call, token) is not { } id
            || await session.Number(FindClient, ("id", id), ("now", call.Now)) is not { } client)
            throw SchedulingErrors.NoSuchLink.Refused();
        var asClient = call.As(
            new Caller($"client/{client}", Roles.None, OrganisationId: null),
            RowScope.Nothing with { ReservationId = id });
        return new LinkHolder(asClient, id);
    });

    static readonly Sql FindClient = new($"""
        SELECT client_id AS n FROM reservations WHERE id = @id AND {Reservation.LiveNow()} AND starts_at > @now
        """);
}
