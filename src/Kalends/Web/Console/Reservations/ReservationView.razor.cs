namespace Kalends.Web.Console.Reservations;

/// <summary>A reservation as those who keep its calendar see it.</summary>
partial class ReservationView
{
    /// <param name="Client">The name of the client.</param>
    /// <param name="ClientHref">The address of the client, if the visitor may see them.</param>
    /// <param name="State">The state in words.</param>
    /// <param name="Provider">The name of the provider.</param>
    /// <param name="Service">The name of the service.</param>
    /// <param name="Place">Where it takes place.</param>
    /// <param name="Day">The day in words.</param>
    /// <param name="Times">From when to when.</param>
    /// <param name="Zone">The time zone of these.</param>
    /// <param name="CancelReason">Why it was cancelled.</param>
    /// <param name="Answers">The answers to the questions of the service.</param>
    /// <param name="Moves">When it was before it was moved.</param>
    /// <param name="Why">What was refused.</param>
    /// <param name="Acts">What can be done about it.</param>
    /// <param name="Back">The address of its day.</param>
    public sealed record Seen(
        string Client, string? ClientHref, string State, string Provider, string? Service, string? Place, string Day,
        string Times, string Zone, string? CancelReason, IReadOnlyList<(string Question, string Answer)> Answers,
        IReadOnlyList<string> Moves, string? Why, IReadOnlyList<ActForm.Seen> Acts, string Back);
}
