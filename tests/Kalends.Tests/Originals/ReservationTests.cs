using System.Text.Json.Nodes;
using Kalends.Platform.Calls;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Originals;

/// <summary>The requests of the original reservation service, as its README writes them, and what they answer.</summary>
public abstract class ReservationTests
{
    const string Slots = "available timeslots";
    const string Scheduled = "Reservation scheduled";
    const string Confirmed = "Reservation is confirmed";
    const string Released = "Expired reservations deleted and corresponding timeslots released";
    const string SlotMembers = "timeslot_id, provider_id, first_name, last_name, start_time, end_time, is_available";

    const string ReservationMembers =
        "reservation_id, timeslot_id, provider_id, client_id, start_time, end_time, created_at, is_confirmed";

    readonly TestApp _app;

    protected ReservationTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_provider_is_created()
    {
        var made = await _app.Admin.Post("/provider/create", new { first_name = "John", last_name = "Doe" });

        Assert.Equal("provider_id, first_name, last_name", made.Is(201).Body.Keys());
        Assert.True((long)made["provider_id"]! > 0);
        Assert.Equal(("John", "Doe"), ((string?)made["first_name"], (string?)made["last_name"]));
    }

    [Fact]
    public async Task A_client_is_created()
    {
        var made = await _app.Admin.Post("/client/create", new { first_name = "Harry", last_name = "Potter" });

        Assert.Equal("client_id, first_name, last_name", made.Is(201).Body.Keys());
        Assert.True((long)made["client_id"]! > 0);
        Assert.Equal(("Harry", "Potter"), ((string?)made["first_name"], (string?)made["last_name"]));
    }

    [Fact]
    public async Task Availability_is_cut_into_quarters_of_an_hour_and_listed()
    {
        var provider = await GivenAProvider();

        var offered = await Offer(provider, "2030-01-10T10:00:00", "2030-01-10T11:30:00");
        var listed = await _app.Admin.Get($"/client/getProviderAvailability?provider_id={provider}");

        Assert.Equal(Slots, offered.Is(201).Body.Keys());
        Assert.Equal(6, offered[Slots]!.AsArray().Count);
        var ids = offered[Slots]!.AsArray().Select(slot => (long)slot!["timeslot_id"]!).ToList();
        Assert.Equal(Enumerable.Range(0, 6).Select(i => ids[0] + i), ids);
        Assert.Equal($$"""
            {"timeslot_id":{{ids[1]}},"provider_id":{{provider}},"first_name":"John","last_name":"Doe","start_time":"2030-01-10T10:15:00Z","end_time":"2030-01-10T10:30:00Z","is_available":true}
            """, offered[Slots]![1]!.ToJsonString());
        Assert.Equal(offered.Text, listed.Is(200).Text);
    }

    [Fact]
    public async Task A_timeslot_is_reserved_and_confirmed()
    {
        var (provider, client) = (await GivenAProvider(), await GivenAClient());
        var slot = await GivenATimeslot(provider);
        _app.Clock.Advance(TimeSpan.FromTicks(1_234_560));

        var reserved = await _app.Admin.Post("/client/reserve", new { client_id = client, timeslot_id = slot });
        var left = await _app.Admin.Get($"/client/getProviderAvailability?provider_id={provider}");
        var confirmed = await Confirm(client, IdOf(reserved));

        Assert.Equal(Scheduled, reserved.Is(200).Body.Keys());
        Assert.Equal(ReservationMembers, reserved[Scheduled].Keys());
        Assert.Equal((slot, provider, client), ((long)reserved[Scheduled]!["timeslot_id"]!,
            (long)reserved[Scheduled]!["provider_id"]!, (long)reserved[Scheduled]!["client_id"]!));
        Assert.False((bool)reserved[Scheduled]!["is_confirmed"]!);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", (string?)reserved[Scheduled]!["created_at"]);
        Assert.DoesNotContain(slot, left[Slots]!.AsArray().Select(s => (long)s!["timeslot_id"]!));
        Assert.Equal(Confirmed, confirmed.Is(200).Body.Keys());
        Assert.Equal(ReservationMembers, confirmed[Confirmed].Keys());
        Assert.True((bool)confirmed[Confirmed]!["is_confirmed"]!);
        Assert.Equal((string?)reserved[Scheduled]!["created_at"], (string?)confirmed[Confirmed]!["created_at"]);
    }

