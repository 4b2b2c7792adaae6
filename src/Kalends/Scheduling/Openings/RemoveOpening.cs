using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Scheduling.Openings;

/// <summary>
/// Removes an opening with its slots; the call cancels its live reservations, or is refused while there are any.
/// The provider's working hours do not offer the time again.
/// </summary>
static class RemoveOpening
{
    /// <param name="ProviderId">The id of the provider.</param>
    /// <param name="OpeningId">The id of the opening.</param>
    /// <param name="CancelReservations">
    /// Whether live reservations in the opening are cancelled; otherwise the request is refused while there are any.
    /// </param>
    public sealed record Input([Id] long ProviderId, [Id] long OpeningId, bool CancelReservations = false);

    /// <param name="Opening">The opening that was removed.</param>
    /// <param name="Cancelled">The reservations that were cancelled with it.</param>
    public sealed record Removed(Opening Opening, IReadOnlyList<Reservation> Cancelled);

    public static Task<Answer<Removed>> Run(Input input, Call call) => call.Write(async session =>
    {
        Calendars.Hold(session, input.ProviderId);
        await Provider.CheckAuthority(session, call, input.ProviderId);
        var opening = await session.One(
            Find, Opening.ReadWithHours, ("provider", input.ProviderId), ("opening", input.OpeningId))
            ?? throw SchedulingErrors.NoSuchOpening.Refused();

        var cancelled = await Clearing.Clear(
            session, call, input.ProviderId, opening.Stretch, input.CancelReservations, "The opening was removed.");
        await session.Run(Remove, ("opening", opening.Id), ("now", call.Now));
        await ProviderLog.Append(session, call, opening.Event("removed"));
        return new Removed(opening, cancelled);
    });

    static readonly Sql Find = new($$"""
        SELECT {{Opening.ColumnsWithHours}}
        FROM openings
        WHERE id = @opening AND provider_id = @provider AND removed_at IS NULL
        """);

    // Hours that are entered later may offer the time again.
    static readonly Sql Remove = new("""
        UPDATE openings
        SET removed_at = @now,
            removed_for_good = (SELECT COUNT(*) FROM working_hours h WHERE h.provider_id = openings.provider_id)
        WHERE id = @opening
        """);
}
