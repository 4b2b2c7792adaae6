namespace Kalends.Web.Console.Offers;

/// <summary>A service, known or new, and the form with its fields.</summary>
partial class ServiceView
{
    /// <param name="Name">The name, or what a new one is called.</param>
    /// <param name="Why">What was refused.</param>
    /// <param name="Form">The form with its fields.</param>
    /// <param name="Activity">The form that pauses or resumes it; null for a new one.</param>
    /// <param name="Questions">Its questions.</param>
    public sealed record Seen(
        string Name, string? Why, ActForm.Seen Form, ActForm.Seen? Activity, IReadOnlyList<string> Questions);
}
