using System.Globalization;
using System.Text.Json.Nodes;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Originals;

/// <summary>What all original routes forgive: how times, numbers, nothing and bodies are written.</summary>
public abstract class LenienceTests
{
    const string Form = "application/x-www-form-urlencoded";

    readonly TestApp _app;

    protected LenienceTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Theory]
    [InlineData("2030-01-10T10:00:00Z", "2030-01-10T10:15:00Z")]
    [InlineData("2030-01-10T10:00:00", "2030-01-10T10:15:00")]
    [InlineData("2030-01-10T10:00", "2030-01-10T10:15")]
    [InlineData("2030-01-10 10:00", "2030-01-10 10:15")]
    [InlineData("2030-01-10t10:00:00z", "2030-01-10t10:15:00z")]
    [InlineData("2030-01-10T12:00:00+0200", "2030-01-10T12:15:00+02")]
    [InlineData("20300110T100000Z", "20300110T1015")]
    [InlineData("2030-01-10T10:00:00.000000999Z", "2030-01-10T10:15:00.000000999Z")]
    [InlineData(" 2030-01-10T10:00:00+00:00 ", "2030-01-10T10:15:00.0Z")]
    public async Task A_stretch_may_be_written_in_any_of_these_ways(string starts, string ends)
    {
        var offered = await _app.Offer(await _app.GivenAnOriginalProvider(), starts, ends);

        var slot = Assert.Single(offered.Is(201)[Steps.Slots]!.AsArray());
        Assert.Equal(("2030-01-10T10:00:00Z", "2030-01-10T10:15:00Z"),
            ((string?)slot!["start_time"], (string?)slot["end_time"]));
    }

    [Fact]
    public async Task A_whole_day_may_be_two_dates_or_end_at_24_hours()
    {
        var provider = await _app.GivenAnOriginalProvider();

        Assert.Equal(96, (await _app.Offer(provider, "2030-01-10", "20300111")).Is(201)[Steps.Slots]!.AsArray().Count);
        var next = (await _app.Offer(provider, "2030-01-11T23:30", "2030-01-11T24:00")).Is(201)[Steps.Slots]!;
        Assert.Equal("2030-01-12T00:00:00Z", (string?)next[1]!["end_time"]);
    }

    [Theory]
    [InlineData("2029-12-28", "2029-12-28T00:00:00Z")]
    [InlineData("20291228", "2029-12-28T00:00:00Z")]
    [InlineData("2029-12-28 23:28:23.456701", "2029-12-28T23:28:23.456701Z")]
    [InlineData("2029-12-28T23:28:23.456701999", "2029-12-28T23:28:23.456701Z")]
    [InlineData("2029-12-28T24:00", "2029-12-29T00:00:00Z")]
    [InlineData("2029-12-28T23:28:23+01", "2029-12-28T22:28:23Z")]
    public async Task Care_may_begin_at_a_time_written_in_any_of_these_ways(string written, string shown)
    {
        var made = (await Register(await _app.GivenAProvider(), written)).Is(201);

        Assert.Equal(shown, (string?)(await _app.Admin.Get($"/events/{made.Id}")).Is(200)["data"]!["start_time"]);
    }

    [Theory]
    [InlineData("now")]
    [InlineData("28-12-2029")]
    [InlineData("12/28/2029")]
    [InlineData("28 December 2029")]
    [InlineData("1893110400")]
    [InlineData("2029-12-28T23:28:23 UTC")]
    [InlineData("2029-12-28T23:59:60Z")]
    [InlineData("9999-12-31T23:59:59-01:00")]
    public async Task Words_and_days_in_another_order_are_no_times(string written)
    {
        var refused = await Register(await _app.GivenAProvider(), written);

        Assert.Equal(["/start_time format"], refused.IsRefused(422, "invalid_input").IsCleanRefusal().Errors);
        Assert.Equal(["/min_time format"], (await _app.Admin.Post("/events/report", new { min_time = written }))
            .IsRefused(422, "invalid_input").Errors);
    }

    [Fact]
    public async Task A_time_without_an_offset_is_in_the_zone_of_the_settings()
    {
        await using var changed = await _app.Restart("--Kalends:Originals:TimeZone=Europe/Stockholm");
        var provider = await _app.GivenAnOriginalProvider();

        async Task<string?> Start(string starts, string ends) =>
            (string?)(await _app.Offer(provider, starts, ends)).Is(201)[Steps.Slots]![0]!["start_time"];

        Assert.Equal("2030-01-10T09:00:00Z", await Start("2030-01-10T10:00", "2030-01-10T10:15"));
        Assert.Equal("2030-01-10T10:00:00Z", await Start("2030-01-10T10:00Z", "2030-01-10T11:15"));
        Assert.Equal("2030-07-09T22:00:00Z", await Start("2030-07-10", "2030-07-10T00:15"));
        // On 31 March the clocks go from 2:00 to 3:00, on 27 October from 3:00 back to 2:00.
        Assert.Equal("2030-03-31T01:30:00Z", await Start("2030-03-31T02:30", "2030-03-31T04:00"));
        Assert.Equal("2030-10-27T00:30:00Z", await Start("2030-10-27T02:30", "2030-10-27T02:45"));
        (await _app.Admin.Post($"/v1/providers/{provider}/openings", new
        {
            ranges = new[] { new { starts_at = "2030-01-11T10:00:00", ends_at = "2030-01-11T11:00:00" } },
        })).IsRefused(422, "invalid_input");
    }

    [Fact]
    public async Task A_report_is_cut_where_the_zone_of_the_settings_says()
    {
        await using var changed = await _app.Restart("--Kalends:Originals:TimeZone=Asia/Tokyo");
        var caregiver = await _app.GivenAProvider();
        (await Register(caregiver, "2029-12-31T15:00:00Z")).Is(201);

        async Task<JsonNode> Report(string min) => (await _app.Admin.Post(
            "/events/report", new { caregiver_ids = new[] { $"{caregiver}" }, min_time = min }))
            .Is(200)["data"]!["report"]!;

        Assert.Equal("{}", (await Report("2030-01-01")).ToJsonString());
        Assert.NotNull((await Report("2029-12-31T23:59:59.999999"))["2029"]!["Dec"]);
        Assert.Equal("{}", (await Report("2029-12-31T15:00:00Z")).ToJsonString());
    }

    [Fact]
    public async Task An_empty_text_is_no_filter()
    {
        var caregiver = await _app.GivenAProvider();
        (await Register(caregiver, "2029-12-28T10:00:00Z")).Is(201);

        var all = (await _app.Admin.Post("/events/report", "{}")).Is(200);

        foreach (var nothing in (string[])["", "  "])
            Assert.Equal(all.Text, (await _app.Admin.Post("/events/report", new
            {
                caregiver_ids = nothing,
                min_time = nothing,
                max_time = nothing,
            })).Is(200).Text);
        (await _app.Admin.Get("/events?cursor=")).Is(200);
        (await _app.Admin.Get("/events/types?cursor=")).Is(200);
    }

    [Fact]
    public async Task Where_something_must_be_said_an_empty_text_says_nothing()
    {
        Assert.Equal(["/first_name too_short"], (await _app.Admin.Post(
            "/provider/create", new { first_name = "", last_name = "Doe" })).IsRefused(422, "invalid_input").Errors);
        Assert.Equal(["/start_time format"], (await Register(await _app.GivenAProvider(), ""))
            .IsRefused(422, "invalid_input").Errors);
        Assert.Equal(["provider_id type"], (await _app.Admin.Get("/client/getProviderAvailability?provider_id="))
            .IsRefused(422, "invalid_input").Errors);
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData("\"{0}\"")]
    [InlineData("\" {0} \"")]
    [InlineData("{0}.0")]
    [InlineData("{0}.000000")]
    [InlineData("{0}0e-1")]
    public async Task A_whole_number_may_come_as_text_or_with_nothing_behind_its_point(string form)
    {
        var (provider, client) = (await _app.GivenAnOriginalProvider(), await _app.GivenAnOriginalClient());
        string Put(long number) => string.Format(CultureInfo.InvariantCulture, form, number);

        var offered = await _app.Admin.Post("/provider/availability",
            $$"""{"provider_id":{{Put(provider)}},"start_time":"2030-01-10T10:00","end_time":"2030-01-10T10:15"}""");
        var slot = (long)offered.Is(201)[Steps.Slots]![0]!["timeslot_id"]!;
        var reserved = await _app.Admin.Post(
            "/client/reserve", $$"""{"client_id":{{Put(client)}},"timeslot_id":{{Put(slot)}}}""");
        var type = await _app.Admin.Post(
            "/events/types", $$"""{"name":"{{Guid.NewGuid()}}","amount_in_cents":{{Put(500)}}}""");

        Assert.Equal(slot, (long)reserved.Is(200)[Steps.Scheduled]!["timeslot_id"]!);
        Assert.Equal(500, (long)(await _app.Admin.Get($"/events/types/{type.Is(201).Id}"))
            .Is(200)["data"]!["amount_in_cents"]!);
    }

    [Theory]
    [InlineData("100.5", "type")]
    [InlineData("\"100.0\"", "type")]
    [InlineData("\"1e2\"", "type")]
    [InlineData("\"hundred\"", "type")]
    [InlineData("\"\"", "type")]
    [InlineData("true", "type")]
    [InlineData("[100]", "type")]
    [InlineData("\"\\ud800\"", "type")]
    [InlineData("-1.0", "out_of_range")]
    [InlineData("1e18", "out_of_range")]
    [InlineData("1e400", "type")]
    [InlineData("99999999999999999999", "out_of_range")]
    public async Task What_is_no_whole_number_is_refused(string amount, string code) => Assert.Equal(
        [$"/amount_in_cents {code}"], (await _app.Admin.Post(
            "/events/types", $$"""{"name":"{{Guid.NewGuid()}}","amount_in_cents":{{amount}}}"""))
        .IsRefused(422, "invalid_input").IsCleanRefusal().Errors);

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData(Form)]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/json; charset=latin1")]
    [InlineData("application/octet-stream")]
    public async Task JSON_is_read_under_any_Content_Type(string? type)
    {
        var made = await Send("POST", "/provider/create", " {\"first_name\":\"Zoë\",\"last_name\":\"Doe\"}", type);
        var provider = (long)made.Is(201)["provider_id"]!;
        var client = (long)(await Send(
            "POST", "/client/create", """{"first_name":"Harry","last_name":"Potter"}""", type)).Is(201)["client_id"]!;
        var offered = await Send("POST", "/provider/availability",
            $$"""{"provider_id":{{provider}},"start_time":"2030-01-10T10:00","end_time":"2030-01-10T10:15"}""", type);
        var slot = (long)offered.Is(201)[Steps.Slots]![0]!["timeslot_id"]!;
        var reserved = await Send(
            "POST", "/client/reserve", $$"""{"client_id":{{client}},"timeslot_id":{{slot}}}""", type);
        var confirmed = await Send("PUT", "/client/confirm",
            $$"""{"client_id":{{client}},"reservation_id":{{reserved.ReservationId()}}}""", type);

        Assert.Equal("Zoë", (string?)made["first_name"]);
        confirmed.Is(200);
        (await Send("PUT", "/provider/expiredReservations", "whatever", type)).Is(200);
    }

    [Fact]
    public async Task A_form_is_read_where_JSON_is_expected()
    {
        var provider = (long)(await Send(
            "POST", "/provider/create", "first_name=Zo%C3%AB+Ann&last_name=Doe&age=7", Form)).Is(201)["provider_id"]!;
        var client = await Send("POST", "/client/create", string.Join("\r\n",
            [
                "--x", "Content-Disposition: form-data; name=\"first_name\"", "", "Zoë Ann",
                "--x", "Content-Disposition: form-data; name=\"last_name\"", "", "Doe", "--x--", "",
            ]), "multipart/form-data; boundary=x");
        var offered = await Send("POST", "/provider/availability",
            $"provider_id={provider}&start_time=2030-01-10+10:00&end_time=2030-01-10T10:15%2B00:00", Form);
        var slot = (long)offered.Is(201)[Steps.Slots]![0]!["timeslot_id"]!;
        var reserved = await Send("POST", "/client/reserve",
            $"client_id={client.Is(201)["client_id"]}&timeslot_id=1&timeslot_id={slot}", Form);
        var confirmed = await Send("PUT", "/client/confirm",
            $"client_id={client["client_id"]}&reservation_id={reserved.ReservationId()}", Form);

        Assert.Equal(("Zoë Ann", "Doe"), ((string?)client["first_name"], (string?)client["last_name"]));
        Assert.Equal("Zoë Ann", (string?)offered[Steps.Slots]![0]!["first_name"]);
        confirmed.Is(200);
    }

    [Theory]
    [InlineData("first_name=&last_name=Doe", Form, 422, "/first_name too_short")]
    [InlineData("last_name=Doe", Form, 422, "/first_name required")]
    [InlineData("first_name=a%07b&last_name=Doe", Form, 422, "/first_name control_characters")]
    [InlineData("first_name=a%00b&last_name=Doe", Form, 400, "")]
    [InlineData("first_name", Form, 422, "/first_name too_short, /last_name required")]
    [InlineData(
        "--x\r\nContent-Disposition: form-data; name=\"first_name\"\r\n\r\nZo", "multipart/form-data; boundary=x",
        400, "")]
    [InlineData("anything", "multipart/form-data", 400, "")]
    [InlineData("first_name=John&last_name=Doe", $"{Form}; charset=utf-7", 400, "")]
    [InlineData("first_name=John&last_name=Doe", "text/plain", 400, "")]
    [InlineData("first_name=John&last_name=Doe", null, 400, "")]
    public async Task A_form_that_is_wrong_is_refused(string body, string? type, int status, string errors)
    {
        foreach (var path in (string[])["/provider/create", "/client/create"])
        {
            var answer = (await Send("POST", path, body, type)).Is(status).IsCleanRefusal();
            Assert.Equal(errors, status == 422 ? string.Join(", ", answer.Errors) : "");
        }
    }

    [Fact]
    public async Task A_form_has_a_hundred_fields_at_most() => (await Send(
            "POST", "/provider/create",
            "first_name=John&last_name=Doe" + string.Concat(Enumerable.Range(0, 100).Select(n => $"&f{n}={n}")), Form))
        .IsRefused(400, "malformed_form").IsCleanRefusal();

    [Theory]
    [InlineData("POST", "/events/types", "name=X&amount_in_cents=1")]
    [InlineData("POST", "/v1_0/service-provider", "name=X")]
    [InlineData("POST", "/v1_0/service-providers", "name=X")]
    public async Task The_other_originals_take_no_forms(string method, string path, string body) =>
        (await Send(method, path, body, Form)).IsRefused(400, "malformed_json").IsCleanRefusal();

    public static TheoryData<string, string> Routes => new()
    {
        { "POST", "/provider/create" }, { "POST", "/client/create" }, { "POST", "/provider/availability" },
        { "GET", "/client/getProviderAvailability?provider_id=1" }, { "PUT", "/provider/expiredReservations" },
        { "POST", "/client/reserve" }, { "PUT", "/client/confirm" }, { "POST", "/v1_0/service-provider" },
        { "GET", "/v1_0/service-provider/1" }, { "PUT", "/v1_0/service-provider/1" },
        { "DELETE", "/v1_0/service-provider/1" }, { "POST", "/v1_0/service-provider/1/review" },
        { "POST", "/v1_0/service-providers" }, { "POST", "/v1_0/service-providers/" },
        { "POST", "/v1_0/service-providers/recommend" }, { "GET", "/events" }, { "POST", "/events" },
        { "GET", "/events/1" }, { "DELETE", "/events/1" }, { "POST", "/events/1/reimburse" },
        { "GET", "/events/types" }, { "POST", "/events/types" }, { "GET", "/events/types/1" },
        { "DELETE", "/events/types/1" }, { "GET", "/events/report" }, { "POST", "/events/report" },
    };

    [Theory, MemberData(nameof(Routes))]
    public async Task Every_original_route_wants_a_token(string method, string path) =>
        (await _app.Nobody.Send(HttpMethod.Parse(method), path, null))
            .IsRefused(401, "token_missing").IsCleanRefusal();

    async Task<Answer> Register(long caregiver, string start)
    {
        var type = await _app.Admin.Post("/events/types", new { name = Guid.NewGuid(), amount_in_cents = 500 });
        return await _app.Admin.Post(
            "/events", new { type_id = type.Is(201).Id, caregiver_id = caregiver, start_time = start });
    }

    Task<Answer> Send(string method, string path, string body, string? type) =>
        _app.Address.Ask(method, path, Wire.Body(body, type), _app.Admin.Bearer());
}

public sealed class LenienceTestsOnSqlite(SqliteApp app) : LenienceTests(app), IClassFixture<SqliteApp>;

public sealed class LenienceTestsOnPostgres(PostgresApp app) : LenienceTests(app), IClassFixture<PostgresApp>;
