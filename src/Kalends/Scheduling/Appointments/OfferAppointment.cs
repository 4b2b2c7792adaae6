using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;
using Kalends.Scheduling.Openings;

namespace Kalends.Scheduling.Appointments;

/// <summary>
/// Offers an appointment; repeating the same offer returns the same appointment, and an appointment in the past is a
/// record.
/// </summary>
static class OfferAppointment
{
    /// <param name="ProviderId">The id of the provider.</param>
    /// <param name="StartsAt">
    /// The start, a whole second between 1970 and 2038-01-19T03:14:07Z; it may be in the past.
    /// </param>
    /// <param name="DurationSeconds">The length in seconds, from 1 second to 24 hours.</param>
    /// <param name="Type">The purpose of the appointment: one-off or consultation.</param>
    /// <param name="Replace">
    /// Whether existing openings in this period are cut; otherwise the request is refused because of them, and
    /// reservations stay as they are in any case.
    /// </param>
    public sealed record Input(
        [Id] long ProviderId, Instant StartsAt, [Number(1, 86_400)] int DurationSeconds, [Text(1, 50)] string Type,
        bool Replace = false);

    public static async Task<Answer<AppointmentView>> Run(Input input, Call call)
    {
        var (offered, isReplay) = await Offer(input, call);
        return new(await AppointmentView.Of(offered, call), isReplay);
    }

    public static Task<Answer<Appointment>> Offer(Input input, Call call)
    {
        var wanted = Decide(input);
        return call.Write(session => Store(session, wanted, input.Replace, call));
    }

    static Appointment Decide(Input input)
    {
        var errors = new ValidationErrors();
        if (input.StartsAt.Micros < 0 || input.StartsAt > Appointment.StartMax)
            errors.Add(
                "/starts_at", FaultCode.OutOfRange, $"An appointment starts between 1970 and {Appointment.StartMax}.");
        else if (!input.StartsAt.IsOn(TimeSpan.FromSeconds(1)))
            errors.Add("/starts_at", FaultCode.OffGrid, "starts_at must be a whole second.");
        if (!AppointmentType.All.Contains(input.Type))
            errors.Add(
                "/type", SchedulingErrors.UnknownType,
                $"type must be one of {string.Join(", ", AppointmentType.All)}.");
        errors.ThrowIfAny();

        var ends = input.StartsAt + TimeSpan.FromSeconds(input.DurationSeconds);
        return new Appointment(0, input.ProviderId, input.StartsAt, ends, input.Type);
    }

    static async Task<Appointment> Store(Session session, Appointment wanted, bool replace, Call call)
    {
        Calendars.Hold(session, wanted.ProviderId);
        await Provider.CheckAuthority(session, call, wanted.ProviderId);
        var outcome = await OpeningStore.Offer(session, call, wanted.Opening, replace);
        var offered = wanted with { Id = outcome.Opening.Id };
        if (outcome.IsNew)
            await ProviderLog.Append(session, call, offered.Event("offered"));
        return offered;
    }
}
