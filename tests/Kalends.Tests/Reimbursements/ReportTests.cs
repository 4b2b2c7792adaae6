using System.Net.Http.Json;
using Kalends.Platform.Calls;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Reimbursements;

/// <summary>How a report is asked for, who sees what of it, and what it comes in.</summary>
public abstract class ReportTests
{
    const string Path = "/v1/reports/reimbursements";

    readonly TestApp _app;

    protected ReportTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_report_says_what_it_adds_up_and_when()
    {
        var (caregiver, type) = (await _app.GivenAProvider(), await _app.GivenAnEventType(1250));
        await _app.GivenACareEvent(caregiver, type);
        await _app.GivenACareEvent(caregiver, type);

        var report = (await _app.Admin.Get(
            $"{Path}?group_by=month&group_by=type&group_by=caregiver&first_month=2030-01&last_month=2030-01" +
            $"&caregiver_ids={caregiver}")).Is(200);

        Assert.Equal("application/json", report.Headers["Content-Type"]);
        Assert.Equal(("2030-01", caregiver, "Ada Lovelace", type, "open", "SEK", 2L, 2500L), (
            (string)report["items"]![0]!["month"]!, (long)report["items"]![0]!["caregiver_id"]!,
            (string)report["items"]![0]!["caregiver_name"]!, (long)report["items"]![0]!["event_type_id"]!,
            (string)report["items"]![0]!["state"]!, (string)report["items"]![0]!["currency"]!,
            (long)report["items"]![0]!["events"]!, (long)report["items"]![0]!["amount"]!));
        Assert.Single(report["items"]!.AsArray());
        Assert.Equal("service", (string)report["basis"]!);
        Assert.Equal("UTC", (string)report["time_zone"]!);
        Assert.Equal("2030-01-01T00:00:00Z", (string)report["from"]!);
        Assert.Equal("2030-02-01T00:00:00Z", (string)report["to"]!);
        Assert.Equal("[\"month\",\"caregiver\",\"type\"]", report["group_by"]!.ToJsonString());
        Assert.Equal(_app.OwnCall().Now.Written(), (string)report["generated_at"]!);
    }

    [Fact]
    public async Task A_late_entry_is_in_its_month_of_care_and_in_the_month_of_its_booking()
    {
        var (caregiver, type) = (await _app.GivenAProvider(), await _app.GivenAnEventType(100));
        await _app.GivenACareEvent(caregiver, type, hoursAgo: 24 * 60);
        var booked = _app.OwnCall().Now.Written()[..7];
        var took = (_app.OwnCall().Now - TimeSpan.FromDays(60)).ToString()[..7];

        Assert.Equal(took, await MonthBy("service"));
        Assert.Equal(booked, await MonthBy("booking"));

        async Task<string> MonthBy(string basis) => (string)Assert.Single((await _app.Admin.Get(
            $"{Path}?group_by=month&basis={basis}&caregiver_ids={caregiver}")).Is(200)["items"]!.AsArray())!["month"]!;
    }

    [Fact]
    public async Task Everybody_sees_the_sums_of_those_they_answer_for()
    {
        var organisation = (await _app.Admin.Post("/v1/organisations", new { name = Guid.NewGuid() })).Is(201).Id;
        var (manager, owner, stranger) = (
            await _app.As(Roles.Manager, organisation), await _app.As(Roles.Provider), await _app.As(Roles.Provider));
        var own = await _app.GivenAProvider(owner);
        var theirs = (await _app.Admin.Post("/v1/providers", new
        {
            first_name = "Mary",
            last_name = "Seacole",
            organisation_id = organisation,
        })).Is(201).Id;
        var type = await _app.GivenAnEventType(1);
        foreach (var caregiver in new[] { own, theirs })
            await _app.GivenACareEvent(caregiver, type);
        var both = $"&caregiver_ids={own}&caregiver_ids={theirs}";

        Assert.Equal([own, theirs], await SeenBy(await _app.AnAccountant(), both));
        Assert.Equal([own, theirs], await SeenBy(_app.Admin, both));
        Assert.Equal([theirs], await SeenBy(_app.Admin, $"&organisation_id={organisation}"));
        Assert.Equal([theirs], await SeenBy(manager, ""));
        Assert.Equal([theirs], await SeenBy(manager, both));
        Assert.Equal([own], await SeenBy(owner, ""));
        Assert.Equal([], await SeenBy(owner, $"&organisation_id={organisation}"));
        Assert.Equal([], await SeenBy(stranger, both));
        (await (await _app.As(Roles.Client)).Get(Path)).IsRefused(403, "forbidden");
        (await manager.Get($"{Path}/verify")).IsRefused(403, "forbidden");

        async Task<IEnumerable<long>> SeenBy(Visitor visitor, string filter) =>
            (await visitor.Get($"{Path}?group_by=caregiver{filter}")).Is(200)["items"]!.AsArray()
            .Select(row => (long)row!["caregiver_id"]!);
    }

