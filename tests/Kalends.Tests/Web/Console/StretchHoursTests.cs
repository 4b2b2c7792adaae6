using System.Net;
using System.Text.Json.Nodes;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Web.Console;

/// <summary>The hours of one day are changed in the calendar by their start or their end.</summary>
public abstract class StretchHoursTests
{
    const string Path = "/console/calendar/hours";

    readonly TestApp _app;

    protected StretchHoursTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_later_end_offers_more_on_that_day_alone()
    {
        var office = await _app.GivenAnOffice();
        await _app.GivenHours(office.ProviderId);
        using var staff = await _app.Enters(office);
        var (before, next) = (await Slots(office, 0), await Slots(office, 1));

        var told = (await Stretch(staff, await Calendar(staff), office, "end", "12:00", "12:30")).Is(303);
        var shown = (await staff.Get(told.Headers["Location"])).Is(200);

        var hours = await Hours(office);
        Assert.Equal((before + 1, next), (await Slots(office, 0), await Slots(office, 1)));
        Assert.Equal("09:00-12:00 13:00-17:00", Stretches(hours["rules"]![0]!));
        Assert.Equal([$"{_app.HoursDay()} 09:00-12:30 13:00-17:00"], Exceptions(hours));
        Assert.Equal(30, (int)hours["exceptions"]![0]!["slot_minutes"]!);
        Assert.Contains("are 09:00-12:30, 13:00-17:00 now", shown.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("stay booked", shown.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_is_undone_and_the_weekly_hours_apply_again()
    {
        var office = await _app.GivenAnOffice();
        await _app.GivenHours(office.ProviderId);
        using var staff = await _app.Enters(office);

        var told = (await Stretch(staff, await Calendar(staff), office, "start", "09:00", "10:00")).Is(303);
        var shown = (await staff.Get(told.Headers["Location"])).Is(200);
        var back = (await staff.SendForm(shown, $"{Path}/back")).Is(303);
        var after = (await staff.Get(back.Headers["Location"])).Is(200);

        Assert.Empty(Exceptions(await Hours(office)));
        Assert.Equal(Address(), back.Headers["Location"]);
        Assert.DoesNotContain($"{Path}/back", after.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_somebody_made_up_offers_to_undo_nothing()
    {
        var office = await _app.GivenAnOffice();
        await _app.GivenHours(office.ProviderId);
        using var staff = await _app.Enters(office);
        var told = (await Stretch(staff, await Calendar(staff), office, "start", "09:00", "10:00")).Is(303);
        var address = told.Headers["Location"];

        var changed = (await staff.Get($"{address}&hours_before=00:00-24:00")).Is(200);
        var untold = (await staff.Get(address.Split("&told_by=")[0])).Is(200);

        Assert.Contains($"{Path}/back", (await staff.Get(address)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain($"{Path}/back", changed.Text, StringComparison.Ordinal);
        Assert.DoesNotContain($"{Path}/back", untold.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_of_an_exception_is_undone_to_what_the_exception_was()
    {
        var office = await _app.GivenAnOffice();
        await _app.GivenHours(office.ProviderId, new JsonObject
        {
            ["date"] = _app.HoursDay(),
            ["stretches"] = new JsonArray(new JsonObject { ["from"] = "10:00", ["to"] = "14:00" }),
            ["reason"] = "Fair",
            ["slot_minutes"] = 60,
        });
        var before = await Hours(office);
        using var staff = await _app.Enters(office);

        var told = (await Stretch(staff, await Calendar(staff), office, "end", "14:00", "16:00")).Is(303);
        var changed = await Hours(office);
        var shown = (await staff.Get(told.Headers["Location"])).Is(200);
        (await staff.SendForm(shown, $"{Path}/back")).Is(303);

        Assert.Equal([$"{_app.HoursDay()} 10:00-16:00"], Exceptions(changed));
        Assert.Equal("Fair", (string?)changed["exceptions"]![0]!["reason"]);
        Assert.Equal(
            before["exceptions"]!.ToJsonString(), (await Hours(office))["exceptions"]!.ToJsonString());
    }

    [Fact]
    public async Task Of_two_who_change_the_hours_the_second_is_told_and_neither_can_undo_the_other()
    {
        var office = await _app.GivenAnOffice();
        await _app.GivenHours(office.ProviderId);
        using var one = await _app.Enters(office);
        using var two = await _app.Enters(office);
        var (first, second) = (await Calendar(one), await Calendar(two));

        var told = (await Stretch(one, first, office, "end", "12:00", "12:30")).Is(303).Headers["Location"];
        var shown = (await one.Get(told)).Is(200);
        var late = await Stretch(two, second, office, "end", "17:00", "18:00");
        (await Stretch(two, late, office, "end", "17:00", "19:00")).Is(303);
        var refused = await one.SendForm(shown, $"{Path}/back");
        var again = (await one.Get(told)).Is(200);

        Assert.Contains("Somebody changed this meanwhile", late.Is(412).Text, StringComparison.Ordinal);
        Assert.Contains("Somebody changed this meanwhile", refused.Is(412).Text, StringComparison.Ordinal);
        Assert.DoesNotContain($"{Path}/back", again.Text, StringComparison.Ordinal);
        Assert.Equal([$"{_app.HoursDay()} 09:00-12:30 13:00-19:00"], Exceptions(await Hours(office)));
    }

    [Fact]
    public async Task Of_two_changes_at_once_one_is_refused()
    {
        var office = await _app.GivenAnOffice();
        await _app.GivenHours(office.ProviderId);
        using var one = await _app.Enters(office);
        using var two = await _app.Enters(office);
        var (first, second) = (await Calendar(one), await Calendar(two));

        var answers = await Task.WhenAll(
            Stretch(one, first, office, "end", "12:00", "12:30"),
            Stretch(two, second, office, "end", "17:00", "18:00"));

        Assert.Equal([303, 412], answers.Select(answer => answer.Status).Order());
        Assert.Single(Exceptions(await Hours(office)));
    }

    [Fact]
    public async Task What_is_booked_stays_booked_and_is_said_to_lie_outside()
    {
        var office = await _app.GivenAnOffice();
        await _app.GivenHours(office.ProviderId);
        var id = await _app.GivenABooking(await SlotAt(office, "16:30"));
        using var staff = await _app.Enters(office);

        var told = (await Stretch(staff, await Calendar(staff), office, "end", "17:00", "15:00")).Is(303);
        var shown = (await staff.Get(told.Headers["Location"])).Is(200).Text;

        Assert.Contains("Appointments outside the hours, which stay booked: 1.", shown, StringComparison.Ordinal);
        Assert.Contains("confirmed, outside the hours", shown, StringComparison.Ordinal);
        Assert.Equal("confirmed", (string?)(await _app.Admin.Get($"/v1/reservations/{id}"))["state"]);
    }

    [Theory]
    [InlineData("end", "12:00", "13:30")]
    [InlineData("end", "12:00", "09:00")]
    [InlineData("end", "12:00", "12:10")]
    [InlineData("end", "12:00", "12:00")]
    [InlineData("end", "11:30", "12:30")]
    [InlineData("start", "12:00", "10:00")]
    [InlineData("start", "09:00", "12:00")]
    [InlineData("start", "13:00", "11:30")]
    [InlineData("start", "later", "10:00")]
    [InlineData("middle", "09:00", "10:00")]
    [InlineData("", "09:00", "10:00")]
    [InlineData("end", "12:00", "")]
    public async Task What_is_not_an_edge_or_not_a_place_for_it_is_refused(string edge, string wasAt, string at)
    {
        var office = await _app.GivenAnOffice();
        await _app.GivenHours(office.ProviderId);
        using var staff = await _app.Enters(office);

        var refused = await Stretch(staff, await Calendar(staff), office, edge, wasAt, at);

        Assert.Contains("role=\"alert\"", refused.Is(422).Text, StringComparison.Ordinal);
        Assert.Contains("data-side=\"end\"", refused.Text, StringComparison.Ordinal);
        Assert.Empty(Exceptions(await Hours(office)));
    }

    [Theory]
    [InlineData("2029-12-31T09:00:00Z")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59Z")]
    public async Task Days_that_are_over_or_that_nobody_lives_to_see_are_refused(string wasAt)
    {
        var office = await _app.GivenAnOffice();
        await _app.GivenHours(office.ProviderId);
        using var staff = await _app.Enters(office);
        var page = await Calendar(staff);

        (await staff.SendForm(
            page, Path, ("provider_id", $"{office.ProviderId}"), ("edge", "start"), ("was_at", wasAt), ("at", wasAt),
            ("if_match", Tag(page)))).Is(422);
    }

    [Fact]
    public async Task Nobody_changes_the_hours_of_a_calendar_that_they_do_not_keep()
    {
        var (mine, other) = (await _app.GivenAnOffice(), await _app.GivenAnOffice());
        await _app.GivenHours(mine.ProviderId);
        await _app.GivenHours(other.ProviderId);
        using var staff = await _app.Enters(mine);
        var page = await Calendar(staff);

        var refused = await Stretch(staff, page, other, "end", "12:00", "12:30");
        var back = await staff.Post($"{Path}/back",
        [
            .. PageVisitor.HiddenFields(page, Path), ("provider_id", $"{other.ProviderId}"),
            ("date", _app.HoursDay()), ("if_match", Tag(page)),
        ]);
        var strange = (await staff.Get($"{Address()}&provider_ids={other.ProviderId}")).Is(200);

        Assert.Equal((403, 403), (refused.Status, back.Status));
        Assert.DoesNotContain("data-side", strange.Text, StringComparison.Ordinal);
        Assert.Empty(Exceptions(await Hours(other)));
    }

    [Fact]
    public async Task Time_that_a_person_offered_and_days_of_several_kinds_have_no_edges()
    {
        var (offered, mixed) = (await _app.GivenAnOffice(), await _app.GivenAnOffice());
        await _app.GivenHours(mixed.ProviderId, otherSlotMinutes: 20);
        using var ofOffered = await _app.Enters(offered);
        using var ofMixed = await _app.Enters(mixed);

        var byHand = (await ofOffered.Get($"/console/calendar?day={_app.FreeAt()[..10]}")).Is(200).Text;
        var ofSeveral = (await Calendar(ofMixed)).Text;

        Assert.Contains("data-kind=\"offered\"", byHand, StringComparison.Ordinal);
        Assert.DoesNotContain("data-side", byHand, StringComparison.Ordinal);
        Assert.DoesNotContain("Change the hours", byHand, StringComparison.Ordinal);
        Assert.DoesNotContain("data-side", ofSeveral, StringComparison.Ordinal);
        Assert.Contains("Change the hours", ofSeveral, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_has_begun_has_no_start_to_pull()
    {
        var office = await _app.GivenAnOffice();
        await _app.GivenHours(office.ProviderId);
        var today = DateTimeOffset.Parse($"{_app.HoursDay()}T10:10:00Z");
        _app.Clock.Advance(today - _app.Clock.GetUtcNow());
        using var staff = await _app.Enters(office);

        var page = (await staff.Get($"/console/calendar?extent=day&day={today:yyyy-MM-dd}")).Is(200).Text;

        Assert.Equal(
            [("end", "12:00"), ("start", "13:00"), ("end", "17:00")],
            page.Split("data-side=\"").Skip(1).Select(part => (
                part.Split('"')[0], part.Split("data-at=\"")[1].Split('T')[1][..5])));
    }

    [Fact]
    public async Task The_list_leads_to_the_hours_of_the_day()
    {
        var office = await _app.GivenAnOffice();
        await _app.GivenHours(office.ProviderId);
        using var staff = await _app.Enters(office);
        var link = (await Calendar(staff)).Text.Split("href=\"/console/hours?")[1].Split('"')[0];

        var page = (await staff.Get($"/console/hours?{WebUtility.HtmlDecode(link)}")).Is(200).Text;

        Assert.Contains($"value=\"{_app.HoursDay()}\"", page, StringComparison.Ordinal);
        Assert.Contains("id=\"stretches\"", page, StringComparison.Ordinal);
        Assert.Equal(9, page.Split("value=\"09:00-12:00, 13:00-17:00\"").Length);
    }

    string Address() => $"/console/calendar?extent=day&day={_app.HoursDay()}";

    async Task<Answer> Calendar(PageVisitor staff) => (await staff.Get(Address())).Is(200);

    Task<Answer> Stretch(
        PageVisitor staff, Answer page, StaffDay.Office office, string edge, string wasAt, string at) =>
        staff.SendForm(
            page, Path, ("provider_id", $"{office.ProviderId}"), ("edge", edge), ("was_at", _app.HoursAt(wasAt)),
            ("at", _app.HoursAt(at)), ("if_match", Tag(page)));

    static string Tag(Answer page) => WebUtility.HtmlDecode(page.Text.Split("data-hours-tag=\"")[1].Split('"')[0]);

    async Task<Answer> Hours(StaffDay.Office office) =>
        (await _app.Admin.Get($"/v1/providers/{office.ProviderId}/working-hours")).Is(200);

    static IEnumerable<string> Exceptions(Answer hours) => hours["exceptions"]!.AsArray()
        .Select(one => $"{one!["date"]} {Stretches(one)}");

    static string Stretches(JsonNode hours) => string.Join(
        ' ', hours["stretches"]!.AsArray().Select(one => $"{one!["from"]}-{one["to"]}"));

    async Task<int> Slots(StaffDay.Office office, int daysLater) => (await SlotsOn(office, daysLater)).Count;

    async Task<long> SlotAt(StaffDay.Office office, string time) => (long)(await SlotsOn(office, 0))
        .First(one => (string?)one!["starts_at"] == _app.HoursAt(time))!["id"]!;

    async Task<JsonArray> SlotsOn(StaffDay.Office office, int daysLater)
    {
        var day = DateTimeOffset.Parse(_app.HoursAt("00:00")).AddDays(daysLater);
        return (await _app.Admin.Get(
            $"/v1/providers/{office.ProviderId}/slots?from={day.Text()}&to={day.AddDays(1).Text()}"))
            .Is(200)["items"]!.AsArray();
    }
}

public sealed class StretchHoursTestsOnSqlite(SqliteApp app) : StretchHoursTests(app), IClassFixture<SqliteApp>;

public sealed class StretchHoursTestsOnPostgres(PostgresApp app) : StretchHoursTests(app), IClassFixture<PostgresApp>;
