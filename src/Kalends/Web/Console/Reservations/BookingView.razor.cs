using Kalends.Web.Booking;
using Kalends.Web.Frame;
using Kalends.Web.Languages;

namespace Kalends.Web.Console.Reservations;

/// <summary>
/// A time of a provider and the form that books it for a client; without a time, the times of the day.
/// </summary>
partial class BookingView
{
    /// <param name="ProviderId">The id of the provider.</param>
    /// <param name="Provider">The name of the provider.</param>
    /// <param name="Day">The day in words.</param>
    /// <param name="Zone">The time zone of the times.</param>
    /// <param name="Times">From when to when; null if no time was chosen, or nothing is offered then.</param>
    /// <param name="At">The start as programs read it.</param>
    /// <param name="ServiceId">The service.</param>
    /// <param name="Services">The services to choose from.</param>
    /// <param name="Choices">The times to choose from.</param>
    /// <param name="Clients">The clients to choose from.</param>
    /// <param name="ClientId">The client who is chosen.</param>
    /// <param name="Questions">The questions of the service.</param>
    /// <param name="Why">What was refused.</param>
    /// <param name="Faults">What is wrong with the fields.</param>
    /// <param name="Back">The address of the day in the calendar.</param>
    public sealed record Seen(
        long ProviderId, string Provider, string Day, string Zone, string? Times, string? At, long? ServiceId,
        IReadOnlyList<Field.Choice> Services, IReadOnlyList<Time> Choices, IReadOnlyList<Field.Choice> Clients,
        long? ClientId, IReadOnlyList<QuestionField.Seen> Questions, string? Why,
        IReadOnlyList<FieldFault.Seen> Faults, string Back)
    {
        public FieldFault.Seen? FaultOf(string field) => Faults.FirstOrDefault(fault => fault.Field == field);

        internal Field.Seen Service(Texts texts) => new("service_id", texts.Service, $"{ServiceId}")
        {
            Choices = [new("", texts.Calendars.AnyService), .. Services],
        };
    }

    /// <param name="Href">The address that books it.</param>
    /// <param name="At">The time as programs read it.</param>
    /// <param name="Text">The time as people read it.</param>
    /// <param name="IsFree">Whether clients could book it too.</param>
    public sealed record Time(string Href, string At, string Text, bool IsFree);
}