    [Fact]
    public async Task CSV_is_safe_to_open_in_a_spreadsheet()
    {
        var caregiver = (await _app.Admin.Post("/v1/providers", new
        {
            first_name = "=HYPERLINK(\"x\")",
            last_name = "Öst, A",
        })).Is(201).Id;
        var yen = await _app.GivenAnEventType(700, "JPY", $"@SUM(1) {Guid.NewGuid()}");
        var dinar = await _app.GivenAnEventType(1001, "KWD", $"b {Guid.NewGuid()}");
        var crown = await _app.GivenAnEventType(1250, "SEK", $"c;-2 {Guid.NewGuid()}");
        foreach (var type in new[] { yen, dinar, crown })
            await _app.GivenACareEvent(caregiver, type);
        (await _app.Admin.Post($"/v1/care-events/{await _app.GivenACareEvent(caregiver, crown)}/reverse")).Is(201);
        var paid = await _app.GivenACareEvent(caregiver, dinar);
        (await _app.Admin.Post("/v1/remittances", new { reference = Guid.NewGuid(), care_event_ids = new[] { paid } }))
            .Is(201);
        (await _app.Admin.Post($"/v1/care-events/{paid}/reverse")).Is(201);

        var answer = await Ask($"{Path}?group_by=caregiver&group_by=type&caregiver_ids={caregiver}", "text/csv");
        var lines = answer.Is(200).Text.Split("\r\n");

        Assert.Equal("text/csv; charset=utf-8; header=present", answer.Headers["Content-Type"]);
        Assert.Matches("^attachment; filename=\"reimbursements-by-service-2030[0-9T]+Z.csv\"$",
            answer.Headers["Content-Disposition"]);
        Assert.Equal("caregiver_id,caregiver_name,event_type_id,event_type_name,state,currency,events,amount," +
            "amount_decimal,basis,time_zone,generated_at", lines[0]);
        var name = $"{caregiver},\"'=HYPERLINK(\"\"x\"\") Öst, A\"";
        var end = $"service,UTC,{_app.OwnCall().Now}";
        Assert.StartsWith($"{name},{yen},\"'@SUM(1) ", lines[1], StringComparison.Ordinal);
        Assert.EndsWith($",open,JPY,1,700,700,{end}", lines[1], StringComparison.Ordinal);
        Assert.StartsWith($"{name},{dinar},b ", lines[2], StringComparison.Ordinal);
        Assert.EndsWith($",reimbursed,KWD,1,1001,1.001,{end}", lines[2], StringComparison.Ordinal);
        Assert.StartsWith($"{name},{crown},\"c;'-2 ", lines[3], StringComparison.Ordinal);
        Assert.EndsWith($",open,SEK,1,1250,12.50,{end}", lines[3], StringComparison.Ordinal);
        Assert.Equal(("", 5), (lines[4], lines.Length));
    }

    [Theory]
    [InlineData(";", ';')]
    [InlineData("tab", '\t')]
    public async Task CSV_is_written_as_a_callers_spreadsheet_writes_it(string separator, char mark)
    {
        var caregiver = (await _app.Admin.Post("/v1/providers", new { first_name = "Åsa", last_name = "a,=2;=3" }))
            .Is(201).Id;
        var type = await _app.GivenAnEventType(1250, "SEK");
        await _app.GivenACareEvent(caregiver, type);

        var byQuery = await Ask(
            $"{Path}?group_by=caregiver&caregiver_ids={caregiver}&separator={separator}&decimal_comma=true",
            "text/csv");
        var byBody = await _app.Admin.Send(HttpMethod.Post, Path, JsonContent.Create(new
        {
            group_by = new[] { "caregiver" },
            caregiver_ids = new[] { caregiver },
            separator,
            decimal_comma = true,
        }), accept: "text/csv");

        var lines = byQuery.Is(200).Text.Split("\r\n");
        Assert.Equal(string.Join(mark, "caregiver_id", "caregiver_name", "state", "currency", "events", "amount",
            "amount_decimal", "basis", "time_zone", "generated_at"), lines[0]);
        Assert.Equal(string.Join(mark, caregiver, "\"Åsa a,'=2;'=3\"", "open", "SEK", 1, 1250, "12,50", "service",
            "UTC", _app.OwnCall().Now), lines[1]);
        Assert.Equal(byQuery.Text, byBody.Is(200).Text);
    }

    [Fact]
    public async Task CSV_begins_with_the_mark_by_which_a_spreadsheet_knows_its_encoding()
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("Authorization", $"Bearer {_app.Admin.Token}");
        http.DefaultRequestHeaders.Add("Accept", "text/csv");

        var bytes = await http.GetByteArrayAsync(
            new Uri(_app.Address, $"{Path}?caregiver_ids=999999"), TestContext.Current.CancellationToken);

