namespace Kalends.Tests.Kit;

/// <summary>Waits for what comes by itself, such as the end of other tests' transactions.</summary>
static class Patience
{
    public static async Task<T> Until<T>(Func<Task<T>> look, Func<T, bool> wanted)
    {
        for (var tries = 0; ; tries++)
        {
            var seen = await look();
            if (wanted(seen) || tries == 300)
                return seen;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken);
        }
    }
}
