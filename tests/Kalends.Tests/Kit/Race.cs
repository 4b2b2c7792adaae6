namespace Kalends.Tests.Kit;

/// <summary>Many callers at the same moment.</summary>
static class Race
{
    /// <summary>Asks so many times at once; the answers stand in the order of the callers.</summary>
    public static async Task<Answer[]> AtOnce(int count, Func<int, Task<Answer>> ask)
    {
        using var gate = new SemaphoreSlim(0);
        var asked = Enumerable.Range(0, count).Select(async i =>
        {
            await gate.WaitAsync();
            return await ask(i);
        }).ToList();
        gate.Release(count);
        return await Task.WhenAll(asked);
    }
}