    [Fact]
    public async Task Expired_reservations_are_answered_as_the_timeslots_that_they_release()
    {
        var (provider, client) = (await GivenAProvider(), await GivenAClient());
        var slot = await GivenATimeslot(provider);
        await _app.Admin.Put("/provider/expiredReservations");
        (await _app.Admin.Post("/client/reserve", new { client_id = client, timeslot_id = slot })).Is(200);

        var early = await _app.Admin.Put("/provider/expiredReservations");
        _app.Clock.Advance(TimeSpan.FromMinutes(30));
        var listed = await _app.Admin.Get($"/client/getProviderAvailability?provider_id={provider}");
        var released = await _app.Address.Ask(
            "PUT", "/provider/expiredReservations", Wire.Body("{not JSON"), _app.Admin.Bearer());
        var again = await _app.Admin.Put("/provider/expiredReservations");

        Assert.Empty(early.Is(200)[Released]!.AsArray());
        Assert.Contains(slot, listed[Slots]!.AsArray().Select(s => (long)s!["timeslot_id"]!));
        Assert.Equal(Released, released.Is(200).Body.Keys());
        var only = Assert.Single(released[Released]!.AsArray());
        Assert.Equal(SlotMembers, only.Keys());
        Assert.Equal((slot, "John", true), ((long)only!["timeslot_id"]!, (string?)only["first_name"], (bool)only["is_available"]!));
        Assert.Empty(again.Is(200)[Released]!.AsArray());
    }

    [Theory]
    [InlineData("2030-01-10T10:00:00", "2030-01-10T11:00:00")]
    [InlineData("2030-01-10T10:30:00", "2030-01-10T11:30:00")]
    public async Task The_same_stretch_twice_is_a_conflict(string starts, string ends)
    {
        var provider = await GivenAProvider();
        (await Offer(provider, "2030-01-10T10:00:00", "2030-01-10T11:00:00")).Is(201);

        var again = await Offer(provider, starts, ends);
        var neighbour = await Offer(provider, "2030-01-10T11:00:00", "2030-01-10T11:15:00");

        again.IsRefused(409, "opening_overlaps").IsCleanRefusal();
        Assert.Single(neighbour.Is(201)[Slots]!.AsArray());
    }

    [Theory]
    [InlineData("2030-01-10T10:05:00", "2030-01-10T11:05:00", "off_grid")]
    [InlineData("2030-01-10T10:00:00", "2030-01-10T10:20:00", "off_grid")]
    [InlineData("2030-01-10T10:00:00", "2030-01-10T10:00:00", "end_before_start")]
    [InlineData("2030-01-10T11:00:00", "2030-01-10T10:00:00", "end_before_start")]
    [InlineData("10 January", "2030-01-10T10:00:00", "format")]
    public async Task A_stretch_off_the_grid_or_the_wrong_way_round_is_refused(string starts, string ends, string code)
    {
        var provider = await GivenAProvider();

        var answer = await Offer(provider, starts, ends);

        Assert.EndsWith(code, Assert.Single(answer.IsRefused(422, "invalid_input").IsCleanRefusal().Faults));
    }

    [Fact]
    public async Task A_naive_time_is_UTC_and_an_offset_is_converted()
    {
        var provider = await GivenAProvider();

        var naive = await Offer(provider, "2030-01-10T10:00:00", "2030-01-10T10:15:00");
        var offset = await Offer(provider, "2030-01-10T16:30:00+05:30", "2030-01-10T06:15:00-05:00");

        Assert.Equal("2030-01-10T10:00:00Z", (string?)naive.Is(201)[Slots]![0]!["start_time"]);
        Assert.Equal("2030-01-10T11:00:00Z", (string?)offset.Is(201)[Slots]![0]!["start_time"]);
        Assert.Equal("2030-01-10T11:15:00Z", (string?)offset[Slots]![0]!["end_time"]);
    }

    [Fact]
    public async Task A_stretch_in_the_past_is_accepted_and_none_of_it_can_be_booked()
    {
        var (provider, client) = (await GivenAProvider(), await GivenAClient());

        var offered = await Offer(provider, "2023-12-30T10:00:00", "2023-12-30T11:30:00");
        var listed = await _app.Admin.Get($"/client/getProviderAvailability?provider_id={provider}");
        var slot = (long)offered.Is(201)[Slots]![0]!["timeslot_id"]!;
        var reserved = await _app.Admin.Post("/client/reserve", new { client_id = client, timeslot_id = slot });

        Assert.Equal(6, offered[Slots]!.AsArray().Count);
        Assert.Empty(listed.Is(200)[Slots]!.AsArray());
        reserved.IsRefused(422, "too_soon");
    }

