using System.Net;
using System.Text.RegularExpressions;
using Kalends.Platform.Calls;
using Kalends.Tests.Kit;
using Kalends.Tests.Reimbursements;

namespace Kalends.Tests.Web;

/// <summary>The ledger in the console, without a browser's screen.</summary>
public abstract partial class LedgerTests
{
    const string Form = "/console/remittances/new";

    readonly TestApp _app;

    protected LedgerTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task Care_is_registered_and_picked_and_paid_and_the_payment_is_reversed()
    {
        var (caregiver, type) = (await _app.GivenAProvider(), await _app.GivenAnEventType(12_345));
        using var accountant = await SignedIn(Roles.Accountant);

        var form = (await accountant.Get("/console/care-events/new")).Is(200);
        var yesterday = _app.Clock.GetUtcNow().AddDays(-1);
        var registered = (await accountant.SendForm(
            form, "/console/care-events/new", ("caregiver_id", $"{caregiver}"), ("event_type_id", $"{type}"),
            ("date", $"{yesterday:yyyy-MM-dd}"), ("time", "09:30"))).Is(303);
        var care = (await accountant.Get(registered.Headers["Location"])).Is(200);
        var list = (await accountant.Get($"/console/care-events?caregiver_id={caregiver}")).Is(200);
        var id = Picks().Match(list.Text).Groups[1].Value;
        var preview = (await accountant.Get($"{Form}?care_event_ids={id}")).Is(200);
        var paid = (await accountant.SendForm(
            preview, Form, ("reference", $"pay {id}"))).Is(303);
        var remittance = (await accountant.Get(paid.Headers["Location"])).Is(200);
        var inAnotherTab = (await accountant.Get(paid.Headers["Location"])).Is(200);

        Assert.Contains("123.45 SEK", care.Text, StringComparison.Ordinal);
        Assert.Contains("Pay 123.45 SEK", preview.Text, StringComparison.Ordinal);
        Assert.Contains($"pay {id}", remittance.Text, StringComparison.Ordinal);
        Assert.Equal("reimbursed", (string?)(await _app.Admin.Get($"/v1/care-events/{id}"))["state"]);
        Assert.DoesNotMatch(Picks(), (await accountant.Get($"/console/care-events?caregiver_id={caregiver}")).Text);

        var reverse = $"{paid.Headers["Location"]}/reverse";
        (await accountant.SendForm(remittance, reverse, ("reason", "paid twice"))).Is(303);
        var reversed = (await accountant.Get(paid.Headers["Location"])).Is(200);
        var again = (await accountant.SendForm(inAnotherTab, reverse)).Is(409);

        Assert.Contains("paid twice", reversed.Text, StringComparison.Ordinal);
        Assert.Contains("This was reversed already.", again.Text, StringComparison.Ordinal);
        Assert.Equal("open", (string?)(await _app.Admin.Get($"/v1/care-events/{id}"))["state"]);
    }

    [Fact]
    public async Task Each_currency_that_was_picked_is_a_payment_of_its_own()
    {
        var caregiver = await _app.GivenAProvider();
        var crowns = await _app.GivenACareEvent(caregiver, await _app.GivenAnEventType(10_050));
        var crownsToo = await _app.GivenACareEvent(caregiver, await _app.GivenAnEventType(1));
        var yen = await _app.GivenACareEvent(caregiver, await _app.GivenAnEventType(700, "JPY"));
        using var accountant = await SignedIn(Roles.Accountant);

        var ids = $"care_event_ids={crowns}&care_event_ids={crownsToo}&care_event_ids={yen}";
        var preview = (await accountant.Get($"{Form}?{ids}")).Is(200);
        var mixed = (await accountant.Post(
            Form, [.. PageVisitor.HiddenFields(preview, Form), ("reference", $"mixed {yen}"),
                ("care_event_ids", $"{crowns}")])).Is(409);
        var paid = (await accountant.SendForm(preview, Form, ("reference", $"yen {yen}"))).Is(303);

        Assert.Contains("Pay 100.51 SEK", preview.Text, StringComparison.Ordinal);
        Assert.Contains("Pay 700 JPY", preview.Text, StringComparison.Ordinal);
        Assert.Contains("role=\"alert\"", mixed.Text, StringComparison.Ordinal);
        // The first form of the page is that of the first currency.
        var remittance = await _app.Admin.Get($"/v1{paid.Headers["Location"]["/console".Length..]}");
        Assert.Equal((700, "JPY"), ((long)remittance["amount"]!, (string?)remittance["currency"]));
        Assert.Equal("open", (string?)(await _app.Admin.Get($"/v1/care-events/{crowns}"))["state"]);
    }

