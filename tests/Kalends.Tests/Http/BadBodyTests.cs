using System.Text;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Http;

public abstract class BadBodyTests
{
    readonly TestApp _app;

    protected BadBodyTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    public static TheoryData<string> NotJson => new(
        "{", "{\"first_name\":}", "{'first_name':'a'}", "{\"first_name\":\"a\",}", "// nothing\n{}", "NaN", "undefined",
        "{\"first_name\":\"a\"} {}", "{\"first_name\":\"a\"}x", "\u00ef\u00bb\u00bf{", "{\"first_name\":\"a\nb\"}",
        "{\"first_name\":\"\\x41\"}", "{\"first_name\":01}", "\0", "<providers/>", " ",
        "{\"first_name\":\"a\",\"first_name\":\"b\"}", "{\"first_name\":\"a\",\"first\\u005fname\":\"b\"}",
        "{\"first_name\":\"a\",\"\\ud800\":1}", "{\"\\ud800\":1,\"\\ud800\":2}");

    [Theory, MemberData(nameof(NotJson))]
    public async Task What_is_not_JSON_is_a_400(string body)
    {
        var answer = await Post(Wire.Body(body));

        answer.IsRefused(400, "malformed_json").IsCleanRefusal();
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF_8_are_refused_in_values_and_in_names()
    {
        var inValue = await Post(Wire.Body([.. "{\"first_name\":\"a"u8, 0xff, 0xc3, .. "\"}"u8]));
        var inName = await Post(Wire.Body([.. "{\"first_name\":\"a\",\""u8, 0xff, .. "\":1}"u8]));
        var outside = await Post(Wire.Body([0xfe, 0xff, .. "{}"u8]));

        Assert.Equal(["/first_name text"], inValue.IsRefused(422, "invalid_input").IsCleanRefusal().Errors);
        inName.IsRefused(400, "malformed_json").IsCleanRefusal();
        outside.IsRefused(400, "malformed_json").IsCleanRefusal();
    }

    [Fact]
    public async Task Of_very_many_faults_the_first_are_described_and_the_rest_is_counted()
    {
        var fields = string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"\"{i}\":0"));

        var anonymous = await _app.Nobody.Post("/v1/auth/token", $"{{{fields}}}");
        var signedIn = await Post(Wire.Body($"{{{fields}}}"));
        var nested = await _app.Admin.Post("/v1/providers", $"{{\"name\":\"a\",\"availability\":[{{{fields}}}]}}");

