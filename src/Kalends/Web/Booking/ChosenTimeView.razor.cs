using Kalends.Web.Frame;
using Kalends.Web.Times;

namespace Kalends.Web.Booking;

/// <summary>A time that was chosen, and the form that holds it.</summary>
partial class ChosenTimeView
{
    /// <param name="Provider">The name of the provider.</param>
    /// <param name="Service">The name of the service.</param>
    /// <param name="Place">Where it takes place.</param>
    /// <param name="Day">The day in words.</param>
    /// <param name="Times">From when to when.</param>
    /// <param name="Zone">The time zone of these.</param>
    /// <param name="Href">The address of the page and of its form.</param>
    /// <param name="SlotId">The slot; null if it is not free any more.</param>
    /// <param name="Questions">The questions of the service.</param>
    /// <param name="By">Who books.</param>
    /// <param name="Why">What was refused.</param>
    /// <param name="Faults">What is wrong with the fields.</param>
    /// <param name="Nearest">The nearest other times, if it is not free any more.</param>
    /// <param name="Back">The address of the times of the day.</param>
    public sealed record Seen(
        string Provider, string? Service, string? Place, string Day, string Times, string Zone, string Href,
        long? SlotId, IReadOnlyList<QuestionField.Seen> Questions, Who By, string? Why,
        IReadOnlyList<FieldFault.Seen> Faults, IReadOnlyList<TimeLinks.Time> Nearest, string Back)
    {
        public FieldFault.Seen? FaultOf(string field) => Faults.FirstOrDefault(fault => fault.Field == field);
    }

    /// <summary>Who books.</summary>
    public enum Who
    {
        /// <summary>A client, or staff for a client.</summary>
        Known,

        /// <summary>A user who books for the first time, and gives a name.</summary>
        NewClient,

        /// <summary>Somebody without an account, who gives a name and proves an e-mail address.</summary>
        Guest,
    }
}
