using Kalends.Platform.Calls;

namespace Kalends.Scheduling.Hours.ZoneChanges;

/// <summary>
/// Expands working hours anew that were expanded with other time zone data: free time moves to the local time that it
/// was meant for, and reservations stay.
/// </summary>
static class ApplyZoneChanges
{
    /// <param name="Providers">The number of providers whose working hours were expanded.</param>
    /// <param name="ZoneVersion">The version of the time zone data.</param>
    public sealed record Applied(int Providers, string ZoneVersion);

    public static async Task<Answer<Applied>> Run(NoInput input, Call call) => new Applied(
        // Each provider is a transaction of its own, and a repetition finds nothing left to do.
        await ExpandHours.Round(call.With(Access.AdminOnly)), ZoneData.Version);
}
