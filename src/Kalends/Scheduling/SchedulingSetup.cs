using Kalends.Platform;

namespace Kalends.Scheduling;

/// <summary>What scheduling needs before the first request.</summary>
static class SchedulingSetup
{
    public static void Add(IServiceCollection services, Settings settings) => settings.Add<SchedulingSettings>();

    public static void Work(IServiceCollection services, Settings settings)
    {
        var every = TimeSpan.FromSeconds(settings.Of<SchedulingSettings>().SweepSeconds);
        services.AddSingleton(new RecurringJob(3, every, ExpireReservations.Sweep));
    }
}
