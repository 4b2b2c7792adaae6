using Kalends.Scheduling;
using Kalends.Scheduling.Appointments;
using Kalends.Tests.Contracts;

namespace Kalends.Tests.Scheduling;

/// <summary>The tables and the statements agree about what is live and how long it may be.</summary>
public sealed class BoundTests
{
    [Fact]
    public void Tables_have_the_bounds_and_the_live_states_of_the_values()
    {
        var tables = SourceTree.Read("src/Kalends/Scheduling/Migrations/002_calendar.sql");

        Assert.Contains($"CHECK (ends_at > starts_at AND ends_at - starts_at <= {Micros(Opening.LengthMax)})", tables);
        Assert.Contains($"slot_micros > 0 AND slot_micros <= {Micros(Opening.SlotLengthMax)})", tables);
        Assert.Contains($"= slot_micros AND slot_micros <= {Micros(Appointment.LengthMax)}", tables);
        Assert.Contains(
            $"ends_at - starts_at <= {Micros(Reservation.LengthMax)} AND busy_to - busy_from <= " +
            $"{Micros(Reservation.BusyMax)})",
            tables);
        Assert.Contains(
            $"reservations (provider_id, busy_to, busy_from, state, expires_at)\n    WHERE {Reservation.Live()};",
            tables);
        Assert.Contains(
            $"reservations_live_by_client ON reservations (client_id, ends_at) WHERE {Reservation.Live()};", tables);
        Assert.Contains($"WHERE {Appointment.Standing};", tables);
    }

    static long Micros(TimeSpan length) => (long)length.TotalMicroseconds;
}
