using System.Globalization;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Providers;

/// <summary>What can be said of a provider and what cannot: the same of a new one, of all of one, of a part.</summary>
public abstract class ProviderInputTests
{
    static readonly string TenThousand = new('x', 10_240);

    readonly TestApp _app;

    protected ProviderInputTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    public static TheoryData<string, string> Wrong => new()
    {
        { $"\"name\":\"{TenThousand}\"", "/name too_long" },
        { $"\"first_name\":\"{TenThousand}\"", "/first_name too_long" },
        { $"\"last_name\":\"{TenThousand}\"", "/last_name too_long" },
        { $"\"last_name\":\"{TenThousand[..101]}\"", "/last_name too_long" },
        { "\"name\":\"\"", "/name too_short" },
        { "\"first_name\":\" \"", "/first_name too_short" },
        { "\"name\":5", "/name type" },
        { "\"name\":[\"a\"]", "/name type" },
        { "\"name\":\"a\\u0000b\"", "/name control_characters" },
        { "\"skills\":\"a\"", "/skills type" },
        { "\"skills\":{}", "/skills type" },
        { "\"skills\":[null]", "/skills/0 type" },
        { "\"skills\":[1,\"\"]", "/skills/0 type, /skills/1 too_short" },
        { "\"skills\":[[\"a\"]]", "/skills/0 type" },
        { $"\"skills\":[\"{TenThousand[..101]}\"]", "/skills/0 too_long" },
        { $"\"skills\":[\"{TenThousand}\"]", "/skills/0 too_long" },
        { "\"skills\":[\"a\",\"b\",\" a \"]", "/skills/2 repeated" },
        { $"\"skills\":[{Numbered(51)}]", "/skills count" },
        { "\"cost\":-1", "/cost out_of_range" },
        { "\"cost\":1000000000001", "/cost out_of_range" },
        { "\"cost\":99999999999999999999999", "/cost out_of_range" },
        { "\"cost\":1.5", "/cost type" },
        { "\"cost\":\"1\"", "/cost type" },
        { "\"cost\":true", "/cost type" },
        { "\"cost\":1,\"currency\":\"ZZZ\"", "/currency unknown_currency" },
        { "\"cost\":1,\"currency\":\"eur\"", "/currency unknown_currency" },
        { "\"cost\":1,\"currency\":\"EU\"", "/currency too_short" },
        { "\"cost\":1,\"currency\":\"EURO\"", "/currency too_long" },
        { "\"cost\":1,\"currency\":\"\"", "/currency too_short" },
        { "\"cost\":1,\"currency\":978", "/currency type" },
        { "\"currency\":\"EUR\"", "/currency without_cost" },
        { "\"availability\":\"2030\"", "/availability type" },
        { "\"availability\":[\"2030-01-01\"]", "/availability/0 type" },
        { "\"availability\":[null]", "/availability/0 type" },
        { "\"availability\":[{}]", "/availability/0/from_date required, /availability/0/to_date required" },
        { Ranges(("2030-01-02", "2030-01-01")), "/availability/0/to_date end_before_start" },
        {
            Ranges(("2030-01-01", "2030-01-01"), ("2030-12-31", "2030-01-01"), ("9999-12-31", "0001-01-01")),
            "/availability/1/to_date end_before_start, /availability/2/to_date end_before_start"
        },
        { Ranges(("2030-02-30", "2030-03-01")), "/availability/0/from_date format" },
        { Ranges(("2030-1-1", "10000-01-01")), "/availability/0/from_date format, /availability/0/to_date format" },
        { Ranges(("2030-01-01T00:00:00Z", "")), "/availability/0/from_date format, /availability/0/to_date format" },
        { Ranges(("0000-01-01", "2030-01-01")), "/availability/0/from_date format" },
        {
            "\"availability\":[{\"from_date\":20300101,\"to_date\":null,\"until\":1}]",
            "/availability/0/from_date type, /availability/0/to_date null, /availability/0/until unknown_field"
        },
        { Ranges(Enumerable.Repeat(("2030-01-01", "2030-01-01"), 101).ToArray()), "/availability count" },
        { "\"time_zone\":\"\"", "/time_zone too_short" },
        { "\"time_zone\":\"Mars/Olympus\"", "/time_zone unknown_time_zone" },
        { $"\"time_zone\":\"{TenThousand}\"", "/time_zone too_long" },
        { "\"time_zone\":3", "/time_zone type" },
        { "\"languages\":[\"e\",\"english language\"]", "/languages/0 too_short" },
        { "\"languages\":[\"e1\",\"en_GB\",\"en-\"]", "/languages/0 format, /languages/1 format, /languages/2 format" },
        { "\"languages\":[\"en\",\"en\"]", "/languages/1 repeated" },
        { $"\"languages\":[{Numbered(21)}]", "/languages count" },
        { "\"languages\":\"en\"", "/languages type" },
        { "\"active\":1", "/active type" },
        { "\"active\":\"true\"", "/active type" },
        { "\"user_id\":7", "/user_id type" },
        { "\"user_id\":\"\"", "/user_id too_short" },
        { $"\"owner_user_id\":\"{TenThousand}\"", "/owner_user_id too_long" },
        { "\"organisation_id\":\"1\"", "/organisation_id type" },
        { "\"organisation_id\":0", "/organisation_id out_of_range" },
        { "\"rating\":{}", "/rating unknown_field" },
        { "\"cost\":-1,\"active\":3,\"x\":1", "/active type, /cost out_of_range, /x unknown_field" },
    };

