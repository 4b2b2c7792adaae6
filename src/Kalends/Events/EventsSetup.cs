using Kalends.Events.Erasure;
using Kalends.Platform.Integrity;
using Kalends.Platform.Jobs;

namespace Kalends.Events;

/// <summary>Prepares the event log before the first request.</summary>
static class EventsSetup
{
    public static void Add(IServiceCollection services, Settings settings)
    {
        settings.Add<EventsSettings>();
        services.AddSingleton(OldEvents.All);
        services.AddSingleton(EventsPersonalData.All);
        services.AddSingleton(EventsPersonalData.Erasure);
    }

    public static void Work(IServiceCollection services, Settings settings)
    {
        var rules = settings.Of<EventsSettings>();
        services.AddSingleton(new RecurringJob(5, TimeSpan.FromSeconds(rules.BlockSeconds), EventBlocks.Complete));
        services.AddSingleton(app => new RecurringJob(
            22, rules.HeldBackSeconds == 0 ? TimeSpan.Zero : HeldBack.Every,
            new HeldBack(app.GetRequiredService<ILoggerFactory>().CreateLogger("Kalends.Events")).Run));
        services.AddSingleton(HeldBack.Age);
        services.AddSingleton(HeldBack.Unsettled);
    }

    /// <summary>What always holds of the rows.</summary>
    public static IReadOnlyList<Invariant> Invariants() => VerifyWords.All;
}
