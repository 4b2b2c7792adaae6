using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Kalends.Reimbursements.Reports;

namespace Kalends.Tests.Reimbursements;

/// <summary>How a stretch of time is cut into whole months and what sticks out, and how a cell is made safe.</summary>
public sealed class ReportPeriodTests
{
    [Theory]
    [InlineData("Europe/Stockholm")]
    [InlineData("Pacific/Kiritimati")]
    [InlineData("Pacific/Pago_Pago")]
    [InlineData("America/Sao_Paulo")]
    public void Every_moment_of_a_period_is_in_exactly_one_part_of_it(string zone)
    {
        var tz = DateTimeZoneProviders.Tzdb[zone];
        var hours = Gen.Choose(0, 5 * 366 * 24);
        var moment = Gen.Zip(hours, Gen.Choose(0, 4)).Select(pair => Moment(pair.Item1, pair.Item2, tz));
        var questions = Gen.Zip(Gen.Zip(moment, moment), moment).ToArbitrary();

        Prop.ForAll(questions, question =>
        {
            var ((a, b), at) = question;
            var (from, to) = a < b ? (a, b) : (b, a);
            Assert.Equal(from <= at && at < to ? 1 : 0, Parts(ReportPeriod.Of(from, to, tz), at, tz));
            Assert.Equal(from <= at ? 1 : 0, Parts(ReportPeriod.Of(from, null, tz), at, tz));
            Assert.Equal(at < to ? 1 : 0, Parts(ReportPeriod.Of(null, to, tz), at, tz));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithReplay(20_300_107, 1));
    }

    [Theory]
    [InlineData("Pacific/Kiritimati")]
    [InlineData("Etc/GMT+12")]
    public void Bounds_at_the_ends_of_the_calendar_are_bounds(string zone)
    {
        var tz = DateTimeZoneProviders.Tzdb[zone];
        var (first, last) = (Instants.From(DateTimeOffset.MinValue), Instants.From(DateTimeOffset.MaxValue));
        var now = Instant.FromUtc(2030, 1, 15, 0, 0);

        Assert.Equal(1, Parts(ReportPeriod.Of(first, last, tz), now, tz));
        Assert.Equal(0, Parts(ReportPeriod.Of(last, null, tz), now, tz));
        Assert.Equal(0, Parts(ReportPeriod.Of(null, first, tz), now, tz));
    }

    [Fact]
    public void Whole_months_have_no_edges()
    {
        var zone = DateTimeZoneProviders.Tzdb["Europe/Stockholm"];
        var (march, june) = (Months.FromNumber(203003), Months.FromNumber(203006));

        var period = ReportPeriod.Of(march.Start(zone), june.Start(zone), zone);

        Assert.Equal((march, june, false), (period.First, period.End, period.HasEdges));
    }

    [Theory]
    [InlineData("Ada Lovelace", "Ada Lovelace")]
    [InlineData("", "")]
    [InlineData("Öst, A", "\"Öst, A\"")]
    [InlineData("say \"x\"", "\"say \"\"x\"\"\"")]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("+46", "\"'+46\"")]
    [InlineData("-2", "\"'-2\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("\tx", "\"'\tx\"")]
    [InlineData("\r=x", "\"'\r=x\"")]
    [InlineData("＝1", "\"'＝1\"")]
    [InlineData("a;=1", "\"a;'=1\"")]
    [InlineData("a,=1", "\"a,'=1\"")]
    [InlineData("a\t=1", "\"a\t'=1\"")]
    [InlineData("a-b", "a-b")]
    [InlineData(" =1", "\" =1\"")]
    public void A_cell_is_shown_and_never_computed(string text, string cell) => Assert.Equal(cell, Csv.Cell(text));

    [Theory]
    [InlineData(',', false, "12.50", "12.50")]
    [InlineData(',', true, "12.50", "\"12,50\"")]
    [InlineData(';', true, "-12.50", "-12,50")]
    [InlineData(';', true, "700", "700")]
    [InlineData('\t', true, "1.001", "1,001")]
    public void An_amount_has_the_mark_that_was_asked_for(char separator, bool comma, string amount, string cell) =>
        Assert.Equal(cell, new CsvForm(separator, comma).Cell(decimal.Parse(amount, CultureInfo.InvariantCulture)));

    static int Parts(ReportPeriod period, Instant at, DateTimeZone zone)
    {
        var month = Months.Of(at, zone);
        var parts = new[]
        {
            period.First <= month && month < period.End,
            period.Head.Month == month && period.Head.From <= at && at < period.Head.To,
            period.Tail.Month == month && period.Tail.From <= at && at < period.Tail.To,
        };
        return parts.Count(isIn => isIn);
    }

    // Near a month's edge as often as anywhere.
    static Instant Moment(int hours, int kind, DateTimeZone zone)
    {
        var at = Instant.FromUtc(2028, 1, 1, 0, 0) + TimeSpan.FromHours(hours);
        return kind > 2 ? at : Months.Of(at, zone).Start(zone) + TimeSpan.FromMicroseconds(kind - 1);
    }
}
