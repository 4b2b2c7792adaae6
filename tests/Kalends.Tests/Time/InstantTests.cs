using FsCheck;
using FsCheck.Fluent;

namespace Kalends.Tests.Time;

public sealed class InstantTests
{
    [Theory]
    [InlineData("2026-11-21T10:00:00Z", "2026-11-21T10:00:00Z")]
    [InlineData("2026-11-21T10:00:00+01:30", "2026-11-21T08:30:00Z")]
    [InlineData("2026-11-21T00:00:00-11:00", "2026-11-21T11:00:00Z")]
    [InlineData("2026-11-21T10:00:00.5Z", "2026-11-21T10:00:00.500000Z")]
    [InlineData("2017-10-28T23:28:23.456701Z", "2017-10-28T23:28:23.456701Z")]
    [InlineData("2024-02-29T23:59:59.999999Z", "2024-02-29T23:59:59.999999Z")]
    [InlineData("2026-11-21T10:00:00.1234567Z", "2026-11-21T10:00:00.123456Z")]
    [InlineData("2024-02-29T23:59:59.999999999+00:00", "2024-02-29T23:59:59.999999Z")]
    [InlineData("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z")]
    [InlineData("1969-12-31T23:59:59.000001Z", "1969-12-31T23:59:59.000001Z")]
    public void Reads_and_writes(string text, string written)
    {
        Assert.True(Instants.TryParse(text, out var at));
        Assert.Equal(written, at.Written());
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-11-21")]
    [InlineData("2026-11-21T10:00:00")]
    [InlineData("2026-11-21 10:00:00Z")]
    [InlineData("2026-11-21t10:00:00z")]
    [InlineData("2026-11-21T10:00Z")]
    [InlineData("2026-11-21T24:00:00Z")]
    [InlineData("2016-12-31T23:59:60Z")]
    [InlineData("2026-02-29T10:00:00Z")]
    [InlineData("2026-11-21T10:00:00.Z")]
    [InlineData("2026-11-21T10:00:00.1234567890Z")]
    [InlineData("2026-11-21T10:00:00+1:00")]
    [InlineData("2026-11-21T10:00:00+24:00")]
    [InlineData("2026-11-21T10:00:00Z ")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    [InlineData("9999-12-31T23:59:59-01:00")]
    [InlineData("+10000-01-01T00:00:00Z")]
    public void Refuses(string text) => Assert.False(Instants.TryParse(text, out _));

    [Fact]
    public void What_is_written_is_read_back() => Prop
        .ForAll(
            Gen.Choose(int.MinValue, int.MaxValue)
                .Select(n => Instants.FromMicros(n * 123_456_789L % MicrosMax))
                .ToArbitrary(),
            at => Instants.TryParse(at.Written(), out var read) && read == at)
        .QuickCheckThrowOnFailure();

    [Fact]
    public void A_sum_stays_in_the_years_that_can_be_written()
    {
        Assert.Equal(Instants.Latest, Instants.Latest - TimeSpan.FromDays(1) + TimeSpan.FromDays(2));
        Assert.Equal(Instants.Earliest, Instants.Earliest + TimeSpan.FromDays(1) - TimeSpan.FromDays(2));
        Assert.False(Instants.TryFromMicros(Instants.Latest.Micros + 1, out _));
        Assert.False(Instants.TryFromMicros(long.MinValue, out _));
    }

    // Eighteen centuries on either side of 1970.
    const long MicrosMax = 1800L * 365 * 86_400_000_000;
}
