using Kalends.Platform.Calls;
using Kalends.Scheduling.Appointments;

namespace Kalends.Originals.Appointments;

/// <summary>
/// Offers an appointment, in the words of the original service; offering it again returns the same appointment.
/// </summary>
static class OriginalAppointments
{
    /// <param name="TherapistId">The id of the therapist; required.</param>
    /// <param name="StartTimeUnixSeconds">The start in seconds since 1970; required.</param>
    /// <param name="DurationSeconds">The duration in seconds, at most 24 hours; required.</param>
    /// <param name="Type">The type, one-off or consultation; required.</param>
    public sealed record Input(
        [Number(1, int.MaxValue)] int? TherapistId = null, [Number(0, int.MaxValue)] int? StartTimeUnixSeconds = null,
        [Number(1, 86_400)] int? DurationSeconds = null, [Text(1, 50)] string? Type = null);

    /// <summary>The result of offering an appointment.</summary>
    public sealed record Offered(Appointment Appointment);

    /// <summary>Offers an appointment; the same again is the same appointment.</summary>
    public static async Task<Answer<Offered>> Offer(Input input, Call call)
    {
        var errors = new ValidationErrors();
        errors.Require("therapistId", input.TherapistId);
        errors.Require("startTimeUnixSeconds", input.StartTimeUnixSeconds);
        errors.Require("durationSeconds", input.DurationSeconds);
        errors.Require("type", input.Type);
        errors.ThrowIfAny();

        var offered = await OfferAppointment.Offer(
            new(input.TherapistId!.Value, Instant.FromUnixTimeSeconds(input.StartTimeUnixSeconds!.Value),
                input.DurationSeconds!.Value, input.Type!), call);
        return offered.As(appointment => new Offered(appointment));
    }
}
