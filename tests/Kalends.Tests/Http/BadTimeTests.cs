using Kalends.Tests.Kit;

namespace Kalends.Tests.Http;

public abstract class BadTimeTests
{
    readonly TestApp _app;

    protected BadTimeTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    public static TheoryData<string, string, string> Ranges => new()
    {
        { "2030-02-01T10:00:00Z", "2030-02-01T09:00:00Z", "/ranges/0/ends_at end_before_start" },
        { "2030-02-01T10:00:00Z", "2030-02-01T10:00:00Z", "/ranges/0/ends_at end_before_start" },
        { "2030-02-01T10:02:00Z", "2030-02-01T11:02:00Z", "/ranges/0/starts_at off_grid" },
        { "2030-02-01T10:00:01Z", "2030-02-01T11:00:01Z", "/ranges/0/starts_at off_grid" },
        { "2030-02-01T10:00:00.000001Z", "2030-02-01T11:00:00.000001Z", "/ranges/0/starts_at off_grid" },
        { "2030-02-01T10:00:00+00:02", "2030-02-01T11:00:00+00:02", "/ranges/0/starts_at off_grid" },
        { "2030-02-01T10:00:00Z", "2030-02-01T10:20:00Z", "/ranges/0/ends_at not_a_multiple" },
        { "2030-02-01T10:00:00Z", "2030-03-16T10:00:00Z", "/ranges/0/ends_at too_long" },
        { "9999-12-31T10:00:00Z", "9999-12-31T11:00:00Z", "/ranges/0/starts_at out_of_range" },
        { "1969-12-31T10:00:00Z", "1969-12-31T11:00:00Z", "/ranges/0/starts_at out_of_range" },
        { "0001-01-01T00:00:00Z", "9999-12-31T23:55:00Z", "/ranges/0/starts_at out_of_range" },
        { "2030-06-30T23:59:60Z", "2030-07-01T01:00:00Z", "/ranges/0/starts_at format" },
        { "2030-02-01T10:00:00", "2030-02-01T11:00:00", "/ranges/0/ends_at format, /ranges/0/starts_at format" },
        { "2030-02-01", "2030-02-02", "/ranges/0/ends_at format, /ranges/0/starts_at format" },
        { "2030-02-30T10:00:00Z", "2030-02-01T11:00:00Z", "/ranges/0/starts_at format" },
        { "2030-02-01t10:00:00z", "2030-02-01T11:00:00Z", "/ranges/0/starts_at format" },
        { "2030-02-01 10:00:00Z", "2030-02-01T11:00:00Z", "/ranges/0/starts_at format" },
        { "2030-02-01T10:00Z", "2030-02-01T11:00:00Z", "/ranges/0/starts_at format" },
        { "2030-02-01T10:00:00.0000000000Z", "2030-02-01T11:00:00Z", "/ranges/0/starts_at format" },
        { "2030-02-01T10:00:00.Z", "2030-02-01T11:00:00Z", "/ranges/0/starts_at format" },
        { "2030-02-01T10:00:00+24:00", "2030-02-01T11:00:00Z", "/ranges/0/starts_at format" },
        { "2030-02-01T10:00:00+0100", "2030-02-01T11:00:00Z", "/ranges/0/starts_at format" },
        { "2030-02-01T25:00:00Z", "2030-02-01T11:00:00Z", "/ranges/0/starts_at format" },
        { "0001-01-01T00:00:00+01:00", "2030-02-01T11:00:00Z", "/ranges/0/starts_at format" },
        { "9999-12-31T23:59:59-01:00", "2030-02-01T11:00:00Z", "/ranges/0/starts_at format" },
        { "+02030-02-01T10:00:00Z", "2030-02-01T11:00:00Z", "/ranges/0/starts_at format" },
        { "tomorrow", "", "/ranges/0/ends_at format, /ranges/0/starts_at format" },
    };

    [Theory, MemberData(nameof(Ranges))]
    public async Task A_bad_stretch_is_refused_with_its_place(string starts, string ends, string errors)
    {
        var provider = await _app.GivenAProvider();

        var answer = await Offer(provider, new { ranges = new[] { new { starts_at = starts, ends_at = ends } } });

        Assert.Equal(errors, Errors(answer));
    }

    public static TheoryData<string, string> Bodies => new()
    {
        { "{}", "/ranges required" },
        { """{"ranges":null}""", "/ranges null" },
        { """{"ranges":{}}""", "/ranges type" },
        { """{"ranges":[]}""", "/ranges count" },
        { """{"ranges":[null]}""", "/ranges/0 type" },
        { """{"ranges":[[]]}""", "/ranges/0 type" },
        { """{"ranges":[{}]}""", "/ranges/0/ends_at required, /ranges/0/starts_at required" },
        { """{"ranges":[{"starts_at":1,"ends_at":null}]}""", "/ranges/0/ends_at null, /ranges/0/starts_at type" },
        { """{"ranges":[{}],"provider_id":1}""",
            "/provider_id unknown_field, /ranges/0/ends_at required, /ranges/0/starts_at required" },
        { $$"""{"ranges":[{{Range}}],"slot_minutes":4}""", "/slot_minutes out_of_range" },
        { $$"""{"ranges":[{{Range}}],"slot_minutes":481}""", "/slot_minutes out_of_range" },
        { $$"""{"ranges":[{{Range}}],"slot_minutes":"15"}""", "/slot_minutes type" },
        { $$"""{"ranges":[{{Range}}],"slot_minutes":15.5}""", "/slot_minutes type" },
        { $$"""{"ranges":[{{Range}}],"slot_minutes":null}""", "/slot_minutes null" },
        { $$"""{"ranges":[{{Range}}],"slot_minutes":25}""", "/ranges/0/ends_at not_a_multiple" },
        { $$"""{"ranges":[{{Range}},{"starts_at":"2030-02-02T10:00:00Z","ends_at":"2030-02-02T10:01:00Z"}],"x":1}""",
            "/x unknown_field" },
        { """
          {"ranges":[{"starts_at":"2030-02-01T10:00:00Z","ends_at":"2030-02-01T09:00:00Z"},
                     {"starts_at":"2030-02-02T10:00:00Z","ends_at":"2030-02-02T10:01:00Z"}]}
          """,
            "/ranges/0/ends_at end_before_start, /ranges/1/starts_at off_grid" },
    };

