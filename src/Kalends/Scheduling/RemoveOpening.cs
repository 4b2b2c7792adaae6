using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Scheduling;

/// <summary>
/// Takes an opening back; its slots vanish, and its live reservations stand in the way or are cancelled.
/// </summary>
static class RemoveOpening
{
    /// <param name="ProviderId">Whose opening.</param>
    /// <param name="OpeningId">Which one.</param>
    /// <param name="CancelReservations">Cancel the live reservations inside instead of refusing.</param>
    public sealed record Input([Id] long ProviderId, [Id] long OpeningId, bool CancelReservations = false);

    /// <param name="Opening">What was taken back.</param>
    /// <param name="Cancelled">The reservations that were cancelled with it.</param>
    public sealed record Removed(Opening Opening, IReadOnlyList<Reservation> Cancelled);

    public static Task<Removed> Run(Input input, Call call) => call.Write(async session =>
    {
        Calendars.Hold(session, input.ProviderId);
        await Provider.CheckAuthority(session, call, input.ProviderId);
        var opening = await session.One(
            Find, Opening.Read, ("provider", input.ProviderId), ("opening", input.OpeningId))
            ?? throw SchedulingErrors.NoSuchOpening.Refused();

        var cancelled = await Clearing.Clear(
            session, call, input.ProviderId, opening.Stretch, input.CancelReservations, "The opening was removed.");
        await session.Run(Remove, ("opening", opening.Id), ("now", call.Now));
        await ProviderLog.Append(session, call, opening.Event("removed"));
        return new Removed(opening, cancelled);
    });

    static readonly Sql Find = new($$"""
        SELECT {{Opening.Columns}}
        FROM openings
        WHERE id = @opening AND provider_id = @provider AND removed_at IS NULL
        """);

    static readonly Sql Remove = new("UPDATE openings SET removed_at = @now WHERE id = @opening");
}
