using Kalends.Accounts.Public;
using Kalends.Platform.Integrity;
using Kalends.Platform.Jobs;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;
using Kalends.Scheduling.ExternalCalendars;
using Kalends.Scheduling.Hours;
using Kalends.Scheduling.Openings;
using Kalends.Scheduling.People;
using Kalends.Scheduling.Reservations;

namespace Kalends.Scheduling;

/// <summary>The setup that scheduling needs before the first request.</summary>
static class SchedulingSetup
{
    public static void Add(IServiceCollection services, Settings settings)
    {
        settings.Add<SchedulingSettings>();
        settings.Add<ExternalCalendarSettings>();
        services.AddSingleton(new ProviderCalendar(Calendars.Hold, Calendars.Clear, Calendars.Move));
        services.AddSingleton(new ClientCircle(FindMetAmong, FindMetAfter));
        services.AddSingleton(new UserReference("feeds", FindFeedOf));
        services.AddSingleton(OldReservations.All);
        services.AddSingleton(OldOpenings.All);
        services.AddSingleton(SchedulingPersonalData.All);
        services.AddSingleton(SchedulingPersonalData.Erasure);
    }

    public static void Work(IServiceCollection services, Settings settings)
    {
        var every = TimeSpan.FromSeconds(settings.Of<SchedulingSettings>().SweepSeconds);
        services.AddSingleton(new RecurringJob(3, every, ExpireReservations.Sweep));
        services.AddSingleton(new RecurringJob(
            9, TimeSpan.FromSeconds(settings.Of<SchedulingSettings>().ExpandSeconds), ExpandHours.Run));
        var round = TimeSpan.FromSeconds(settings.Of<ExternalCalendarSettings>().RoundSeconds);
        services.AddSingleton(new RecurringJob(17, round, FetchExternalCalendars.Run));
        services.AddSingleton(CountHolds.Gauge);
    }

    /// <summary>What always holds of the rows.</summary>
    public static IReadOnlyList<Invariant> Invariants() =>
        [.. VerifyOpenings.All, .. VerifyReservations.All, .. VerifyBusyTimes.All];

    static readonly Sql FindMetAmong = new("""
        SELECT DISTINCT r.client_id AS id
        FROM reservations r
        JOIN public_providers p ON p.id = r.provider_id
        WHERE r.client_id {list ids} AND p.owner_user_id = @owner
        """);

    static readonly Sql FindFeedOf = new("SELECT id AS n FROM feeds WHERE user_id = @user LIMIT 1");

    static readonly Sql FindMetAfter = new("""
        SELECT DISTINCT r.client_id AS id
        FROM reservations r
        JOIN public_providers p ON p.id = r.provider_id
        WHERE p.owner_user_id = @owner AND r.client_id > @after
        ORDER BY r.client_id
        LIMIT @limit
        """);
}