    const string Range = """{"starts_at":"2030-02-01T10:00:00Z","ends_at":"2030-02-01T11:00:00Z"}""";

    [Theory, MemberData(nameof(Bodies))]
    public async Task A_bad_offer_is_refused_with_every_fault(string body, string errors)
    {
        var provider = await _app.GivenAProvider();

        var answer = await Offer(provider, body);

        Assert.Equal(errors, Errors(answer));
        Assert.Empty((await _app.Admin.Get($"/v1/providers/{provider}/openings")).Is(200)["items"]!.AsArray());
    }

    [Fact]
    public async Task An_opening_has_at_most_4096_slots_and_an_offer_at_most_100_stretches()
    {
        var provider = await _app.GivenAProvider();
        var starts = FakeClock.Start.AddDays(30);

        var fits = await Offer(provider, Stretch(starts, TimeSpan.FromMinutes(5 * 4096), 5));
        var tooMany = await Offer(provider, Stretch(starts, TimeSpan.FromMinutes(5 * 4097), 5));
        var longest = await Offer(provider, Stretch(starts.AddDays(50), TimeSpan.FromDays(42), 15));
        var stretches = await Offer(provider, new
        {
            ranges = Enumerable.Range(0, 101).Select(i => new
            {
                starts_at = starts.AddDays(100 + i).Text(),
                ends_at = starts.AddDays(100 + i).AddHours(1).Text(),
            }),
        });

        Assert.Equal(4096, (int)fits.Is(201)["items"]![0]!["slot_count"]!);
        Assert.Equal("/ranges/0/ends_at too_many_slots", Errors(tooMany));
        Assert.Equal(4032, (int)longest.Is(201)["items"]![0]!["slot_count"]!);
        Assert.Equal("/ranges count", Errors(stretches));
    }

    [Theory]
    [InlineData("2030-02-01T12:00:00+02:00")]
    [InlineData("2030-02-01T04:30:00-05:30")]
    [InlineData("2030-02-01T10:00:00.000000Z")]
    [InlineData("2030-02-01T10:00:00+00:00")]
    public async Task An_offset_is_converted(string starts)
    {
        var provider = await _app.GivenAProvider();

        var offered = await Offer(
            provider, new { ranges = new[] { new { starts_at = starts, ends_at = "2030-02-01T11:00:00Z" } } });

        Assert.Equal("2030-02-01T10:00:00Z", (string?)offered.Is(201)["items"]![0]!["starts_at"]);
    }

    public static TheoryData<string, string> Closures => new()
    {
        { "{}", "/ends_at required, /starts_at required" },
        { """{"starts_at":"2030-02-01T10:00:00Z","ends_at":"2030-02-01T10:00:00Z"}""", "/ends_at end_before_start" },
        { """{"starts_at":"2030-02-01T10:00:00Z","ends_at":"2031-02-03T10:00:00Z"}""", "/ends_at too_long" },
        { """{"starts_at":"0001-01-01T00:00:00Z","ends_at":"9999-12-31T23:59:59Z"}""", "/ends_at too_long" },
        { """{"starts_at":"2030-02-01T10:00:00","ends_at":"x"}""", "/ends_at format, /starts_at format" },
        { """{"starts_at":"2030-02-01T10:00:00Z","ends_at":"2030-02-02T10:00:00Z","cancel_reservations":"yes"}""",
            "/cancel_reservations type" },
        { """{"starts_at":"2030-02-01T10:00:00Z","ends_at":"2030-02-02T10:00:00Z","cancel_reservations":null}""",
            "/cancel_reservations null" },
    };

    [Theory, MemberData(nameof(Closures))]
    public async Task A_bad_closure_is_refused_with_every_fault(string body, string errors)
    {
        var provider = await _app.GivenAProvider();

        var answer = await _app.Admin.Post($"/v1/providers/{provider}/closures", body);

        Assert.Equal(errors, Errors(answer));
    }

    static object Stretch(DateTimeOffset starts, TimeSpan length, int slotMinutes) => new
    {
        ranges = new[] { new { starts_at = starts.Text(), ends_at = (starts + length).Text() } },
        slot_minutes = slotMinutes,
    };

    Task<Answer> Offer(long provider, object body) => _app.Admin.Post($"/v1/providers/{provider}/openings", body);

    static string Errors(Answer answer) =>
        string.Join(", ", answer.IsRefused(422, "invalid_input").IsCleanRefusal().Errors);
}

public sealed class BadTimeTestsOnSqlite(SqliteApp app) : BadTimeTests(app), IClassFixture<SqliteApp>;

public sealed class BadTimeTestsOnPostgres(PostgresApp app) : BadTimeTests(app), IClassFixture<PostgresApp>;
