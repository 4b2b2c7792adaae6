namespace Kalends.Web.Appointments;

/// <summary>The appointments of a client.</summary>
partial class OwnAppointmentsView
{
    /// <param name="Ahead">Those ahead, the next one first.</param>
    /// <param name="Past">The last ones before, the latest first.</param>
    /// <param name="Next">The address of further ones ahead.</param>
    public sealed record Seen(
        IReadOnlyList<AppointmentRow.Seen> Ahead, IReadOnlyList<AppointmentRow.Seen> Past, string? Next);
}
