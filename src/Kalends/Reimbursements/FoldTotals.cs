using Kalends.Platform.Calls;

namespace Kalends.Reimbursements;

/// <summary>Adds the appended differences into the month totals; readers see both, so nothing waits for it.</summary>
static class FoldTotals
{
    public static Task Run(Call call) => call.WriteInSteps(
        MonthTotals.FoldedAtOnce, async session => (int)(await session.Number(MonthTotals.Fold) ?? 0));
}
