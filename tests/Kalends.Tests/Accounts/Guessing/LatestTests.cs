using Kalends.Platform;

namespace Kalends.Tests.Accounts.Guessing;

public sealed class LatestTests
{
    [Fact]
    public void No_more_than_so_many_are_remembered_and_the_latest_always()
    {
        var latest = new Latest<int, int>(10);

        for (var i = 0; i < 1000; i++)
        {
            latest.Set(i, -i);
            Assert.InRange(latest.Count, 1, 10);
            for (var recent = Math.Max(0, i - 4); recent <= i; recent++)
                Assert.True(latest.TryGet(recent, out var value) && value == -recent);
        }
    }

    [Fact]
    public void What_is_asked_for_stays_however_much_comes_after()
    {
        var latest = new Latest<string, int>(10);
        latest.Set("kept", 7);

        for (var i = 0; i < 1000; i++)
        {
            latest.Set($"{i}", i);
            Assert.True(latest.TryGet("kept", out var value) && value == 7);
        }
        Assert.False(latest.TryGet("0", out _));
    }

    [Fact]
    public void What_is_removed_or_replaced_is_not_found_as_it_was()
    {
        var latest = new Latest<string, int>(4);
        foreach (var key in (string[])["a", "b", "c"])
            latest.Set(key, 1);

        latest.Remove("a");
        latest.Set("b", 2);

        Assert.False(latest.TryGet("a", out _));
        Assert.True(latest.TryGet("b", out var replaced) && replaced == 2);
    }
}
