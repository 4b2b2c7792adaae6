using Kalends.Platform.Integrity;
using Kalends.Platform.Jobs;
using Kalends.Reimbursements.CareEvents;
using Kalends.Reimbursements.Reports;
using Kalends.Reimbursements.Tariffs;
using Kalends.Scheduling.Public;

namespace Kalends.Reimbursements;

/// <summary>The settings, hooks and background jobs of reimbursements.</summary>
static class ReimbursementsSetup
{
    public static void Add(IServiceCollection services, Settings settings)
    {
        settings.Add<ReimbursementsSettings>();
        services.AddSingleton(new LateCancellation(BillLateCancellation.Run));
        services.AddSingleton(new EventTypes(EventType.FindToName));
        services.AddSingleton(ReimbursementsPersonalData.All);
    }

    public static void Work(IServiceCollection services, Settings settings)
    {
        var rules = settings.Of<ReimbursementsSettings>();
        services.AddSingleton(new RecurringJob(6, TimeSpan.FromSeconds(rules.FoldSeconds), FoldTotals.Run));
        services.AddSingleton(CountUnfolded.Gauge);
        services.AddSingleton<NightlyCheck>();
        services.AddSingleton(app => new RecurringJob(
            7, rules.CheckHour < 0 ? TimeSpan.Zero : NightlyCheck.Every, app.GetRequiredService<NightlyCheck>().Run));
    }

    /// <summary>What always holds of the rows.</summary>
    public static IReadOnlyList<Invariant> Invariants() => VerifyLedger.All;
}