    [Fact]
    public async Task A_timeslot_can_be_booked_until_exactly_24_hours_before_and_five_minutes_of_grace()
    {
        var (provider, client) = (await GivenAProvider(), await GivenAClient());
        var starts = _app.NextHour().AddHours(25);
        var slots = (await Offer(provider, starts.Text(), starts.AddHours(1).Text())).Is(201)[Slots]!.AsArray();
        var first = (long)slots[0]!["timeslot_id"]!;

        _app.Clock.Advance(starts.AddHours(-24) - _app.Clock.GetUtcNow());
        var exactly = await _app.Admin.Get($"/client/getProviderAvailability?provider_id={provider}");
        _app.Clock.Advance(TimeSpan.FromSeconds(1));
        var after = await _app.Admin.Get($"/client/getProviderAvailability?provider_id={provider}");
        _app.Clock.Advance(TimeSpan.FromMinutes(5));
        var tooLate = await _app.Admin.Post("/client/reserve", new { client_id = client, timeslot_id = first });
        _app.Clock.Advance(TimeSpan.FromSeconds(-1));
        var grace = await _app.Admin.Post("/client/reserve", new { client_id = client, timeslot_id = first });

        Assert.Equal(4, exactly[Slots]!.AsArray().Count);
        Assert.Equal(3, after[Slots]!.AsArray().Count);
        tooLate.IsRefused(422, "too_soon").IsCleanRefusal();
        grace.Is(200);
    }

    [Fact]
    public async Task A_reservation_is_confirmed_once_by_its_client_and_within_thirty_minutes()
    {
        var (provider, client, other) = (await GivenAProvider(), await GivenAClient(), await GivenAClient());
        var slot = await GivenATimeslot(provider);
        var confirmable = IdOf(await _app.Admin.Post("/client/reserve", new { client_id = client, timeslot_id = slot }));
        var lapsing = IdOf(await _app.Admin.Post("/client/reserve", new { client_id = client, timeslot_id = slot + 1 }));

        var taken = await _app.Admin.Post("/client/reserve", new { client_id = other, timeslot_id = slot });
        var wrongClient = await Confirm(other, confirmable);
        var confirmed = await Confirm(client, confirmable);
        var twice = await Confirm(client, confirmable);
        _app.Clock.Advance(TimeSpan.FromMinutes(30));
        var expired = await Confirm(client, lapsing);
        (await _app.Admin.Put("/provider/expiredReservations")).Is(200);
        var swept = await Confirm(client, lapsing);

        taken.IsRefused(409, "slot_taken").IsCleanRefusal();
        wrongClient.IsRefused(403, "wrong_client").IsCleanRefusal();
        confirmed.Is(200);
        twice.IsRefused(409, "already_confirmed").IsCleanRefusal();
        expired.IsRefused(410, "hold_expired").IsCleanRefusal();
        swept.IsRefused(410, "hold_expired");
    }

    [Fact]
    public async Task An_unknown_id_is_not_found()
    {
        var (provider, client) = (await GivenAProvider(), await GivenAClient());
        var slot = await GivenATimeslot(provider);

        Answer[] answers =
        [
            await Offer(999_999, "2030-01-10T10:00:00", "2030-01-10T11:00:00"),
            await _app.Admin.Get("/client/getProviderAvailability?provider_id=999999"),
            await _app.Admin.Post("/client/reserve", new { client_id = 999_999, timeslot_id = slot }),
            await _app.Admin.Post("/client/reserve", new { client_id = client, timeslot_id = 4 }),
            await Confirm(client, 999_999),
        ];

        Assert.All(answers, answer => answer.IsRefused(404, "not_found").IsCleanRefusal());
    }

    [Fact]
    public async Task Ids_may_be_numbers_in_text()
    {
        var (provider, client) = (await GivenAProvider(), await GivenAClient());

        var offered = await _app.Admin.Post("/provider/availability", new
        {
            provider_id = $"{provider}",
            start_time = "2030-01-10T10:00:00",
            end_time = "2030-01-10T11:00:00",
        });
        var slot = (long)offered.Is(201)[Slots]![0]!["timeslot_id"]!;
        var reserved = await _app.Admin.Post("/client/reserve", new { client_id = $"{client}", timeslot_id = $"{slot}" });
        var confirmed = await _app.Admin.Put(
            "/client/confirm", new { client_id = $"{client}", reservation_id = $"{IdOf(reserved)}" });

        Assert.Equal(System.Text.Json.JsonValueKind.Number, reserved[Scheduled]!["client_id"]!.GetValueKind());
        confirmed.Is(200);
    }

    [Fact]
    public async Task Unknown_fields_and_parameters_are_ignored()
    {
        var made = await _app.Admin.Post("/provider/create", """{"first_name":"John","last_name":"Doe","age":{"years":[7]}}""");
        var listed = await _app.Admin.Get($"/client/getProviderAvailability?provider_id={made.Is(201)["provider_id"]}&page=2");

        Assert.Equal("""{"available timeslots":[]}""", listed.Is(200).Text);
    }

