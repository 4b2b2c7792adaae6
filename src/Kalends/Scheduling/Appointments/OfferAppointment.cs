using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Platform.Time;

namespace Kalends.Scheduling.Appointments;

/// <summary>
/// Offers an appointment; offering the same again is the same appointment, and one that starts in the past is a record.
/// </summary>
static class OfferAppointment
{
    /// <param name="ProviderId">Whose time.</param>
    /// <param name="StartsAt">A whole second between 1970 and 2038-01-19T03:14:07Z; in the past too.</param>
    /// <param name="DurationSeconds">1 second to 24 hours.</param>
    /// <param name="Type">What it is for: one-off or consultation.</param>
    public sealed record Input(
        [Id] long ProviderId, Instant StartsAt, [Number(1, 86_400)] int DurationSeconds, [Text(1, 50)] string Type);

    public static async Task<AppointmentView> Run(Input input, Call call) =>
        await AppointmentView.Of(await Offer(input, call), call);

    public static Task<Appointment> Offer(Input input, Call call)
    {
        var wanted = Decide(input);
        return call.Write(session => Store(session, wanted, call));
    }

    static Appointment Decide(Input input)
    {
        var faults = new Faults();
        if (input.StartsAt.Micros < 0 || input.StartsAt > Appointment.StartMax)
            faults.Add("/starts_at", "out_of_range", $"An appointment starts between 1970 and {Appointment.StartMax}.");
        else if (!input.StartsAt.IsOn(TimeSpan.FromSeconds(1)))
            faults.Add("/starts_at", "off_grid", "starts_at must be a whole second.");
        if (!AppointmentType.All.Contains(input.Type))
            faults.Add("/type", "unknown_type", $"type must be one of {string.Join(", ", AppointmentType.All)}.");
        faults.ThrowIfAny();

        var ends = input.StartsAt + TimeSpan.FromSeconds(input.DurationSeconds);
        return new Appointment(0, input.ProviderId, input.StartsAt, ends, input.Type);
    }

    static async Task<Appointment> Store(Session session, Appointment wanted, Call call)
    {
        await Provider.CheckAuthority(session, call, wanted.ProviderId);
        (string, object?)[] values =
        [
            ("provider", wanted.ProviderId), ("starts", wanted.StartsAt), ("ends", wanted.EndsAt),
            ("length", wanted.EndsAt - wanted.StartsAt), ("type", wanted.Type), ("now", call.Now),
        ];
        if (await session.One(Insert, Appointment.Read, values) is { } offered)
        {
            await EventLog.Append(session, call, offered.Event("offered"));
            return offered;
        }

        // Something stands there: the very same, which a race may have put there a moment ago, or something else.
        return await session.One(FindEqual, Appointment.Read, values[..3].Append(values[4]).ToArray())
            ?? throw new Refused(
                Reason.Conflict, "opening_overlaps", "The provider already has an opening in this stretch.");
    }

    static readonly Sql Insert = new($"""
        INSERT INTO openings (provider_id, starts_at, ends_at, slot_micros, type, created_at)
        VALUES (@provider, @starts, @ends, @length, @type, @now)
        ON CONFLICT DO NOTHING
        RETURNING {Appointment.Columns}
        """);

    // Openings of a provider do not overlap, so the index of their ends finds the one there can be.
    static readonly Sql FindEqual = new($"""
        SELECT {Appointment.Columns}
        FROM openings
        WHERE provider_id = @provider AND removed_at IS NULL AND ends_at = @ends
          AND starts_at = @starts AND type = @type
        """);
}
