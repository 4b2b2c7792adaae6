using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Scheduling.Closures;

/// <summary>Closes a period of a provider's time, for example for something urgent.</summary>
static class CloseStretch
{
    /// <param name="ProviderId">The id of the provider.</param>
    /// <param name="StartsAt">The start of the period.</param>
    /// <param name="EndsAt">The end of the period, at most 366 days after its start.</param>
    /// <param name="Reason">
    /// The reason, for those who keep the calendar; reservations that are cancelled for the closure carry it too.
    /// </param>
    /// <param name="CancelReservations">
    /// Whether live reservations in the period are cancelled; otherwise the request is refused while there are any.
    /// </param>
    public sealed record Input(
        [Id] long ProviderId, Instant StartsAt, Instant EndsAt, [Text(0, 500)] string Reason = "",
        bool CancelReservations = false);

    /// <param name="Closure">The new closure.</param>
    /// <param name="Cancelled">The reservations that were cancelled for it.</param>
    public sealed record Closed(Closure Closure, IReadOnlyList<Reservation> Cancelled);

    static readonly TimeSpan LengthMax = TimeSpan.FromDays(366);

    public static Task<Answer<Closed>> Run(Input input, Call call)
    {
        var errors = new ValidationErrors();
        if (input.EndsAt <= input.StartsAt)
            errors.Add("/ends_at", FaultCode.EndBeforeStart, "ends_at must be after starts_at.");
        else if (input.EndsAt.Since(input.StartsAt) > LengthMax)
            errors.Add("/ends_at", FaultCode.TooLong, $"At most {LengthMax.TotalDays} days can be closed at once.");
        errors.ThrowIfAny();
        return call.Write(session => Store(session, input, call));
    }

    static async Task<Closed> Store(Session session, Input input, Call call)
    {
        Calendars.Hold(session, input.ProviderId);
        await Provider.CheckAuthority(session, call, input.ProviderId);
        var cancelled = await Clearing.Clear(
            session, call, input.ProviderId, new Interval(input.StartsAt, input.EndsAt), input.CancelReservations,
            input.Reason.Length > 0 ? input.Reason : "The provider is not available.");

        var closure = await session.One(Insert, Closure.Read, ("provider", input.ProviderId),
            ("starts", input.StartsAt), ("ends", input.EndsAt), ("reason", input.Reason), ("now", call.Now));
        await ProviderLog.Append(session, call, closure!.Event("closed"));
        return new Closed(closure, cancelled);
    }

    static readonly Sql Insert = new("""
        INSERT INTO closures (provider_id, starts_at, ends_at, reason, created_at)
        VALUES (@provider, @starts, @ends, @reason, @now)
        RETURNING id, provider_id, starts_at, ends_at, reason
        """);
}