    public static TheoryData<string, string, string, int, string> Malformed => new()
    {
        { "POST", "/provider/create", "{", 400, "" },
        { "POST", "/provider/create", "{“first_name”: “John”}", 400, "" },
        { "POST", "/provider/create", "[]", 422, " type" },
        { "POST", "/provider/create", "{}", 422, "/first_name required, /last_name required" },
        { "POST", "/provider/create", """{"first_name":"  ","last_name":7}""", 422, "/first_name too_short, /last_name type" },
        { "POST", "/client/create", """{"first_name":"1234567890123456789012345678901","last_name":null}""", 422,
            "/first_name too_long, /last_name null" },
        { "POST", "/provider/availability", "{}", 422, "/end_time required, /provider_id required, /start_time required" },
        { "POST", "/provider/availability", """{"provider_id":"x","start_time":1,"end_time":"2030-01-10"}""", 422,
            "/end_time format, /provider_id type, /start_time type" },
        { "POST", "/client/reserve", """{"client_id":0,"timeslot_id":"9223372036854775808"}""", 422,
            "/client_id out_of_range, /timeslot_id out_of_range" },
        { "PUT", "/client/confirm", """{"client_id":true,"reservation_id":[1]}""", 422, "/client_id type, /reservation_id type" },
        { "GET", "/client/getProviderAvailability", "", 422, "provider_id required" },
        { "GET", "/client/getProviderAvailability?provider_id=id", "", 422, "provider_id type" },
    };

    [Theory, MemberData(nameof(Malformed))]
    public async Task What_is_missing_or_malformed_is_refused(string method, string path, string body, int status, string faults)
    {
        var content = method == "GET" ? null : Wire.Body(body);

        var answer = await _app.Address.Ask(method, path, content, _app.Admin.Bearer());

        answer.IsRefused(status, status == 400 ? "malformed_json" : "invalid_input").IsCleanRefusal();
        if (status == 422)
            Assert.Equal(faults, string.Join(", ", answer.Faults));
    }

    [Theory]
    [InlineData("/provider/create")]
    [InlineData("/client/create")]
    public async Task A_name_has_1_to_30_characters_after_trimming(string path)
    {
        var thirty = new string('é', 30);

        var fits = await _app.Admin.Post(path, new { first_name = $"  {thirty}  ", last_name = "x" });

        Assert.Equal(thirty, (string?)fits.Is(201)["first_name"]);
    }

    [Fact]
    public async Task A_client_reserves_and_confirms_for_themselves()
    {
        var slot = await GivenATimeslot(await GivenAProvider());
        var (visitor, other) = (await _app.As(Roles.Client), await GivenAClient());
        var own = (long)(await visitor.Post("/client/create", new { first_name = "Harry", last_name = "Potter" })).Is(201)["client_id"]!;

        var forOther = await visitor.Post("/client/reserve", new { client_id = other, timeslot_id = slot });
        var reserved = await visitor.Post("/client/reserve", new { client_id = own, timeslot_id = slot });
        var confirmed = await visitor.Put("/client/confirm", new { client_id = own, reservation_id = IdOf(reserved) });

        forOther.IsRefused(404, "not_found");
        confirmed.Is(200);
    }

    async Task<long> GivenAProvider() => (long)(await _app.Admin.Post(
        "/provider/create", new { first_name = "John", last_name = "Doe" })).Is(201)["provider_id"]!;

    async Task<long> GivenAClient() => (long)(await _app.Admin.Post(
        "/client/create", new { first_name = "Harry", last_name = "Potter" })).Is(201)["client_id"]!;

    async Task<long> GivenATimeslot(long provider)
    {
        var starts = _app.NextHour().AddDays(2);
        return (long)(await Offer(provider, starts.Text(), starts.AddHours(2).Text())).Is(201)[Slots]![0]!["timeslot_id"]!;
    }

    Task<Answer> Offer(long provider, string starts, string ends) => _app.Admin.Post(
        "/provider/availability", new { provider_id = provider, start_time = starts, end_time = ends });

    Task<Answer> Confirm(long client, long reservation) =>
        _app.Admin.Put("/client/confirm", new { client_id = client, reservation_id = reservation });

    static long IdOf(Answer reserved) => (long)((JsonNode)reserved.Is(200)[Scheduled]!)["reservation_id"]!;
}

public sealed class ReservationTestsOnSqlite(SqliteApp app) : ReservationTests(app), IClassFixture<SqliteApp>;

public sealed class ReservationTestsOnPostgres(PostgresApp app) : ReservationTests(app), IClassFixture<PostgresApp>;
