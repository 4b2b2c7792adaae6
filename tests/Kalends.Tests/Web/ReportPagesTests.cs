using System.Net;
using System.Text.RegularExpressions;
using Kalends.Platform.Calls;
using Kalends.Tests.Kit;
using Kalends.Tests.Reimbursements;

namespace Kalends.Tests.Web;

/// <summary>The reports in the console: their figures are those of the API.</summary>
public abstract partial class ReportPagesTests
{
    readonly TestApp _app;

    protected ReportPagesTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task The_figures_of_the_page_are_those_of_the_API()
    {
        var caregiver = await GivenMonths();
        using var accountant = await SignedIn();
        var report = (await _app.Admin.Get(
            $"/v1/reports/reimbursements?caregiver_ids={caregiver}&group_by=month")).Is(200)["items"]!.AsArray();

        var page = (await accountant.Get($"/console/reports?caregiver_id={caregiver}")).Is(200);

        Assert.NotEmpty(report);
        var links = CareLinks().Matches(page.Text)
            .ToLookup(link => WebUtility.HtmlDecode(link.Groups[1].Value), link => link.Groups[2].Value);
        foreach (var row in report)
        {
            var href = $"/console/care-events?caregiver_id={caregiver}&service_month={row!["month"]}" +
                $"&state={row["state"]}";
            var currency = (string)row["currency"]!;
            var amount = currency == "JPY" ? $"{(long)row["amount"]!:N0}" : $"{(long)row["amount"]! / 100m:N2}";
            Assert.Contains($"{amount} {currency}", links[href]);
        }
        Assert.Equal(2 * 4, page.Text.Split("<svg role=\"img\"").Length - 1);
        Assert.DoesNotContain("style=", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "state,currency,events,amount,amount_decimal", ",10.50,")]
    [InlineData("de", "state;currency;events;amount;amount_decimal", ";10,50;")]
    public async Task The_file_has_the_form_that_spreadsheets_of_the_language_read(
        string language, string header, string amount)
    {
        var caregiver = await _app.GivenAProvider();
        await _app.GivenACareEvent(caregiver, await _app.GivenAnEventType(1050));
        using var accountant = await SignedIn();
        accountant.Cookies["kalends-language"] = language;
        var page = (await accountant.Get($"/console/reports?caregiver_id={caregiver}&split_by=type")).Is(200);

        var href = WebUtility.HtmlDecode(Files().Matches(page.Text)[^1].Groups[1].Value);
        var file = (await accountant.Get(href)).Is(200);

        Assert.Contains(header, file.Text, StringComparison.Ordinal);
        Assert.Contains("event_type_name", file.Text, StringComparison.Ordinal);
        Assert.Contains(amount, file.Text, StringComparison.Ordinal);
        Assert.StartsWith("text/csv", file.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.StartsWith("attachment", file.Headers["Content-Disposition"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("first_month=2026-02&last_month=2026-01")]
    [InlineData("first_month=2020-01&last_month=2026-01")]
    [InlineData("first_month=yesterday")]
    [InlineData("split_by=month")]
    public async Task A_period_that_no_chart_can_show_is_refused_beside_its_field(string query)
    {
        using var accountant = await SignedIn();

        var refused = (await accountant.Get($"/console/reports?{query}")).Is(422);

        Assert.Contains("class=\"fault\"", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sums_by_the_month_of_the_entry_lead_to_no_list_by_the_month_of_the_care()
    {
        var caregiver = await GivenMonths();
        using var accountant = await SignedIn();

        var page = (await accountant.Get($"/console/reports?caregiver_id={caregiver}&basis=booking")).Is(200);

        Assert.DoesNotContain("service_month=", page.Text, StringComparison.Ordinal);
    }

    /// <summary>A caregiver with care of three months in two currencies, some of it paid.</summary>
    async Task<long> GivenMonths()
    {
        var caregiver = await _app.GivenAProvider();
        var (crowns, yen) = (await _app.GivenAnEventType(123_450), await _app.GivenAnEventType(777, "JPY"));
        var ids = new List<long>();
        foreach (var days in (int[])[1, 20, 33, 61])
            foreach (var type in (long[])[crowns, yen])
                ids.Add((await _app.Admin.Post("/v1/care-events", new
                {
                    caregiver_id = caregiver,
                    event_type_id = type,
                    starts_at = _app.NextHour().AddDays(-days).Text(),
                })).Is(201).Id);
        (await _app.Admin.Post("/v1/remittances", new
        {
            reference = $"r{caregiver}",
            care_event_ids = new[] { ids[0], ids[4] },
        })).Is(201);
        return caregiver;
    }

    async Task<PageVisitor> SignedIn()
    {
        var visitor = new PageVisitor(_app);
        (await visitor.SignIn(await _app.GivenAUserWithPassword(Roles.Accountant), Practice.Password)).Is(303);
        return visitor;
    }

    [GeneratedRegex("""<a href="(/console/care-events\?[^"]*)">([^<]*)</a>""")]
    private static partial Regex CareLinks();

    [GeneratedRegex("""<a href="(/console/reports/csv[^"]*)" download""")]
    private static partial Regex Files();
}

public sealed class ReportPagesTestsOnSqlite(SqliteApp app) : ReportPagesTests(app), IClassFixture<SqliteApp>;

public sealed class ReportPagesTestsOnPostgres(PostgresApp app) : ReportPagesTests(app), IClassFixture<PostgresApp>;
