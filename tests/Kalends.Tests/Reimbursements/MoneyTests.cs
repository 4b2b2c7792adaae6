using System.Globalization;
using System.Text.RegularExpressions;
using Kalends.Platform;
using Kalends.Reimbursements;
using Kalends.Tests.Contracts;

namespace Kalends.Tests.Reimbursements;

public sealed partial class MoneyTests
{
    [Theory]
    [InlineData(1250, "SEK", "12.50")]
    [InlineData(1250, "JPY", "1250")]
    [InlineData(1250, "KWD", "1.250")]
    [InlineData(5, "SEK", "0.05")]
    [InlineData(0, "SEK", "0.00")]
    [InlineData(-1250, "SEK", "-12.50")]
    [InlineData(long.MinValue, "SEK", "-92233720368547758.08")]
    [InlineData(100_000_000_000, "SEK", "1000000000.00")]
    [InlineData(9_007_199_254_740_993, "SEK", "90071992547409.93")]
    public void An_amount_has_the_decimals_of_its_currency(long minor, string code, string expected)
    {
        var amount = new Money(minor, Currency.Find(code)!);

        Assert.Equal(expected, amount.Units.ToString(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(-1, "SEK", "/amount out_of_range")]
    [InlineData(100_000_000_001, "SEK", "/amount out_of_range")]
    [InlineData(1, "ABC", "/currency unknown_currency")]
    [InlineData(1, "sek", "/currency unknown_currency")]
    public void What_is_no_amount_is_refused(long minor, string code, string fault)
    {
        var refused = Assert.Throws<Refused>(() => Money.Of(minor, code));

        Assert.Equal([fault], refused.Errors.Select(one => $"{one.Pointer} {one.Code}"));
    }

    [Fact]
    public void Two_currencies_have_no_sum()
    {
        var (kronor, yen) = (Money.Of(1, "SEK"), Money.Of(1, "JPY"));

        Assert.Throws<InvalidOperationException>(() => kronor + yen);
        Assert.Equal(Money.Of(2, "SEK"), kronor + kronor);
    }

    [Fact]
    public void A_sum_that_does_not_fit_is_an_error_and_never_another_sum() => Assert.Throws<OverflowException>(
        () => new Money(long.MaxValue, Currency.Find("SEK")!) + Money.Of(1, "SEK"));

    [Theory]
    [InlineData(0, "JPY KRW CLP ISK VND UGX XAF")]
    [InlineData(2, "SEK EUR USD GBP MGA MRU HUF")]
    [InlineData(3, "BHD IQD JOD KWD LYD OMR TND")]
    public void Every_currency_has_the_exponent_of_ISO_4217(int exponent, string codes) =>
        Assert.All(codes.Split(' '), code => Assert.Equal(exponent, Currency.Find(code)!.Exponent));

    [Fact]
    public void Every_code_has_three_capitals() =>
        Assert.All(Currency.Codes, code => Assert.Matches("^[A-Z]{3}$", code));

    [Fact]
    public void No_floating_point_comes_near_money() => Assert.Empty(
        SourceTree.Files("src/Kalends/Reimbursements", "*")
            .SelectMany(path => FloatingPoint().Matches(SourceTree.Read(path)).Select(found => $"{path}: {found}")));

    [Theory]
    [InlineData("double sum = 0;", true)]
    [InlineData("SUM(amount) * 1.0", true)]
    [InlineData("amount REAL NOT NULL", true)]
    [InlineData("amount / 100m", false)]
    public void The_search_for_floating_point_finds_it(string text, bool isFound) =>
        Assert.Equal(isFound, FloatingPoint().IsMatch(text));

    const string Words = @"\b(double|float|Half|Single|Double|REAL|FLOAT\d*|DOUBLE PRECISION|AVG|TOTAL|Math\.Round)\b";

    [GeneratedRegex(Words + @"|\b\d+\.\d+(?!m\b)")]
    private static partial Regex FloatingPoint();
}
