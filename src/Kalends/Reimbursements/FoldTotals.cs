using Kalends.Platform.Calls;

namespace Kalends.Reimbursements;

/// <summary>Adds the appended differences into the month totals; readers see both, so nothing waits for it.</summary>
static class FoldTotals
{
    public static async Task Run(Call call)
    {
        while (await call.Write(async session => await session.Number(MonthTotals.Fold)) > 0)
        {
        }
    }
}
