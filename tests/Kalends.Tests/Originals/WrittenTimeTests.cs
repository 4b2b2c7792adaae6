using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Kalends.Originals;

namespace Kalends.Tests.Originals;

/// <summary>Times as people and their libraries write them, each read to the instant that was meant.</summary>
public sealed class WrittenTimeTests
{
    static readonly DateTimeZone Stockholm = DateTimeZoneProviders.Tzdb["Europe/Stockholm"];

    [Theory]
    [InlineData("2018-02-28", "2018-02-28T00:00:00Z")]
    [InlineData("20180228", "2018-02-28T00:00:00Z")]
    [InlineData("2018-02-28T10", "2018-02-28T10:00:00Z")]
    [InlineData("2018-02-28T10:15", "2018-02-28T10:15:00Z")]
    [InlineData("2018-02-28 10:15", "2018-02-28T10:15:00Z")]
    [InlineData("2018-02-28T10:15:30", "2018-02-28T10:15:30Z")]
    [InlineData("2018-02-28t10:15:30z", "2018-02-28T10:15:30Z")]
    [InlineData("2018-02-28 10:15:30Z", "2018-02-28T10:15:30Z")]
    [InlineData("2018-02-28 10:15:30 +0200", "2018-02-28T08:15:30Z")]
    [InlineData("2018-02-28T10:15:30+0200", "2018-02-28T08:15:30Z")]
    [InlineData("2018-02-28T10:15:30+02", "2018-02-28T08:15:30Z")]
    [InlineData("2018-02-28T10:15+02", "2018-02-28T08:15:00Z")]
    [InlineData("2018-02-28T10-02", "2018-02-28T12:00:00Z")]
    [InlineData("2018-02-28T10:15:30-11:30", "2018-02-28T21:45:30Z")]
    [InlineData("2018-02-28T10:15:30+00:53:28", "2018-02-28T09:22:02Z")]
    [InlineData("1850-02-28T10:15:30.5+00:53:28.250000", "1850-02-28T09:22:02.250000Z")]
    [InlineData("20180228T101500Z", "2018-02-28T10:15:00Z")]
    [InlineData("20180228T1015", "2018-02-28T10:15:00Z")]
    [InlineData("20180228T10", "2018-02-28T10:00:00Z")]
    [InlineData("20180228 101530,25", "2018-02-28T10:15:30.250000Z")]
    [InlineData("2018-02-28T101530.123456789Z", "2018-02-28T10:15:30.123456Z")]
    [InlineData("2018-02-28T10:15:30.999999999Z", "2018-02-28T10:15:30.999999Z")]
    [InlineData("2018-02-28T10:15:30.0000000Z", "2018-02-28T10:15:30Z")]
    [InlineData("2018-02-28 10:15:30,123", "2018-02-28T10:15:30.123000Z")]
    [InlineData("2018-02-28T24:00", "2018-03-01T00:00:00Z")]
    [InlineData("20180228T240000.000Z", "2018-03-01T00:00:00Z")]
    [InlineData("2016-02-29T24:00:00+24:00", null)]
    [InlineData("2018-02-28T00:00:00+23:59", "2018-02-27T00:01:00Z")]
    [InlineData("0001-01-01", "0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z")]
    [InlineData("9999-12-31T24:00", null)]
    [InlineData("9999-12-31T24:00+00:01", "9999-12-31T23:59:00Z")]
    [InlineData("0001-01-01T00:00:00+00:01", null)]
    [InlineData("0000-01-01", null)]
    [InlineData("", null)]
    [InlineData(" ", null)]
    [InlineData("now", null)]
    [InlineData("today", null)]
    [InlineData("tomorrow", null)]
    [InlineData("infinity", null)]
    [InlineData("28-02-2018", null)]
    [InlineData("02-28-2018", null)]
    [InlineData("28.02.2018", null)]
    [InlineData("02/28/2018", null)]
    [InlineData("2018/02/28", null)]
    [InlineData("2018-2-28", null)]
    [InlineData("18-02-28", null)]
    [InlineData("2018-02", null)]
    [InlineData("2018", null)]
    [InlineData("201802", null)]
    [InlineData("2018-0228", null)]
    [InlineData("201802-28", null)]
    [InlineData("2018-02-29", null)]
    [InlineData("2018-13-01", null)]
    [InlineData("2018-02-28T", null)]
    [InlineData("2018-02-28Z", null)]
    [InlineData("2018-02-28+02:00", null)]
    [InlineData("2018-02-28X10:15", null)]
    [InlineData("2018-02-28  10:15", null)]
    [InlineData("2018-02-28T1", null)]
    [InlineData("2018-02-28T101", null)]
    [InlineData("2018-02-28T10:1", null)]
    [InlineData("2018-02-28T10:", null)]
    [InlineData("2018-02-28T10:15:", null)]
    [InlineData("2018-02-28T10:1530", null)]
    [InlineData("2018-02-28T1015:30", null)]
    [InlineData("2018-02-28T10.5", null)]
    [InlineData("2018-02-28T10:15.5", null)]
    [InlineData("2018-02-28T10:15:30.", null)]
    [InlineData("2018-02-28T10:15:30.1234567890", null)]
    [InlineData("2018-02-28T10:60", null)]
    [InlineData("2018-02-28T10:15:60Z", null)]
    [InlineData("2018-02-28T24:00:01", null)]
    [InlineData("2018-02-28T25:00", null)]
    [InlineData("2018-02-28T10:15+24:00", null)]
    [InlineData("2018-02-28T10:15+02:60", null)]
    [InlineData("2018-02-28T10:15+2", null)]
    [InlineData("2018-02-28T10:15+", null)]
    [InlineData("2018-02-28T10:15 ", null)]
    [InlineData("2018-02-28T10:15ZZ", null)]
    [InlineData("2018-02-28T10:15Z+02", null)]
    [InlineData("2018-02-28T10:15 UTC", null)]
    [InlineData("2018-02-28T10:15:30 PM", null)]
    [InlineData("2018-W09-3", null)]
    [InlineData("2018-059", null)]
    [InlineData("1519812930", null)]
    [InlineData("+002018-02-28T10:15:30Z", null)]
    [InlineData("２０１８-02-28", null)]
    public void A_time_is_read_or_it_is_none(string text, string? expected) =>
        Assert.Equal(expected, Read(text, DateTimeZone.Utc));

