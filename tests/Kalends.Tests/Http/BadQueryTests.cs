using System.Buffers.Text;
using System.Text;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Http;

public abstract class BadQueryTests
{
    readonly TestApp _app;

    protected BadQueryTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Theory]
    [InlineData("/v1/providers?limit=0", "limit out_of_range")]
    [InlineData("/v1/providers?limit=-1", "limit out_of_range")]
    [InlineData("/v1/providers?limit=101", "limit out_of_range")]
    [InlineData("/v1/providers?limit=4294967297", "limit out_of_range")]
    [InlineData("/v1/providers?limit=9223372036854775808", "limit out_of_range")]
    [InlineData("/v1/providers?limit=ten", "limit type")]
    [InlineData("/v1/providers?limit=", "limit type")]
    [InlineData("/v1/providers?limit", "limit type")]
    [InlineData("/v1/providers?limit=1&limit=2", "limit repeated")]
    [InlineData("/v1/providers?Limit=1&limit=2", "limit repeated")]
    [InlineData("/v1/providers?page=2", "page unknown_parameter")]
    [InlineData("/v1/providers?page=2&limit=0", "limit out_of_range, page unknown_parameter")]
    [InlineData("/v1/providers?limit=x&organisation_id=x", "limit type, organisation_id type")]
    [InlineData("/v1/providers?organisation_id=0", "organisation_id out_of_range")]
    [InlineData("/v1/clients?limit=101", "limit out_of_range")]
    [InlineData("/v1/users?limit=101", "limit out_of_range")]
    [InlineData("/v1/organisations?limit=0", "limit out_of_range")]
    [InlineData("/v1/reservations?limit=0&state=lost", "limit out_of_range, state unknown_word")]
    [InlineData("/v1/reservations?state=HELD", "state unknown_word")]
    [InlineData("/v1/reservations?from=2030-01-01T00:00:00", "from format")]
    [InlineData("/v1/reservations?from=2030-01-01T00:00:00+01:00", "from format")]
    [InlineData("/v1/providers/1/slots?limit=4097", "limit out_of_range")]
    [InlineData("/v1/providers/1/slots?include=some", "include unknown_word")]
    [InlineData("/v1/providers/1/slots?from=2030-01-02T00:00:00Z&to=2030-01-01T00:00:00Z", "to end_before_start")]
    [InlineData("/v1/providers/1/slots?from=2030-01-01T00:00:00Z&to=2031-01-02T00:00:01Z", "to too_long")]
    [InlineData("/v1/providers/1/slots?from=0001-01-01T00:00:00Z&to=9999-12-31T23:59:59Z", "to too_long")]
    [InlineData("/v1/providers/1/slots?provider_id=1", "provider_id unknown_parameter")]
    [InlineData("/v1/me?limit=1", "limit unknown_parameter")]
    public async Task A_bad_parameter_is_refused_by_name(string path, string errors)
    {
        var answer = await _app.Admin.Get(path);

        Assert.Equal(errors, string.Join(", ", answer.IsRefused(422, "invalid_input").IsCleanRefusal().Errors));
    }

    [Theory]
    [InlineData("/v1/slots?provider_ids=1,x&days_of_week=1,8", "days_of_week out_of_range, provider_ids type")]
    [InlineData("/v1/slots?provider_ids=1,", "provider_ids type")]
    public async Task A_bad_number_of_a_list_is_refused_by_the_name_of_the_list(string path, string errors)
    {
        var answer = await _app.Admin.Get(path);

        Assert.Equal(errors, string.Join(", ", answer.IsRefused(422, "invalid_input").Errors));
    }

    [Fact]
    public async Task Numbers_of_a_list_may_be_given_together()
    {
        var together = await _app.Admin.Get("/v1/slots?provider_ids=1,2&days_of_week=1,7");
        var apart = await _app.Admin.Get("/v1/slots?provider_ids=1&provider_ids=2&days_of_week=1&days_of_week=7");

        Assert.Equal(apart.Is(200).Text, together.Is(200).Text);
    }

    [Theory]
    [InlineData("1899-12")]
    [InlineData("9000-13")]
    [InlineData("9001-01")]
    public async Task A_month_of_other_centuries_is_refused_with_the_bounds(string month)
    {
        var answer = await _app.Admin.Get($"/v1/reports/reimbursements?first_month={month}");

        Assert.Contains(
            "from 1900-01 to 9000-12", answer.IsRefused(422, "invalid_input").Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deletion_takes_only_the_parameters_that_it_knows()
    {
        var answer = await _app.Admin.Delete("/v1/providers/1/openings/1?cancel_reservations=1&force=true");

        Assert.Equal(
            ["cancel_reservations type", "force unknown_parameter"], answer.IsRefused(422, "invalid_input").Errors);
    }

    [Fact]
    public async Task A_range_may_be_366_days_and_an_offset_is_converted_when_it_is_escaped()
    {
        var provider = await _app.GivenAProvider();

        var slots = $"/v1/providers/{provider}/slots";
        var year = await _app.Admin.Get($"{slots}?from=2030-01-01T00:00:00Z&to=2031-01-02T00:00:00Z");
        var offset = await _app.Admin.Get($"{slots}?from=2030-01-01T00:00:00%2B01:00");
        var last = await _app.Admin.Get($"{slots}?from=9999-12-31T23:59:59Z");
        var first = await _app.Admin.Get($"{slots}?from=0001-01-01T00:00:00Z");

        Assert.All([year, offset, last, first], answer => answer.Is(200));
    }

    public static TheoryData<string> Cursors => new(
        "x", "!", "null", "=", "AAAA", "\u00e9",
        Encoded("null"), Encoded("[]"), Encoded("{}"), Encoded("[1]"), Encoded("[1,1,1]"), Encoded("[1,1,1,1]"),
        Encoded("[2,1,1,\"\"]"), Encoded("[1,\"1\",1,\"\"]"), Encoded("[1,1e30,1,\"\"]"), Encoded("[1.5,1,1,\"\"]"),
        Encoded("[1,1,1,\"\",1]"), Encoded("[1,1,1,\"\\u0000\"]"), Encoded("[99999999999,1,1,\"\"]"),
        Encoded("[1,9223372036854775808,0,\"\"]"),
        Encoded("[1,1,1,null]"), Encoded("[1,1,1,\"\\ud800\"]"), Encoded("[1,\"name\",\"\\u0000\"]"),
        Encoded("[1,\"id\",null]"), Encoded("[[[[[[[[[["), Encoded("{\"a\":1,\"a\":1}"));

    [Theory, MemberData(nameof(Cursors))]
    public async Task A_cursor_that_is_not_ours_is_refused(string cursor)
    {
        var provider = await _app.GivenAProvider();

        var answers = await Lists(provider, cursor);

        Assert.All(answers, answer =>
            Assert.Equal(["cursor cursor"], answer.IsRefused(422, "invalid_input").IsCleanRefusal().Errors));
    }

    public static TheoryData<string> Strangers => new(
        Encoded("[1,\"id\",9223372036854775807]"), Encoded("[1,\"id\",-9223372036854775808]"),
        Encoded("[1,\"starts_at\",9223372036854775807]"), Encoded("[1,\"starts_at\",-9223372036854775808]"),
        Encoded("[1,\"starts_at\",9223372036854775807,9223372036854775807]"),
        Encoded("[1,\"starts_at\",-9223372036854775808,-9223372036854775808]"),
        Encoded("[1,\"starts_at\",253402300800000000]"), Encoded("[1,\"ends_at\",-9223372036854775808]"),
        Encoded("[1,\"ends_at\",9223372036854775807,9223372036854775807]"), Encoded("[1,\"name\",\"zzzz\"]"));

    [Theory, MemberData(nameof(Strangers))]
    public async Task A_cursor_of_another_list_or_with_wild_numbers_breaks_nothing(string cursor)
    {
        var provider = await _app.GivenAProvider();
        await _app.GivenSlots(provider);

        var answers = await Lists(provider, cursor);

        Assert.All(answers, answer =>
        {
            if (answer.Status != 200)
                answer.IsRefused(422, "invalid_input").IsCleanRefusal();
        });
    }

    async Task<IReadOnlyList<Answer>> Lists(long provider, string cursor)
    {
        var answers = new List<Answer>();
        foreach (var list in (string[])[
            "/v1/providers", "/v1/clients", "/v1/users", "/v1/organisations", "/v1/reservations",
            $"/v1/providers/{provider}/openings", $"/v1/providers/{provider}/closures",
            $"/v1/providers/{provider}/slots"])
            answers.Add(await _app.Admin.Get($"{list}?cursor={cursor}"));
        return answers;
    }

    static string Encoded(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}

public sealed class BadQueryTestsOnSqlite(SqliteApp app) : BadQueryTests(app), IClassFixture<SqliteApp>;

public sealed class BadQueryTestsOnPostgres(PostgresApp app) : BadQueryTests(app), IClassFixture<PostgresApp>;