        foreach (var answer in (Answer[])[anonymous, signedIn, nested])
        {
            answer.IsRefused(422, "invalid_input").IsCleanRefusal();
            Assert.Equal(50, answer.Errors.Count);
            Assert.InRange((int)answer["errors_not_shown"]!, 99_950, 99_960);
            Assert.InRange(answer.Text.Length, 1, 10_000);
        }
    }

    [Fact]
    public async Task Very_long_names_are_cut()
    {
        var name = new string('x', 5_000);

        var inBody = await Post(Wire.Body($"{{\"first_name\":\"a\",\"{name}\":0}}"));
        var inQuery = await _app.Admin.Get($"/v1/events?{name}=1");

        Assert.Equal([$"/{name[..100]} unknown_field"], inBody.IsRefused(422, "invalid_input").Errors);
        Assert.Equal([$"{name[..100]} unknown_parameter"], inQuery.IsRefused(422, "invalid_input").Errors);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"last_name\":")]
    public async Task Deep_nesting_is_a_400(string level)
    {
        var answer = await Post(Wire.Body(string.Concat(Enumerable.Repeat(level, 10_000))));

        answer.IsRefused(400, "malformed_json").IsCleanRefusal();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("text/json")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=iso-8859-1")]
    public async Task Another_media_type_or_charset_is_a_415(string? mediaType)
    {
        var answer = await Post(Wire.Body("{\"first_name\":\"a\"}", mediaType));

        answer.IsRefused(415, "unsupported_media_type").IsCleanRefusal();
    }

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("APPLICATION/JSON; charset=\"UTF-8\"")]
    [InlineData("application/merge-patch+json")]
    public async Task JSON_in_UTF_8_is_taken_however_it_is_announced(string mediaType)
    {
        var answer = await Post(Wire.Body("{\"first_name\":\"Zoë 李 🦉\"}", mediaType));

        Assert.Equal("Zoë 李 🦉", (string?)answer.Is(201)["first_name"]);
    }

    [Theory]
    [InlineData("POST", "/v1/providers", "gzip")]
    [InlineData("POST", "/v1/providers", "br")]
    [InlineData("POST", "/v1/providers", "deflate, identity")]
    [InlineData("POST", "/v1/providers", "utf-8")]
    [InlineData("PATCH", "/v1/providers/1", "gzip")]
    [InlineData("PUT", "/v1/providers/1", "zstd")]
    [InlineData("POST", "/graphql", "gzip")]
    public async Task A_body_in_an_encoding_that_is_not_understood_is_a_415(
        string method, string path, string encoding)
    {
        var body = Wire.Body("{\"query\":\"{ __typename }\"}");
        body.Headers.TryAddWithoutValidation("Content-Encoding", encoding);

        var answer = await _app.Address.Ask(method, path, body, _app.Admin.Bearer());

        answer.IsRefused(415, "unsupported_content_encoding").IsCleanRefusal();
        Assert.Equal("identity", answer.Headers["Accept-Encoding"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("identity")]
    [InlineData("Identity, identity")]
    public async Task A_body_that_is_said_not_to_be_encoded_is_read(string encoding)
    {
        var body = Wire.Body("{\"first_name\":\"a\"}");
        body.Headers.TryAddWithoutValidation("Content-Encoding", encoding);

        (await Post(body)).Is(201);
    }

    [Fact]
    public async Task A_request_without_a_body_has_no_encoding_to_understand()
    {
        var answer = await _app.Address.Raw(
            "GET /ping HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Encoding: gzip\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_of_two_mebibytes_is_a_413_whether_or_not_its_length_is_told()
    {
        var bytes = Encoding.ASCII.GetBytes($"{{\"first_name\":\"{new string('a', 2 << 20)}\"}}");

        var told = await Post(Wire.Body(bytes));
        var chunked = await Raw("Transfer-Encoding: chunked\r\n\r\n" +
            $"{bytes.Length:x}\r\n{Encoding.ASCII.GetString(bytes)}\r\n0\r\n\r\n");

        told.IsRefused(413, "body_too_large").IsCleanRefusal();
        Assert.StartsWith("HTTP/1.1 413 ", chunked, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"body_too_large\"", chunked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_just_under_a_mebibyte_is_read_and_judged()
    {
        var body = $"{{\"first_name\":\"{new string('a', (1 << 20) - 100)}\"}}";

        var answer = await Post(Wire.Body(body));

        Assert.Equal(["/first_name too_long"], answer.IsRefused(422, "invalid_input").Errors);
    }

    [Fact]
    public async Task A_body_that_is_wanted_and_missing_is_refused()
    {
        var nothing = await _app.Address.Ask("POST", "/v1/clients", null, _app.Admin.Bearer());
        var empty = await _app.Address.Ask("POST", "/v1/clients", Wire.Body(""), _app.Admin.Bearer());

        nothing.IsRefused(415, "unsupported_media_type").IsCleanRefusal();
        empty.IsRefused(400, "malformed_json").IsCleanRefusal();
    }

    Task<Answer> Post(HttpContent body) => _app.Address.Ask("POST", "/v1/providers", body, _app.Admin.Bearer());

    Task<string> Raw(string rest) => _app.Address.Raw(
        "POST /v1/providers HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Type: application/json\r\n" +
        $"Authorization: Bearer {_app.Admin.Token}\r\n{rest}");
}

public sealed class BadBodyTestsOnSqlite(SqliteApp app) : BadBodyTests(app), IClassFixture<SqliteApp>;

public sealed class BadBodyTestsOnPostgres(PostgresApp app) : BadBodyTests(app), IClassFixture<PostgresApp>;
