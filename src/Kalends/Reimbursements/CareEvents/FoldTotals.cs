using Kalends.Platform.Calls;

namespace Kalends.Reimbursements.CareEvents;

/// <summary>Adds the appended differences to the month totals; readers see both, so no reader waits for it.</summary>
static class FoldTotals
{
    public static Task Run(Call call) => call.WriteInSteps(
        MonthTotals.FoldedAtOnce, async session => (int)(await session.Number(MonthTotals.Fold) ?? 0));

    /// <summary>Empties the tables that only PostgreSQL has, while nothing is appended.</summary>
    public static async Task Empty(Call call)
    {
        await Run(call);
        await call.Write(async session => await session.Run(MonthTotals.ForgetFolded));
    }
}
