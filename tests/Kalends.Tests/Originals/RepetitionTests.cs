using Kalends.Tests.Kit;

namespace Kalends.Tests.Originals;

/// <summary>The original routes take an Idempotency-Key like all others, and answer in their own words again.</summary>
public abstract class RepetitionTests
{
    readonly TestApp _app;

    protected RepetitionTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task Availability_offered_again_with_its_key_is_the_same_timeslots()
    {
        var offer = new
        {
            provider_id = await _app.GivenAnOriginalProvider(),
            start_time = "2030-01-10T10:00:00",
            end_time = "2030-01-10T11:00:00",
        };

        var first = await _app.Admin.Post("/provider/availability", offer, "offer");
        var second = await _app.Admin.Post("/provider/availability", offer, "offer");

        Assert.Equal(4, first.Is(201)[Steps.Slots]!.AsArray().Count);
        Assert.Equal(first.Text, second.Is(201).Text);
        Assert.Equal("true", second.Headers["Idempotent-Replayed"]);
    }

    [Fact]
    public async Task A_reservation_made_again_with_its_key_is_the_same_reservation()
    {
        var slot = await _app.GivenATimeslot(await _app.GivenAnOriginalProvider());
        var wish = new { client_id = await _app.GivenAnOriginalClient(), timeslot_id = slot };

        var first = await _app.Admin.Post("/client/reserve", wish, "reserve");
        var second = await _app.Admin.Post("/client/reserve", wish, "reserve");
        var canonical = await _app.Admin.Post(
            "/v1/reservations", new { slot_id = slot, wish.client_id }, "reserve");

        Assert.Equal(first.Is(200).Text, second.Is(200).Text);
        canonical.IsRefused(409, "slot_taken");
    }

    [Theory]
    [InlineData("/provider/create")]
    [InlineData("/client/create")]
    public async Task A_person_created_again_with_its_key_is_the_same_person(string path)
    {
        var person = new { first_name = "John", last_name = "Doe" };

        var first = await _app.Admin.Post(path, person, "create");
        var second = await _app.Admin.Post(path, person, "create");

        Assert.Equal(first.Is(201).Text, second.Is(201).Text);
    }

    [Fact]
    public async Task Openings_and_closures_repeated_with_their_keys_are_answered_alike()
    {
        var provider = await _app.GivenAProvider();
        var stretch = new { starts_at = "2030-01-10T10:00:00Z", ends_at = "2030-01-10T11:00:00Z" };
        var offer = new { ranges = new[] { stretch }, slot_minutes = 20 };

        var opened = await _app.Admin.Post($"/v1/providers/{provider}/openings", offer, "open");
        var openedAgain = await _app.Admin.Post($"/v1/providers/{provider}/openings", offer, "open");
        var closed = await _app.Admin.Post($"/v1/providers/{provider}/closures", stretch, "close");
        var closedAgain = await _app.Admin.Post($"/v1/providers/{provider}/closures", stretch, "close");

        Assert.Equal(opened.Is(201).Text, openedAgain.Is(201).Text);
        Assert.Equal(closed.Is(201).Text, closedAgain.Is(201).Text);
    }
}

public sealed class RepetitionTestsOnSqlite(SqliteApp app) : RepetitionTests(app), IClassFixture<SqliteApp>;

public sealed class RepetitionTestsOnPostgres(PostgresApp app) : RepetitionTests(app), IClassFixture<PostgresApp>;
