using Kalends.Platform.Calls;
using Kalends.Scheduling.Reservations;
using NodaTime.Text;

namespace Kalends.Scheduling.Explaining;

/// <summary>
/// Explains why a reservation can or cannot start at a moment. Of reservations that are in the way, it tells callers no
/// more than they may see.
/// </summary>
static class ExplainSlot
{
    /// <param name="ProviderId">The id of the provider.</param>
    /// <param name="At">The moment; either this or <c>local_time</c>.</param>
    /// <param name="LocalTime">
    /// The moment in the provider's time zone, such as <c>2026-12-01T09:30</c>. Where the clocks are set back, it is
    /// the earlier of the two.
    /// </param>
    /// <param name="ServiceId">The service that is to be booked; without it, a single slot.</param>
    public sealed record Input(
        [Id] long ProviderId, Instant? At = null, [Text(1, 50)] string? LocalTime = null, [Id] long? ServiceId = null);

    static readonly TimeSpan AwayMax = TimeSpan.FromDays(3660);

    public static async Task<Explanation> Run(Input input, Call call)
    {
        var local = ReadLocalTime(input);
        CheckDistance(input.At ?? local?.InUtc().ToInstant(), call);
        var (asked, zone) = await call.Read(async session =>
        {
            await Provider.Find(session, input.ProviderId);
            var policy = await Policy.Find(session, call, input.ProviderId, input.ServiceId);
            var at = input.At ?? First(local!.Value, policy.Zone);
            return (at is null ? null : await AskedStart.Load(session, call, input, at.Value, policy), policy.Zone);
        });
        if (asked is null)
            return Skipped(input, local!.Value, zone);

        var seen = await ReadReservation.ByIds(asked.ReservationsInTheWay, call.With(SchedulingAccess.Reserve));
        return asked.Explain(input, seen);
    }

    static LocalDateTime? ReadLocalTime(Input input)
    {
        var errors = new ValidationErrors();
        if (input.At is null == input.LocalTime is null)
            errors.AddParameter("at", FaultCode.Required, "Name either at or local_time.");
        var read = input.LocalTime is null ? null : Minutes.Parse(input.LocalTime);
        if (read is { Success: false })
            errors.AddParameter("local_time", FaultCode.Format, "local_time is written like 2026-12-01T09:30.");
        errors.ThrowIfAny();
        return read?.Value;
    }

    static void CheckDistance(Instant? at, Call call)
    {
        var errors = new ValidationErrors();
        if (at < call.Now - AwayMax || at > call.Now + AwayMax)
            errors.AddParameter(
                "at", FaultCode.OutOfRange, $"The moment lies at most {AwayMax.TotalDays} days from now.");
        errors.ThrowIfAny();
    }

    static Instant? First(LocalDateTime local, DateTimeZone zone) =>
        zone.MapLocal(local) is { Count: > 0 } mapped ? mapped.First().ToInstant() : null;

    static Explanation Skipped(Input input, LocalDateTime local, DateTimeZone zone) => new(
        input.ProviderId, input.ServiceId, At: null, LocalDateTimePattern.GeneralIso.Format(local), zone.Id,
        Bookable: false, Slot: null,
        [new(ObstacleCode.NoSuchLocalTime, "The clocks of the time zone skip this local time.")], Next: null);

    static readonly LocalDateTimePattern Minutes =
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm");
}