    [Theory]
    [InlineData("2018-02-28", "2018-02-27T23:00:00Z")]
    [InlineData("2018-07-28 10:15", "2018-07-28T08:15:00Z")]
    [InlineData("2018-07-28T10:15Z", "2018-07-28T10:15:00Z")]
    [InlineData("2018-07-28T24:00", "2018-07-28T22:00:00Z")]
    // The clocks go from 2:00 to 3:00: what they skip is an hour later.
    [InlineData("2018-03-25T01:59:59.999999", "2018-03-25T00:59:59.999999Z")]
    [InlineData("2018-03-25T02:00", "2018-03-25T01:00:00Z")]
    [InlineData("2018-03-25T02:30", "2018-03-25T01:30:00Z")]
    [InlineData("2018-03-25T03:00", "2018-03-25T01:00:00Z")]
    // The clocks go from 3:00 back to 2:00: what they show twice is meant for the first time.
    [InlineData("2018-10-28T01:59", "2018-10-27T23:59:00Z")]
    [InlineData("2018-10-28T02:30", "2018-10-28T00:30:00Z")]
    [InlineData("2018-10-28T02:30+01:00", "2018-10-28T01:30:00Z")]
    [InlineData("2018-10-28T03:00", "2018-10-28T02:00:00Z")]
    [InlineData("9999-12-31T23:59:59", "9999-12-31T22:59:59Z")]
    [InlineData("0001-01-01T00:00:00", null)]
    public void A_time_without_an_offset_is_in_the_zone_and_the_offset_before_a_change_holds(
        string text, string? expected) => Assert.Equal(expected, Read(text, Stockholm));

    [Theory]
    [InlineData("Pacific/Kiritimati")]
    [InlineData("Etc/GMT+12")]
    [InlineData("America/Sao_Paulo")]
    public void The_ends_of_the_calendar_are_read_or_refused_in_any_zone(string id)
    {
        var zone = DateTimeZoneProviders.Tzdb[id];
        foreach (var text in new[] { "0001-01-01", "0001-01-01T12:00", "0001-01-02", "9999-12-31", "9999-12-31T24:00" })
            if (WrittenTime.TryRead(text, zone, out var at))
                Assert.InRange(at, Instants.Earliest, Instants.Latest);
    }

    [Fact]
    public void Whatever_a_library_writes_of_an_instant_is_read_back_to_it() => Prop
        .ForAll(Written.ToArbitrary(), one =>
            WrittenTime.TryRead(one.Text, Stockholm, out var at) && at == one.At)
        .QuickCheckThrowOnFailure();

