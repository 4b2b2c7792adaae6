using Kalends.Platform;

namespace Kalends.Scheduling;

/// <summary>What scheduling needs before the first request.</summary>
static class SchedulingSetup
{
    public static void AddScheduling(this WebApplicationBuilder builder, Settings settings)
    {
        var scheduling = settings.Add<SchedulingSettings>();
        builder.Services.AddSingleton(
            new Chore(3, TimeSpan.FromSeconds(scheduling.SweepSeconds), ExpireReservations.Sweep));
    }
}