    [Theory, MemberData(nameof(Wrong))]
    public async Task What_cannot_be_said_is_refused_with_every_fault(string member, string errors)
    {
        var provider = await _app.GivenAProvider();
        var path = $"/v1/providers/{provider}";
        var whole = member.Contains("name\"", StringComparison.Ordinal)
            ? $"{{{member}}}"
            : $"{{\"name\":\"a\",{member}}}";

        foreach (var answer in (Answer[])[
            await _app.Admin.Post("/v1/providers", whole), await _app.Admin.Put(path, whole),
            await _app.Admin.Patch(path, $"{{{member}}}")])
            Assert.Equal(Sorted(errors), Sorted(string.Join(", ",
                answer.IsRefused(422, "invalid_input").IsCleanRefusal().Errors)));
    }

    public static TheoryData<string> Fine =>
    [
        $"\"skills\":[{Numbered(50)}]",
        "\"skills\":[\"a\",\"A\"]",
        "\"skills\":[\"'); DROP TABLE providers; --\",\"%_\\\\\",\"\\\"\",\"💡 ideas\"]",
        "\"cost\":0",
        "\"cost\":1000000000000,\"currency\":\"JPY\"",
        Ranges(("2030-01-01", "2030-01-01")),
        Ranges(("0001-01-01", "9999-12-31")),
        Ranges(("2024-02-29", "2024-02-29"), ("2024-02-29", "2024-02-29")),
        Ranges(Enumerable.Range(1, 10).Select(m => ($"2030-{m:00}-01", $"2030-{m:00}-28")).ToArray()),
        Ranges(("2030-05-01", "2030-06-30"), ("2030-04-01", "2030-05-15"), ("2030-05-10", "2030-05-11")),
        "\"languages\":[\"en\",\"pt-BR\",\"zh-Hant-TW\",\"sr-Latn-RS\"]",
        "\"time_zone\":\"America/Argentina/Buenos_Aires\"",
        "\"name\":\"Robert'); DROP TABLE providers; --\"",
        "\"name\":\"李 ${jndi:x} <script> {{7*7}}\"",
        "\"last_name\":\"' OR '1'='1\"",
        "\"active\":false",
    ];

    [Theory, MemberData(nameof(Fine))]
    public async Task What_can_be_said_is_kept_as_it_was_said(string member)
    {
        var path = $"/v1/providers/{await _app.GivenAProvider()}";
        var whole = member.StartsWith("\"name\"", StringComparison.Ordinal)
            ? $"{{{member}}}"
            : $"{{\"name\":\"a\",{member}}}";

        var made = (await _app.Admin.Post("/v1/providers", whole)).Is(201);
        var put = (await _app.Admin.Put(path, whole)).Is(200);
        var patched = (await _app.Admin.Patch(path, $"{{{member}}}")).Is(200);

        foreach (var (name, said) in System.Text.Json.Nodes.JsonNode.Parse(whole)!.AsObject())
            foreach (var answer in (Answer[])[made, put, patched])
                Assert.Equal((name, said!.ToJsonString()), (name, answer[name]!.ToJsonString()));
        Assert.Equal(patched.Text, (await _app.Admin.Get(path)).Is(200).Text);
    }

    [Fact]
    public async Task Days_are_kept_beside_the_ranges_without_overlaps()
    {
        var said = Ranges(
            ("2030-05-01", "2030-06-30"), ("2030-04-01", "2030-05-15"), ("2030-07-01", "2030-07-01"),
            ("2029-01-01", "2029-01-01"), ("2030-07-03", "2030-07-03"));

        var made = (await _app.Admin.Post("/v1/providers", $"{{\"name\":\"a\",{said}}}")).Is(201);

        Assert.Equal(
            ["2029-01-01/2029-01-01", "2030-04-01/2030-07-01", "2030-07-03/2030-07-03"], await DaysOf(made.Id));
        (await _app.Admin.Patch($"/v1/providers/{made.Id}", """{"availability":null}""")).Is(200);
        Assert.Empty(await DaysOf(made.Id));
    }

    async Task<List<string>> DaysOf(long provider)
    {
        await using var connection = _app.Connect();
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText =
            $"SELECT from_day, to_day FROM provider_days WHERE provider_id = {provider} ORDER BY from_day";
        await using var rows = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var days = new List<string>();
        while (await rows.ReadAsync(TestContext.Current.CancellationToken))
            days.Add($"{Day(rows.GetInt64(0))}/{Day(rows.GetInt64(1))}");
        return days;
    }

    static string Day(long number) =>
        new DateOnly(1970, 1, 1).AddDays((int)number).ToString("O", CultureInfo.InvariantCulture);

    static string Ranges(params (string From, string To)[] ranges) => "\"availability\":[" + string.Join(',',
        ranges.Select(range => $"{{\"from_date\":\"{range.From}\",\"to_date\":\"{range.To}\"}}")) + "]";

    static string Numbered(int count) => string.Join(',', Enumerable.Range(0, count).Select(i => $"\"s{i}\""));

    static string Sorted(string errors) =>
        string.Join(", ", errors.Split(", ").Order(StringComparer.Ordinal));
}

public sealed class ProviderInputTestsOnSqlite(SqliteApp app) : ProviderInputTests(app), IClassFixture<SqliteApp>;

public sealed class ProviderInputTestsOnPostgres(PostgresApp app)
    : ProviderInputTests(app), IClassFixture<PostgresApp>;
