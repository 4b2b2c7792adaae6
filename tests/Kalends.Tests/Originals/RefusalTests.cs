using Kalends.Platform.Calls;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Originals;

/// <summary>What the original reservation service refuses, and how.</summary>
public abstract class RefusalTests
{
    readonly TestApp _app;

    protected RefusalTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Theory]
    [InlineData("2030-01-10T10:05:00", "2030-01-10T11:05:00", "off_grid")]
    [InlineData("2030-01-10T10:00:00", "2030-01-10T10:20:00", "off_grid")]
    [InlineData("2030-01-10T10:00:00", "2030-01-10T10:00:00", "end_before_start")]
    [InlineData("2030-01-10T11:00:00", "2030-01-10T10:00:00", "end_before_start")]
    [InlineData("10 January", "2030-01-10T10:00:00", "format")]
    [InlineData("now", "2030-01-10T10:00:00", "format")]
    [InlineData("10-01-2030T10:00:00", "2030-01-10T11:00:00", "format")]
    [InlineData("2030-01-10T10:00:00", "01/10/2030 11:00", "format")]
    public async Task A_stretch_off_the_grid_or_the_wrong_way_round_is_refused(string starts, string ends, string code)
    {
        var provider = await _app.GivenAnOriginalProvider();

        var answer = await _app.Offer(provider, starts, ends);

        Assert.EndsWith(code, Assert.Single(answer.IsRefused(422, "invalid_input").IsCleanRefusal().Errors));
    }

    [Theory]
    [InlineData("2030-01-10T10:00:00", "2030-01-10T11:00:00")]
    [InlineData("2030-01-10T10:30:00", "2030-01-10T11:30:00")]
    public async Task The_same_stretch_twice_is_a_conflict(string starts, string ends)
    {
        var provider = await _app.GivenAnOriginalProvider();
        (await _app.Offer(provider, "2030-01-10T10:00:00", "2030-01-10T11:00:00")).Is(201);

        var again = await _app.Offer(provider, starts, ends);
        var neighbour = await _app.Offer(provider, "2030-01-10T11:00:00", "2030-01-10T11:15:00");

        again.IsRefused(409, "opening_overlaps").IsCleanRefusal();
        Assert.Single(neighbour.Is(201)[Steps.Slots]!.AsArray());
    }

    [Fact]
    public async Task A_reservation_is_confirmed_once_by_its_client_and_within_thirty_minutes()
    {
        var (client, other) = (await _app.GivenAnOriginalClient(), await _app.GivenAnOriginalClient());
        var slot = await _app.GivenATimeslot(await _app.GivenAnOriginalProvider());
        var confirmable = (await _app.ReserveTimeslot(client, slot)).ReservationId();
        var lapsing = (await _app.ReserveTimeslot(client, slot + 1)).ReservationId();

        var taken = await _app.ReserveTimeslot(other, slot);
        var wrongClient = await _app.ConfirmTimeslot(other, confirmable);
        var confirmed = await _app.ConfirmTimeslot(client, confirmable);
        var twice = await _app.ConfirmTimeslot(client, confirmable);
        _app.Clock.Advance(TimeSpan.FromMinutes(30));
        var expired = await _app.ConfirmTimeslot(client, lapsing);
        (await _app.Admin.Put("/provider/expiredReservations")).Is(200);
        var swept = await _app.ConfirmTimeslot(client, lapsing);

        taken.IsRefused(409, "slot_taken").IsCleanRefusal();
        wrongClient.IsRefused(403, "wrong_client").IsCleanRefusal();
        confirmed.Is(200);
        twice.IsRefused(409, "already_confirmed").IsCleanRefusal();
        expired.IsRefused(410, "hold_expired").IsCleanRefusal();
        swept.IsRefused(410, "hold_expired");
    }

    [Fact]
    public async Task A_reservation_that_the_caller_may_not_see_is_none_whoever_made_it()
    {
        var owner = await _app.As(Roles.Provider);
        var (visitor, client) = await _app.GivenAClientUser();
        var (other, othersClient) = await _app.GivenAClientUser();
        var slot = await _app.GivenSlots(await _app.GivenAProvider(owner));
        var held = (await visitor.Post("/v1/reservations", new { slot_id = slot, client_id = client })).Is(201).Id;

        var unknown = await Confirm(other, client, 999_999);
        foreach (var stranger in (Visitor[])[other, await _app.As(Roles.Provider)])
            foreach (var claimed in (long[])[client, othersClient])
            {
                var hidden = (await Confirm(stranger, claimed, held)).IsRefused(404, "not_found");
                Assert.Equal((string?)unknown["detail"], (string?)hidden["detail"]);
            }

        foreach (var keeper in (Visitor[])[visitor, owner, _app.Admin])
            (await Confirm(keeper, othersClient, held)).IsRefused(403, "wrong_client");
        (await Confirm(visitor, client, held)).Is(200);

        static Task<Answer> Confirm(Visitor visitor, long clientId, long id) => visitor.Put(
            "/client/confirm", new { client_id = clientId, reservation_id = id });
    }

    [Fact]
    public async Task An_unknown_id_is_not_found()
    {
        var (provider, client) = (await _app.GivenAnOriginalProvider(), await _app.GivenAnOriginalClient());
        var slot = await _app.GivenATimeslot(provider);

        Answer[] answers =
        [
            await _app.Offer(999_999, "2030-01-10T10:00:00", "2030-01-10T11:00:00"),
            await _app.Admin.Get("/client/getProviderAvailability?provider_id=999999"),
            await _app.ReserveTimeslot(999_999, slot),
            await _app.ReserveTimeslot(client, 4),
            await _app.ConfirmTimeslot(client, 999_999),
        ];

        Assert.All(answers, answer => answer.IsRefused(404, "not_found").IsCleanRefusal());
    }

    [Theory]
    [InlineData("2030-01-10T10:05", "2030-01-10T10:15", "/start_time off_grid",
        "start_time and end_time must be multiples of 15 minutes.")]
    [InlineData("2030-01-10T10:15", "2030-01-10T10:00", "/end_time end_before_start",
        "end_time must be after start_time.")]
    [InlineData("2030-01-10", "2030-03-10", "/end_time too_long", "An opening lasts at most 42 days.")]
    [InlineData("1960-01-10T10:00", "1960-01-10T10:15", "/start_time out_of_range",
        "An opening lies between the years 1970 and 2199.")]
    public async Task Time_that_cannot_be_offered_is_refused_in_the_words_of_the_caller(
        string starts, string ends, string error, string sentence)
    {
        var refused = await _app.Offer(await _app.GivenAnOriginalProvider(), starts, ends);

        Assert.Equal([error], refused.IsRefused(422, "invalid_input").IsCleanRefusal().Errors);
        Assert.Equal(sentence, (string?)refused["errors"]![0]!["message"]);
    }

    [Theory]
    [InlineData("/provider/availability", """{"provider_id":1,"start_time":"10.1.2030","end_time":"2030-01-10"}""",
        "start_time must be a date, with or without a time and an offset, such as 2026-11-21, 2026-11-21 10:00 or " +
        "2026-11-21T10:00:00+02:00.")]
    [InlineData("/provider/create", """{"first_name":"","last_name":"Doe"}""",
        "first_name must have at least 1 character.")]
    public async Task A_refusal_says_what_would_be_read(string path, string body, string sentence)
    {
        var answer = await _app.Admin.Post(path, body);

        answer.IsRefused(422, "invalid_input").IsCleanRefusal();
        Assert.Equal(sentence, (string?)answer["errors"]![0]!["message"]);
    }

    [Fact]
    public async Task A_method_that_is_not_served_and_an_encoding_that_is_not_understood_are_refused()
    {
        var body = Wire.Body("{}");
        body.Headers.TryAddWithoutValidation("Content-Encoding", "gzip");

        var method = await _app.Admin.Post("/client/confirm");
        var encoding = await _app.Address.Ask("POST", "/provider/create", body, _app.Admin.Bearer());

        Assert.Equal("PUT", method.IsRefused(405, "method_not_allowed").IsCleanRefusal().Headers["Allow"]);
        encoding.IsRefused(415, "unsupported_content_encoding").IsCleanRefusal();
    }

    [Fact]
    public async Task A_client_who_is_elsewhere_at_the_time_is_refused()
    {
        var client = await _app.GivenAnOriginalClient();
        var (one, other) = (
            await _app.GivenATimeslot(await _app.GivenAnOriginalProvider()),
            await _app.GivenATimeslot(await _app.GivenAnOriginalProvider()));
        var held = (await _app.ReserveTimeslot(client, one)).ReservationId();

        var refused = (await _app.ReserveTimeslot(client, other)).IsRefused(409, "client_busy");

        Assert.Equal(held, (long)refused["reservation"]!["id"]!);
    }

    [Fact]
    public async Task A_provider_who_is_deleted_is_not_found()
    {
        var provider = await _app.GivenAnOriginalProvider();
        (await _app.Admin.Delete($"/v1/providers/{provider}")).Is(200);

        (await _app.ListTimeslots(provider)).IsRefused(404, "not_found");
        (await _app.Admin.Get($"/v1_0/service-provider/{provider}")).IsRefused(404, "not_found");
    }

    public static TheoryData<string, string, string, int, string> Malformed => new()
    {
        { "POST", "/provider/create", "{", 400, "" },
        { "POST", "/provider/create", "{“first_name”: “John”}", 400, "" },
        { "POST", "/provider/create", "[]", 422, " type" },
        { "POST", "/provider/create", "{}", 422, "/first_name required, /last_name required" },
        { "POST", "/provider/create", """{"first_name":"  ","last_name":7}""", 422,
            "/first_name too_short, /last_name type" },
        { "POST", "/client/create", """{"first_name":"1234567890123456789012345678901","last_name":null}""", 422,
            "/first_name too_long, /last_name null" },
        { "POST", "/provider/availability", "{}", 422,
            "/end_time required, /provider_id required, /start_time required" },
        { "POST", "/provider/availability", """{"provider_id":"x","start_time":1,"end_time":"10.1.2030"}""", 422,
            "/end_time format, /provider_id type, /start_time type" },
        { "POST", "/client/reserve", """{"client_id":0,"timeslot_id":"9223372036854775808"}""", 422,
            "/client_id out_of_range, /timeslot_id out_of_range" },
        { "PUT", "/client/confirm", """{"client_id":true,"reservation_id":[1]}""", 422,
            "/client_id type, /reservation_id type" },
        { "GET", "/client/getProviderAvailability", "", 422, "provider_id required" },
        { "GET", "/client/getProviderAvailability?provider_id=id", "", 422, "provider_id type" },
    };

    [Theory, MemberData(nameof(Malformed))]
    public async Task What_is_missing_or_malformed_is_refused(
        string method, string path, string body, int status, string errors)
    {
        var content = method == "GET" ? null : Wire.Body(body);

        var answer = await _app.Address.Ask(method, path, content, _app.Admin.Bearer());

        answer.IsRefused(status, status == 400 ? "malformed_json" : "invalid_input").IsCleanRefusal();
        if (status == 422)
            Assert.Equal(errors, string.Join(", ", answer.Errors));
    }
}

public sealed class RefusalTestsOnSqlite(SqliteApp app) : RefusalTests(app), IClassFixture<SqliteApp>;

public sealed class RefusalTestsOnPostgres(PostgresApp app) : RefusalTests(app), IClassFixture<PostgresApp>;