        Assert.Equal([0xEF, 0xBB, 0xBF, .. "state,"u8], bytes[..9]);
    }

    [Fact]
    public async Task JSON_lines_say_each_by_itself_what_they_are()
    {
        var (caregiver, type) = (await _app.GivenAProvider(), await _app.GivenAnEventType(100));
        var paid = await _app.GivenACareEvent(caregiver, type);
        await _app.GivenACareEvent(caregiver, type);
        await _app.Reimburse(paid);

        var answer = await Ask($"{Path}?caregiver_ids={caregiver}", "application/x-ndjson, */*;q=0.1");
        var end = $"\"basis\":\"service\",\"time_zone\":\"UTC\",\"generated_at\":\"{_app.OwnCall().Now}\"}}\n";

        Assert.Equal("application/x-ndjson", answer.Is(200).Headers["Content-Type"]);
        Assert.Equal(
            $"{{\"state\":\"open\",\"currency\":\"SEK\",\"events\":1,\"amount\":100,{end}" +
            $"{{\"state\":\"reimbursed\",\"currency\":\"SEK\",\"events\":1,\"amount\":100,{end}", answer.Text);
    }

    [Theory]
    [InlineData("application/json", "application/json")]
    [InlineData("*/*", "application/json")]
    [InlineData("text/*", "text/csv")]
    [InlineData("text/html, application/xhtml+xml, */*;q=0.8", "application/json")]
    [InlineData("application/json;q=0.5, text/csv", "text/csv")]
    [InlineData("text/csv;q=0, application/x-ndjson", "application/x-ndjson")]
    public async Task The_format_is_what_the_caller_wants_most(string accept, string type) => Assert.StartsWith(
        type, (await Ask($"{Path}?caregiver_ids=999999", accept)).Is(200).Headers["Content-Type"],
        StringComparison.Ordinal);

    [Theory]
    [InlineData("image/png")]
    [InlineData("application/json;q=0")]
    public async Task A_format_that_it_does_not_come_in_is_refused(string accept) =>
        (await Ask(Path, accept)).IsRefused(406, "not_acceptable");

    [Theory]
    [InlineData("first_month=2030-13", "first_month format")]
    [InlineData("from=2030-01-01T00:00:00Z&first_month=2030-01", "first_month one_of_two")]
    [InlineData("to=2030-01-01T00:00:00Z&last_month=2030-01", "last_month one_of_two")]
    [InlineData("from=2030-01-02T00:00:00Z&to=2030-01-01T00:00:00Z", "to end_before_start")]
    [InlineData("first_month=2030-03&last_month=2030-01", "last_month end_before_start")]
    [InlineData("basis=booking&from=2030-01-01T00:00:01Z", "basis whole_months_only")]
    [InlineData("basis=booking&to=2030-01-01T00:00:00.000001Z", "basis whole_months_only")]
    [InlineData("basis=neither", "basis unknown_word")]
    [InlineData("group_by=day", "group_by unknown_word")]
    [InlineData("currency=ZZZ", "currency unknown_currency")]
    [InlineData("caregiver_ids=0", "caregiver_ids out_of_range")]
    [InlineData("caregivers=1", "caregivers unknown_parameter")]
    [InlineData("separator=|", "separator unknown_word")]
    public async Task A_question_that_makes_no_sense_is_refused_in_words(string query, string fault) =>
        Assert.Equal([fault], (await _app.Admin.Get($"{Path}?{query}")).IsRefused(422, "invalid_input").Errors);

    [Theory]
    [InlineData("from=0001-01-01T00:00:00Z&to=9999-12-31T23:59:59Z")]
    [InlineData("from=2030-01-01T00:00:00Z&to=2030-01-01T00:00:00Z")]
    [InlineData("first_month=1900-01&last_month=9000-12")]
    public async Task Far_and_empty_periods_are_periods(string query) =>
        (await _app.Admin.Get($"{Path}?{query}")).Is(200);

    [Fact]
    public async Task A_list_as_a_body_may_be_long_and_has_an_end()
    {
        var (caregiver, type) = (await _app.GivenAProvider(), await _app.GivenAnEventType(7));
        await _app.GivenACareEvent(caregiver, type);
        var ids = Enumerable.Range(900_000, 4_999).Select(id => (long)id).Append(caregiver).ToList();

        var report = (await _app.Admin.Post(Path, new { caregiver_ids = ids })).Is(200);

        Assert.Equal(7, (long)Assert.Single(report["items"]!.AsArray())!["amount"]!);
        Assert.Equal(["/caregiver_ids count"], (await _app.Admin.Post(Path, new { caregiver_ids = ids.Append(1) }))
            .IsRefused(422, "invalid_input").Errors);
    }

    Task<Answer> Ask(string path, string accept) => _app.Admin.Send(
        HttpMethod.Get, path, null, accept: accept);
}

public sealed class ReportTestsOnSqlite(SqliteApp app) : ReportTests(app), IClassFixture<SqliteApp>;

public sealed class ReportTestsOnPostgres(PostgresApp app) : ReportTests(app), IClassFixture<PostgresApp>;