    [Fact]
    public async Task A_month_leads_to_the_payment_of_what_is_open_of_a_caregiver()
    {
        var (caregiver, type) = (await _app.GivenAProvider(), await _app.GivenAnEventType(500));
        var care = await _app.GivenACareEvent(caregiver, type);
        var month = (string)(await _app.Admin.Get($"/v1/care-events/{care}"))["service_month"]!;
        using var accountant = await SignedIn(Roles.Accountant);

        var months = (await accountant.Get("/console/months")).Is(200);
        var page = (await accountant.Get($"/console/months/{month}")).Is(200);
        var href = $"{Form}?caregiver_id={caregiver}&service_month={month}";
        var preview = (await accountant.Get(href)).Is(200);
        var reference = $"month {caregiver}";
        var paid = (await accountant.SendForm(preview, Form, ("reference", reference))).Is(303);
        var next = await _app.GivenACareEvent(caregiver, type);
        var other = (await accountant.SendForm(
            (await accountant.Get($"{Form}?care_event_ids={next}")).Is(200), Form, ("reference", reference))).Is(409);
        var nothing = (await accountant.Get(Form)).Is(200);

        Assert.Contains($"/console/months/{month}", months.Text, StringComparison.Ordinal);
        Assert.Contains(WebUtility.HtmlEncode(href), page.Text, StringComparison.Ordinal);
        Assert.Contains("Pay 5.00 SEK", preview.Text, StringComparison.Ordinal);
        Assert.Contains("5.00 SEK", (await accountant.Get(paid.Headers["Location"])).Text, StringComparison.Ordinal);
        Assert.Contains("Another payment has this reference.", other.Text, StringComparison.Ordinal);
        Assert.Contains("None of this care is open.", nothing.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Care_is_deleted_or_reversed_by_those_who_may()
    {
        var (caregiver, type) = (await _app.GivenAProvider(), await _app.GivenAnEventType(900));
        var (wrong, late) = (await _app.GivenACareEvent(caregiver, type), await _app.GivenACareEvent(caregiver, type));
        using var accountant = await SignedIn(Roles.Accountant);

        var page = (await accountant.Get($"/console/care-events/{wrong}")).Is(200);
        (await accountant.SendForm(page, $"/console/care-events/{wrong}/delete")).Is(303);
        var gone = (await accountant.Get($"/console/care-events/{wrong}")).Is(404);
        page = (await accountant.Get($"/console/care-events/{late}")).Is(200);
        var inAnotherTab = (await accountant.Get($"/console/care-events/{late}")).Is(200);
        var reversal = (await accountant.SendForm(
            page, $"/console/care-events/{late}/reverse", ("reason", "another client"))).Is(303);
        var after = (await accountant.Get(reversal.Headers["Location"])).Is(200);
        var twice = (await accountant.SendForm(inAnotherTab, $"/console/care-events/{late}/reverse")).Is(409);

        Assert.Contains("There is nothing here.", gone.Text, StringComparison.Ordinal);
        Assert.Contains("-9.00 SEK", after.Text, StringComparison.Ordinal);
        Assert.Contains("another client", after.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/reverse\"", after.Text, StringComparison.Ordinal);
        Assert.Contains("This was reversed already.", twice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_access_table_forbids_is_absent()
    {
        var (house, _) = await _app.GivenAnOrganisation();
        var caregiver = await _app.GivenACaregiver(house);
        var care = await _app.GivenACareEvent(caregiver, await _app.GivenAnEventType(900));
        var (other, _) = await _app.GivenAnOrganisation();
        using var manager = await SignedIn(Roles.Manager, house);
        using var stranger = await SignedIn(Roles.Manager, other);
        using var provider = await SignedIn(Roles.Provider);

        var seen = (await manager.Get($"/console/care-events/{care}")).Is(200);
        var list = (await manager.Get("/console/care-events")).Is(200);

        Assert.Contains($"/console/care-events/{care}/delete", seen.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/console/remittances", seen.Text, StringComparison.Ordinal);
        Assert.DoesNotMatch(Picks(), list.Text);
        Assert.Contains($"/console/care-events/{care}\"", list.Text, StringComparison.Ordinal);
        (await stranger.Get($"/console/care-events/{care}")).Is(404);
        Assert.DoesNotContain(
            $"/console/care-events/{care}\"", (await stranger.Get("/console/care-events")).Is(200).Text,
            StringComparison.Ordinal);
        Assert.DoesNotContain(
            $"/console/care-events/{care}\"", (await provider.Get("/console/care-events")).Is(200).Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_form_says_what_is_wrong_with_its_fields()
    {
        var (caregiver, type) = (await _app.GivenAProvider(), await _app.GivenAnEventType(900));
        using var accountant = await SignedIn(Roles.Accountant);
        var form = (await accountant.Get("/console/care-events/new")).Is(200);

        Task<Answer> Send(string date, string time) => accountant.SendForm(
            form, "/console/care-events/new", ("caregiver_id", $"{caregiver}"), ("event_type_id", $"{type}"),
            ("date", date), ("time", time));

        var (noTime, tooEarly, tooLate) = (
            await Send("2026-11-20", "25:00"), await Send("1066-10-14", "10:00"), await Send("2999-01-01", "10:00"));

        Assert.Contains("This is not valid.", noTime.Is(422).Text, StringComparison.Ordinal);
        Assert.Contains("This is not valid.", tooEarly.Is(422).Text, StringComparison.Ordinal);
        Assert.Contains("before it takes place", tooLate.Is(422).Text, StringComparison.Ordinal);
        (await accountant.Get("/console/care-events?state=open")).Is(422);
        (await accountant.Get("/console/care-events?cursor=nonsense")).Is(422);
        (await accountant.Get("/console/months/2026-13")).Is(404);
    }

    [Fact]
    public async Task The_sums_are_checked_on_a_page()
    {
        using var accountant = await SignedIn(Roles.Accountant);
        await _app.GivenACareEvent(await _app.GivenAProvider(), await _app.GivenAnEventType(900));

        var page = (await accountant.Get("/console/months/check")).Is(200);

        Assert.Matches(@"All [\d,]+ sums are right\.", page.Text);
    }

    async Task<PageVisitor> SignedIn(Roles roles, long? organisationId = null)
    {
        var visitor = new PageVisitor(_app);
        (await visitor.SignIn(await _app.GivenAUserWithPassword(roles, organisationId), Practice.Password)).Is(303);
        return visitor;
    }

    [GeneratedRegex("""type="checkbox" name="care_event_ids" value="(\d+)""")]
    private static partial Regex Picks();
}

public sealed class LedgerTestsOnSqlite(SqliteApp app) : LedgerTests(app), IClassFixture<SqliteApp>;

public sealed class LedgerTestsOnPostgres(PostgresApp app) : LedgerTests(app), IClassFixture<PostgresApp>;
