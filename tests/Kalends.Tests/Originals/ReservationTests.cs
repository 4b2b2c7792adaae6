using Kalends.Platform.Calls;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Originals;

/// <summary>The requests of the original reservation service, as its README writes them, and their answers.</summary>
public abstract class ReservationTests
{
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
        var provider = await _app.GivenAnOriginalProvider();

        var offered = await _app.Offer(provider, "2030-01-10T10:00:00", "2030-01-10T11:30:00");
        var listed = await _app.ListTimeslots(provider);

        Assert.Equal(Steps.Slots, offered.Is(201).Body.Keys());
        Assert.Equal(6, offered[Steps.Slots]!.AsArray().Count);
        var ids = offered[Steps.Slots]!.AsArray().Select(slot => (long)slot!["timeslot_id"]!).ToList();
        Assert.Equal(Enumerable.Range(0, 6).Select(i => ids[0] + i), ids);
        Assert.Equal(
            $"{{\"timeslot_id\":{ids[1]},\"provider_id\":{provider},\"first_name\":\"John\",\"last_name\":\"Doe\"," +
            "\"start_time\":\"2030-01-10T10:15:00Z\",\"end_time\":\"2030-01-10T10:30:00Z\",\"is_available\":true}",
            offered[Steps.Slots]![1]!.ToJsonString());
        Assert.Equal(offered.Text, listed.Is(200).Text);
    }

    [Fact]
    public async Task A_timeslot_is_reserved_and_confirmed()
    {
        var (provider, client) = (await _app.GivenAnOriginalProvider(), await _app.GivenAnOriginalClient());
        var slot = await _app.GivenATimeslot(provider);
        _app.Clock.Advance(TimeSpan.FromTicks(1_234_560));

        var reserved = await _app.ReserveTimeslot(client, slot);
        var left = await _app.ListTimeslots(provider);
        var confirmed = await _app.ConfirmTimeslot(client, reserved.ReservationId());

        Assert.Equal(Steps.Scheduled, reserved.Is(200).Body.Keys());
        Assert.Equal(ReservationMembers, reserved[Steps.Scheduled].Keys());
        Assert.Equal((slot, provider, client), ((long)reserved[Steps.Scheduled]!["timeslot_id"]!,
            (long)reserved[Steps.Scheduled]!["provider_id"]!, (long)reserved[Steps.Scheduled]!["client_id"]!));
        Assert.False((bool)reserved[Steps.Scheduled]!["is_confirmed"]!);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", (string?)reserved[Steps.Scheduled]!["created_at"]);
        Assert.DoesNotContain(slot, left[Steps.Slots]!.AsArray().Select(s => (long)s!["timeslot_id"]!));
        Assert.Equal(Confirmed, confirmed.Is(200).Body.Keys());
        Assert.Equal(ReservationMembers, confirmed[Confirmed].Keys());
        Assert.True((bool)confirmed[Confirmed]!["is_confirmed"]!);
        Assert.Equal((string?)reserved[Steps.Scheduled]!["created_at"], (string?)confirmed[Confirmed]!["created_at"]);
    }

    [Fact]
    public async Task Expired_reservations_are_answered_as_the_timeslots_that_they_release()
    {
        var (provider, client) = (await _app.GivenAnOriginalProvider(), await _app.GivenAnOriginalClient());
        var timeslot = await _app.GivenATimeslot(provider);
        await _app.Admin.Put("/provider/expiredReservations");
        (await _app.ReserveTimeslot(client, timeslot)).Is(200);

        var early = await _app.Admin.Put("/provider/expiredReservations");
        _app.Clock.Advance(TimeSpan.FromMinutes(30));
        var listed = await _app.ListTimeslots(provider);
        // A lapse is told once the writes before it have settled.
        var released = await Patience.Until(
            () => _app.Address.Ask(
                "PUT", "/provider/expiredReservations", Wire.Body("{not JSON"), _app.Admin.Bearer()),
            answer => answer.Is(200)[Released]!.AsArray().Count > 0);
        var again = await _app.Admin.Put("/provider/expiredReservations");

        Assert.Empty(early.Is(200)[Released]!.AsArray());
        Assert.Contains(timeslot, listed[Steps.Slots]!.AsArray().Select(s => (long)s!["timeslot_id"]!));
        Assert.Equal(Released, released.Is(200).Body.Keys());
        var only = Assert.Single(released[Released]!.AsArray(), slot => (long)slot!["provider_id"]! == provider);
        Assert.Equal(SlotMembers, only.Keys());
        Assert.Equal((timeslot, "John"), ((long)only!["timeslot_id"]!, (string?)only["first_name"]));
        Assert.True((bool)only["is_available"]!);
        Assert.Empty(again.Is(200)[Released]!.AsArray());
    }

    [Fact]
    public async Task A_naive_time_is_UTC_and_an_offset_is_converted()
    {
        var provider = await _app.GivenAnOriginalProvider();

        var naive = await _app.Offer(provider, "2030-01-10T10:00:00", "2030-01-10T10:15:00");
        var offset = await _app.Offer(provider, "2030-01-10T16:30:00+05:30", "2030-01-10T06:15:00-05:00");

        Assert.Equal("2030-01-10T10:00:00Z", (string?)naive.Is(201)[Steps.Slots]![0]!["start_time"]);
        Assert.Equal("2030-01-10T11:00:00Z", (string?)offset.Is(201)[Steps.Slots]![0]!["start_time"]);
        Assert.Equal("2030-01-10T11:15:00Z", (string?)offset[Steps.Slots]![0]!["end_time"]);
    }

    [Fact]
    public async Task A_stretch_in_the_past_is_accepted_and_none_of_it_can_be_booked()
    {
        var (provider, client) = (await _app.GivenAnOriginalProvider(), await _app.GivenAnOriginalClient());

        var offered = await _app.Offer(provider, "2023-12-30T10:00:00", "2023-12-30T11:30:00");
        var listed = await _app.ListTimeslots(provider);
        var slot = (long)offered.Is(201)[Steps.Slots]![0]!["timeslot_id"]!;
        var reserved = await _app.ReserveTimeslot(client, slot);

        Assert.Equal(6, offered[Steps.Slots]!.AsArray().Count);
        Assert.Empty(listed.Is(200)[Steps.Slots]!.AsArray());
        reserved.IsRefused(422, "too_soon");
    }

    [Fact]
    public async Task A_timeslot_can_be_booked_until_exactly_24_hours_before_and_five_minutes_of_grace()
    {
        var (provider, client) = (await _app.GivenAnOriginalProvider(), await _app.GivenAnOriginalClient());
        var starts = _app.NextHour().AddHours(25);
        var offered = await _app.Offer(provider, starts.Text(), starts.AddHours(1).Text());
        var first = (long)offered.Is(201)[Steps.Slots]![0]!["timeslot_id"]!;

        _app.Clock.Advance(starts.AddHours(-24) - _app.Clock.GetUtcNow());
        var exactly = await _app.ListTimeslots(provider);
        _app.Clock.Advance(TimeSpan.FromSeconds(1));
        var after = await _app.ListTimeslots(provider);
        _app.Clock.Advance(TimeSpan.FromMinutes(5));
        var tooLate = await _app.ReserveTimeslot(client, first);
        _app.Clock.Advance(TimeSpan.FromSeconds(-1));
        var grace = await _app.ReserveTimeslot(client, first);

        Assert.Equal(4, exactly[Steps.Slots]!.AsArray().Count);
        Assert.Equal(3, after[Steps.Slots]!.AsArray().Count);
        tooLate.IsRefused(422, "too_soon").IsCleanRefusal();
        grace.Is(200);
    }

    [Fact]
    public async Task Ids_may_be_numbers_in_text()
    {
        var (provider, client) = (await _app.GivenAnOriginalProvider(), await _app.GivenAnOriginalClient());

        var offered = await _app.Admin.Post("/provider/availability", new
        {
            provider_id = $"{provider}",
            start_time = "2030-01-10T10:00:00",
            end_time = "2030-01-10T11:00:00",
        });
        var slot = (long)offered.Is(201)[Steps.Slots]![0]!["timeslot_id"]!;
        var reserved = await _app.Admin.Post(
            "/client/reserve", new { client_id = $"{client}", timeslot_id = $"{slot}" });
        var confirmed = await _app.Admin.Put(
            "/client/confirm", new { client_id = $"{client}", reservation_id = $"{reserved.ReservationId()}" });

        Assert.Equal(System.Text.Json.JsonValueKind.Number, reserved[Steps.Scheduled]!["client_id"]!.GetValueKind());
        confirmed.Is(200);
    }

    [Fact]
    public async Task Unknown_fields_and_parameters_are_ignored()
    {
        var made = await _app.Admin.Post(
            "/provider/create", """{"first_name":"John","last_name":"Doe","age":{"years":[7]}}""");
        var id = made.Is(201)["provider_id"];
        var listed = await _app.Admin.Get($"/client/getProviderAvailability?provider_id={id}&page=2");

        Assert.Equal("""{"available timeslots":[]}""", listed.Is(200).Text);
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
        var slot = await _app.GivenATimeslot(await _app.GivenAnOriginalProvider());
        var (visitor, other) = (await _app.As(Roles.Client), await _app.GivenAnOriginalClient());
        var made = await visitor.Post("/client/create", new { first_name = "Harry", last_name = "Potter" });
        var own = (long)made.Is(201)["client_id"]!;

        var forOther = await visitor.Post("/client/reserve", new { client_id = other, timeslot_id = slot });
        var reserved = await visitor.Post("/client/reserve", new { client_id = own, timeslot_id = slot });
        var confirmed = await visitor.Put(
            "/client/confirm", new { client_id = own, reservation_id = reserved.ReservationId() });

        forOther.IsRefused(404, "not_found");
        confirmed.Is(200);
    }
}

public sealed class ReservationTestsOnSqlite(SqliteApp app) : ReservationTests(app), IClassFixture<SqliteApp>;

public sealed class ReservationTestsOnPostgres(PostgresApp app) : ReservationTests(app), IClassFixture<PostgresApp>;