    [Fact]
    public void A_local_time_is_read_as_the_zone_shows_it() => Prop
        .ForAll(AnyInstants.ToArbitrary(), at =>
        {
            var shown = Instant.FromUnixTimeTicks(at.Micros * 10).InZone(Stockholm);
            var text = shown.LocalDateTime.ToDateTimeUnspecified()
                .ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
            // Of an hour that is shown twice the first is meant.
            return WrittenTime.TryRead(text, Stockholm, out var read) && (read == at
                || (Stockholm.MapLocal(shown.LocalDateTime).Count == 2 && read == at - TimeSpan.FromHours(1)));
        })
        .QuickCheckThrowOnFailure();

    [Fact]
    public void What_the_canonical_routes_take_means_the_same_here() => Prop
        .ForAll(Written.ToArbitrary(), one =>
            !Instants.TryParse(one.Text, out var strict)
            || (WrittenTime.TryRead(one.Text, Stockholm, out var lenient) && strict == lenient))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Any_text_is_read_or_refused_and_never_more() => Prop
        .ForAll(Scrambled.ToArbitrary(), text =>
            !WrittenTime.TryRead(text, Stockholm, out var at) || (at >= Instants.Earliest && at <= Instants.Latest))
        .QuickCheckThrowOnFailure();

    static string? Read(string text, DateTimeZone zone) =>
        WrittenTime.TryRead(text, zone, out var at) ? at.Written() : null;

    // Some in the years when clocks are changed, the others anywhere.
    static readonly Gen<Instant> AnyInstants = Gen.OneOf(
        Gen.Choose(0, int.MaxValue).Select(n => Instant.FromUnixTimeSeconds(n)),
        Gen.Choose(int.MinValue, int.MaxValue).Select(n => Instants.FromMicros(n * 123_456_789L % MicrosMax)));

    const long MicrosMax = 1800L * 365 * 86_400_000_000;

    sealed record OneWritten(Instant At, string Text);

    /// <summary>An instant with an offset, as isoformat, toISOString and writers of RFC 3339 put it down.</summary>
    static readonly Gen<OneWritten> Written =
        from at in AnyInstants
        from offset in Gen.OneOf(
            Gen.Constant(0), Gen.Choose(-56, 56).Select(quarters => quarters * 900), Gen.Choose(-50_000, 50_000))
        from day in Gen.Elements("yyyy-MM-dd", "yyyyMMdd")
        from separator in Gen.Elements("'T'", "'t'", "' '")
        from clock in Gen.Elements(
            "HH", "HHmm", "HH:mm", "HHmmss", "HH:mm:ss", "HH:mm:ss.fff", "HH:mm:ss.ffffff", "HHmmss,ffffff",
            "HH:mm:ss.fffffff")
        from nanos in Gen.Elements("", "00", "99")
        from offsetStyle in Gen.Elements("Z", "z", "+hh", "+hhmm", "+hh:mm", " +hhmm")
        select Write(at, offset, $"{day}{separator}{clock}", clock.EndsWith("fffffff") ? nanos : "", offsetStyle);

    // What a form leaves out of a time is left out of the instant first.
    static OneWritten Write(Instant at, int offset, string form, string nanos, string offsetStyle)
    {
        var isZulu = offsetStyle is "Z" or "z";
        var seconds = isZulu ? 0 : offsetStyle.EndsWith("hh") ? offset / 3600 * 3600 : offset;
        var local = DateTime.ParseExact(
            (at + TimeSpan.FromSeconds(seconds)).ToDateTimeUtc().ToString(form, CultureInfo.InvariantCulture), form,
            CultureInfo.InvariantCulture, DateTimeStyles.None);
        var meant = Instants.From(new DateTimeOffset(local, TimeSpan.Zero)) - TimeSpan.FromSeconds(seconds);
        return new OneWritten(meant, local.ToString(form, CultureInfo.InvariantCulture) + nanos +
            (isZulu ? offsetStyle : Offset(seconds, offsetStyle)));
    }

    static string Offset(int seconds, string style)
    {
        var (sign, length) = (seconds < 0 ? "-" : "+", TimeSpan.FromSeconds(Math.Abs(seconds)));
        var colon = style.Contains(':', StringComparison.Ordinal) ? ":" : "";
        var minutes = style.EndsWith("hh") ? "" : $"{colon}{length.Minutes:D2}";
        var rest = length.Seconds == 0 ? "" : $"{colon}{length.Seconds:D2}";
        return $"{style[..style.IndexOf('+')]}{sign}{length.Hours:D2}{minutes}{rest}";
    }

    /// <summary>A written time with one place of it spoiled.</summary>
    static readonly Gen<string> Scrambled =
        from one in Written
        from at in Gen.Choose(0, one.Text.Length - 1)
        from put in Gen.Elements("", "0", "9", "-", ":", "T", " ", "+", ".", "\0", "é")
        select one.Text[..at] + put + one.Text[(at + 1)..];
}
