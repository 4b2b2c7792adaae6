using Kalends.Platform.Storage;
using Kalends.Reimbursements.CareEvents;
using Kalends.Reimbursements.Reports;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Reimbursements;

/// <summary>Whatever a report is asked, it says what adding up the rows says.</summary>
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
    public async Task Any_report_is_the_sum_of_its_rows()
    {
        await _app.Stop();
        await _app.Start($"--Kalends:Reimbursements:TimeZone={Zone}", "--Kalends:Reimbursements:FoldSeconds=0");
        var random = new Random(2030);
        var books = await Books.Fill(_app, seed: 107, Zone);
        var seen = 0;

        for (var i = 0; i < 200; i++)
        {
            var asked = Ask(random, books);
            var reader = books.Readers[Math.Max(0, random.Next(-3, books.Readers.Count))];
            var report = (await reader.Visitor.Post("/v1/reports/reimbursements", asked.Body)).Is(200);

            var expected = Books.Sum(
                books.Rows.Where(row => reader.Sees(row) && asked.Fits(row)), asked.Basis, asked.Groups);
            Assert.Equal(expected, Books.Shown(report));
            seen += expected.Count;
        }

        // Questions that nothing answers to would prove little.
        Assert.InRange(seen, 500, int.MaxValue);
        Assert.Equal(0, (long)(await _app.Admin.Get("/v1/reports/reimbursements/verify")).Is(200)["drift"]!);
    }

    sealed record Question(
        Dictionary<string, object?> Body, ReportBasis Basis, List<ReportGroup> Groups, Func<CareEvent, bool> Fits);

    static Question Ask(Random random, Books books)
    {
        var body = new Dictionary<string, object?>();
        var fits = new List<Func<CareEvent, bool>>();
        var basis = random.Next(3) == 0 ? ReportBasis.Booking : ReportBasis.Service;
        body["basis"] = EnumText.Of(basis);
        if (basis == ReportBasis.Booking)
            AskMonths(random, body, fits);
        else
            AskMoments(random, books, body, fits);

        var groups = Enum.GetValues<ReportGroup>().Where(_ => random.Next(2) == 0).ToList();
        if (groups.Count > 0)
            body["group_by"] = groups.Select(group => EnumText.Of(group));
        if (random.Next(2) == 0)
        {
            var caregivers = books.Caregivers.Where(_ => random.Next(2) == 0).Append(books.Caregivers[0]).ToList();
            body["caregiver_ids"] = caregivers;
            fits.Add(row => caregivers.Contains(row.CaregiverId));
        }
        if (random.Next(3) == 0)
        {
            var organisation = books.Organisations[random.Next(2)];
            body["organisation_id"] = organisation;
            fits.Add(row => row.OrganisationId == organisation);
        }
        if (random.Next(3) == 0)
        {
            var types = books.Types.Where(_ => random.Next(2) == 0).Append(books.Types[1]).ToList();
            body["event_type_ids"] = types;
            fits.Add(row => types.Contains(row.EventTypeId));
        }
        if (random.Next(3) == 0)
        {
            var state = (CareEventState)random.Next(2);
            body["state"] = EnumText.Of(state);
            fits.Add(row => row.State == state);
        }
        if (random.Next(4) == 0)
        {
            var currency = new[] { "SEK", "JPY", "KWD" }[random.Next(3)];
            body["currency"] = currency;
            fits.Add(row => row.Currency == currency);
        }
        return new Question(body, basis, groups, row => fits.TrueForAll(fit => fit(row)));
    }

    static void AskMoments(
        Random random, Books books, Dictionary<string, object?> body, List<Func<CareEvent, bool>> fits)
    {
        var (one, other) = (books.AnyMoment(), books.AnyMoment());
        var (from, to) = one < other ? (one, other) : (other, one);
        if (random.Next(4) > 0)
        {
            body["from"] = from.Written();
            fits.Add(row => row.StartsAt >= from);
        }
        if (random.Next(4) > 0)
        {
            body["to"] = to.Written();
            fits.Add(row => row.StartsAt < to);
        }
    }

    static void AskMonths(Random random, Dictionary<string, object?> body, List<Func<CareEvent, bool>> fits)
    {
        var first = Months.FromNumber(203001 + random.Next(4));
        var last = Months.FromNumber(203002 + random.Next(4));
        if (last < first)
            (first, last) = (last, first);
        if (random.Next(3) > 0)
        {
            body["first_month"] = first.Written();
            fits.Add(row => row.BookingMonth >= first);
        }
        if (random.Next(3) > 0)
        {
            body["last_month"] = last.Written();
            fits.Add(row => row.BookingMonth <= last);
        }
    }
}

public sealed class ReportSumTestsOnSqlite(SqliteApp app) : ReportSumTests(app), IClassFixture<SqliteApp>;

public sealed class ReportSumTestsOnPostgres(PostgresApp app) : ReportSumTests(app), IClassFixture<PostgresApp>;
