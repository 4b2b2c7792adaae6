using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using NodaTime.Text;

namespace Kalends.Reimbursements.Reports;

/// <summary>Verifies the totals once a night; a drift is recorded as an event and logged as an error.</summary>
sealed partial class NightlyCheck(ILogger<NightlyCheck> log)
{
    /// <summary>
    /// The interval between two checks of the clock; a process that starts later in the day verifies that day's totals
    /// then.
    /// </summary>
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    public async Task Run(Call call)
    {
        var rules = call.Settings<ReimbursementsSettings>();
        var local = call.Now.InZone(rules.Zone);
        var day = LocalDatePattern.Iso.Format(local.Date);
        if (local.Hour < rules.CheckHour
            || await call.Read(async session => await session.Number(FindCheck, ("day", day))) > 0)
            return;

        var found = await VerifyTotals.Run(new NoInput(), call);
        if (found.Drift > 0)
            LogDrift(found.Drift);
        await call.Write(async session =>
        {
            if (await session.Run(Keep, ("day", day), ("now", call.Now), ("drift", found.Drift)) > 0 && found.Drift > 0)
                await EventLog.Append(session, call, new DomainEvent("reimbursements", "totals.drifted", "totals",
                    new { found.Drift, found.Checked, found.GeneratedAt, found.Differences }));
            return found.Drift;
        });
    }

    [LoggerMessage(Level = LogLevel.Error,
        Message = "{Drift} month totals are not what the care events add up to: " +
            "GET /v1/reports/reimbursements/verify names them.")]
    partial void LogDrift(long drift);

    static readonly Sql FindCheck = new("SELECT COUNT(*) AS n FROM total_checks WHERE day = @day");

    static readonly Sql Keep = new("""
        INSERT INTO total_checks (day, checked_at, drift)
        VALUES (@day, @now, @drift)
        ON CONFLICT (day) DO NOTHING
        """);
}
