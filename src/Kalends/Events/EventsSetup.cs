using Kalends.Platform.Jobs;


namespace Kalends.Events;

/// <summary>Prepares the event log before the first request.</summary>
static class EventsSetup
{
    public static void Add(IServiceCollection services, Settings settings) => settings.Add<EventsSettings>();

    public static void Work(IServiceCollection services, Settings settings)
    {
        var every = TimeSpan.FromSeconds(settings.Of<EventsSettings>().BlockSeconds);
        services.AddSingleton(new RecurringJob(5, every, EventBlocks.Complete));
    }
}
