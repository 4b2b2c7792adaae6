using Kalends.Platform.Calls;

namespace Kalends.Reimbursements;

/// <summary>Adds the appended differences to the month totals; readers see both, so no reader waits for it.</summary>
static class FoldTotals
{
    public static Task Run(Call call) => call.WriteInSteps(
        MonthTotals.FoldedAtOnce, async session => (int)(await session.Number(MonthTotals.Fold) ?? 0));
}
