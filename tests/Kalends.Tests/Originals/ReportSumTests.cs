using System.Globalization;
using Kalends.Reimbursements.Reports;
using Kalends.Tests.Kit;
using Kalends.Tests.Reimbursements;

namespace Kalends.Tests.Originals;

/// <summary>The original report says what adding up the rows says.</summary>
public abstract class ReportSumTests
{
    const string Zone = "Europe/Stockholm";

    readonly TestApp _app;

    protected ReportSumTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task The_report_is_the_sum_of_its_rows()
    {
        await _app.Stop();
        await _app.Start($"--Kalends:Reimbursements:TimeZone={Zone}", "--Kalends:Reimbursements:FoldSeconds=0");
        var books = await Books.Fill(_app, seed: 107, Zone);

        var report = (await _app.Admin.Get("/events/report")).Is(200)["data"]!["report"]!.AsObject();

        var shown = report.SelectMany(year => year.Value!.AsObject().SelectMany(month => month.Value!.AsObject()
            .SelectMany(caregiver => caregiver.Value!.AsObject().Select(sum =>
                $"{year.Key} {month.Key} {caregiver.Key} {sum.Key} {sum.Value!.ToJsonString()}")))).ToList();
        var expected = Books.Sum(books.Rows, ReportBasis.Service, [ReportGroup.Month, ReportGroup.Caregiver])
            .Select(InOriginalWords).ToList();
        Assert.NotEmpty(expected);
        Assert.Equal(expected, shown);
    }

    static string InOriginalWords(string sum)
    {
        var words = sum.Split(' ');
        var (month, caregiver, currency, state, amount) = (words[0], words[1], words[3], words[4], words[6]);
        var date = DateOnly.ParseExact($"{month}-01", "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var digits = currency switch { "JPY" => 0, "KWD" => 3, _ => 2 };
        var units = decimal.Parse(amount, CultureInfo.InvariantCulture) / (decimal)Math.Pow(10, digits);
        var shown = units.ToString(units == Math.Truncate(units) ? "F0" : $"F{digits}", CultureInfo.InvariantCulture);
        var when = date.ToString("yyyy MMM", CultureInfo.InvariantCulture);
        return $"{when} {caregiver} {(state == "open" ? "non-reimbursed" : "reimbursed")} {currency} {shown}";
    }
}

public sealed class ReportSumTestsOnSqlite(SqliteApp app) : ReportSumTests(app), IClassFixture<SqliteApp>;

public sealed class ReportSumTestsOnPostgres(PostgresApp app) : ReportSumTests(app), IClassFixture<PostgresApp>;
