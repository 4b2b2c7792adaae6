using Kalends.Tests.Kit;

namespace Kalends.Tests.Http;

public abstract class BadValueTests
{
    static readonly string LongName = new('a', 251);

    readonly TestApp _app;

    protected BadValueTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    public static TheoryData<string, string> Providers => new()
    {
        { "{}", "/name required" },
        { "[]", " type" },
        { "null", " type" },
        { "3", " type" },
        { "\"text\"", " type" },
        { """{"first_name":null}""", "/name required" },
        { """{"first_name":1}""", "/first_name type" },
        { """{"first_name":true}""", "/first_name type" },
        { """{"first_name":["a"]}""", "/first_name type" },
        { """{"first_name":{"a":1}}""", "/first_name type" },
        { """{"first_name":""}""", "/first_name too_short" },
        { """{"first_name":"  \t "}""", "/first_name too_short" },
        { $$"""{"first_name":"{{LongName}}"}""", "/first_name too_long" },
        { """{"first_name":"a\u0000b"}""", "/first_name control_characters" },
        { """{"first_name":"a\u001bb"}""", "/first_name control_characters" },
        { """{"first_name":"a\u007fb"}""", "/first_name control_characters" },
        { """{"first_name":"a\u0085b"}""", "/first_name control_characters" },
        { """{"first_name":"a\nb"}""", "/first_name control_characters" },
        { """{"first_name":"\ud800"}""", "/first_name text" },
        { """{"first_name":"a\udc00b"}""", "/first_name text" },
        { """{"First_Name":"a"}""", "/First_Name unknown_field" },
        { """{"first_name":"a","a/b~c":1}""", "/a~1b~0c unknown_field" },
        { """{"first_name":"a","":1}""", "/ unknown_field" },
        { """{"first_name":"a","id":1}""", "/id unknown_field" },
        { """{"first_name":"a","last_name":null}""", "/last_name null" },
        { """{"first_name":"a","time_zone":"Mars/Olympus"}""", "/time_zone unknown_time_zone" },
        { """{"first_name":"a","time_zone":""}""", "/time_zone too_short" },
        { """{"first_name":"a","organisation_id":0}""", "/organisation_id out_of_range" },
        { """{"first_name":"a","organisation_id":-1}""", "/organisation_id out_of_range" },
        { """{"first_name":"a","organisation_id":9007199254740992}""", "/organisation_id out_of_range" },
        { """{"first_name":"a","organisation_id":9223372036854775808}""", "/organisation_id out_of_range" },
        { """{"first_name":"a","organisation_id":1e999999999}""", "/organisation_id type" },
        { """{"first_name":"a","organisation_id":"1"}""", "/organisation_id type" },
        { """{"first_name":"a","organisation_id":1.0}""", "/organisation_id type" },
        { """{"first_name":"a","organisation_id":1e3}""", "/organisation_id type" },
        { """{"first_name":"a","organisation_id":true}""", "/organisation_id type" },
        { """{"first_name":"a","organisation_id":999999}""", "/organisation_id unknown_organisation" },
        { """{"first_name":"a","user_id":"nobody"}""", "/user_id unknown_user" },
        {
            """{"first_name":"a","user_id":"u","owner_user_id":"x"}""",
            "/owner_user_id unknown_user, /user_id unknown_user"
        },
        {
            """{"first_name":"","last_name":3,"time_zone":null,"organisation_id":0,"x":1}""",
            "/first_name too_short, /last_name type, /organisation_id out_of_range, /time_zone null, /x unknown_field"
        },
    };

    [Theory, MemberData(nameof(Providers))]
    public async Task A_provider_with_bad_values_is_refused_with_every_fault(string body, string errors)
    {
        var answer = await _app.Admin.Post("/v1/providers", body);

        Assert.Equal(errors, Errors(answer));
    }

    public static TheoryData<string, string> Users => new()
    {
        { "{}", "/password required, /roles required, /username required" },
        { """{"username":"u","password":"short","roles":["client"]}""", "/password too_short" },
        { """{"username":"u","password":"long enough","roles":[]}""", "/roles count" },
        { """{"username":"u","password":"long enough","roles":"client"}""", "/roles type" },
        { """{"username":"u","password":"long enough","roles":["Client"]}""", "/roles/0 unknown_word" },
        { """{"username":"u","password":"long enough","roles":["client",4]}""", "/roles/1 type" },
        { """{"username":"u","password":"12345678","roles":[null,"boss"]}""", "/roles/0 type, /roles/1 unknown_word" },
        {
            """{"username":"u","password":"12345678","roles":["admin","admin","admin","admin","admin","admin"]}""",
            "/roles count"
        },
    };

    [Theory, MemberData(nameof(Users))]
    public async Task A_user_with_bad_values_is_refused_with_every_fault(string body, string errors)
    {
        var answer = await _app.Admin.Post("/v1/users", body);

        Assert.Equal(errors, Errors(answer));
    }

    public static TheoryData<string, string> Reservations => new()
    {
        { "{}", "/slot_id required" },
        { """{"slot_id":0}""", "/slot_id out_of_range" },
        { """{"slot_id":-1}""", "/slot_id out_of_range" },
        { """{"slot_id":9223372036854775808}""", "/slot_id out_of_range" },
        { """{"slot_id":"4096","client_id":"1"}""", "/client_id type, /slot_id type" },
        { """{"slot_id":4096}""", "/client_id required" },
        { """{"slot_id":4096,"client_id":1,"state":"confirmed"}""", "/state unknown_field" },
    };

    [Theory, MemberData(nameof(Reservations))]
    public async Task A_reservation_with_bad_values_is_refused_with_every_fault(string body, string errors)
    {
        var answer = await _app.Admin.Post("/v1/reservations", body);

        Assert.Equal(errors, Errors(answer));
    }

    [Theory]
    [InlineData("0", "out_of_range")]
    [InlineData("-1", "out_of_range")]
    [InlineData("9007199254740992", "out_of_range")]
    [InlineData("9223372036854775808", "out_of_range")]
    [InlineData("abc", "type")]
    [InlineData("1.0", "type")]
    [InlineData("1e3", "type")]
    [InlineData("0x1", "type")]
    [InlineData("%20", "type")]
    [InlineData("1%00", "type")]
    [InlineData("%ff", "type")]
    [InlineData("١", "type")]
    public async Task An_id_in_a_path_that_is_no_id_is_refused(string id, string code)
    {
        var read = await _app.Admin.Get($"/v1/clients/{id}");
        var confirmed = await _app.Admin.Post($"/v1/reservations/{id}/confirm");
        var nested = await _app.Admin.Delete($"/v1/providers/{id}/openings/{id}");

        if (id.Contains("%00", StringComparison.Ordinal))
            // The web server ends such a request before anything of ours sees it.
            Assert.Equal((400, ""), (read.Status, read.Text));
        else
        {
            Assert.Equal($"id {code}", Errors(read));
            Assert.Equal($"id {code}", Errors(confirmed));
            Assert.Equal($"opening_id {code}, provider_id {code}", Errors(nested));
        }
    }

    [Fact]
    public async Task Faults_of_path_and_body_are_told_together()
    {
        var put = await _app.Admin.Put("/v1/providers/0", new { first_name = "", last_name = "x", nothing = 1 });
        var id = await _app.Admin.Put(
            "/v1/providers/7", new { id = 7, first_name = "a", last_name = "", time_zone = "UTC" });

        Assert.Equal(
            "/first_name too_short, /nothing unknown_field, id out_of_range", Errors(put));
        Assert.Equal("/id unknown_field", Errors(id));
    }

    [Fact]
    public async Task Bounds_are_inclusive_and_outer_blanks_do_not_count()
    {
        var made = await _app.Admin.Post(
            "/v1/providers", new { first_name = $"  {LongName[..250]}\n", last_name = " " });

        Assert.Equal(LongName[..250], (string?)made.Is(201)["first_name"]);
        Assert.Equal("", (string?)made["last_name"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\tb")]
    [InlineData("256 characters")]
    public async Task An_idempotency_key_is_printable_and_short(string key)
    {
        var sent = key == "256 characters" ? new string('k', 256) : key;

        var answer = await _app.Address.Raw(
            "POST /v1/clients HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Type: application/json\r\n" +
            $"Content-Length: 18\r\nAuthorization: Bearer {_app.Admin.Token}\r\nIdempotency-Key: {sent}\r\n\r\n" +
            """{"first_name":"a"}""");

        Assert.Contains("\"code\":\"invalid_idempotency_key\"", answer, StringComparison.Ordinal);
    }

    static string Errors(Answer answer) =>
        string.Join(", ", answer.IsRefused(422, "invalid_input").IsCleanRefusal().Errors);
}

public sealed class BadValueTestsOnSqlite(SqliteApp app) : BadValueTests(app), IClassFixture<SqliteApp>;

public sealed class BadValueTestsOnPostgres(PostgresApp app) : BadValueTests(app), IClassFixture<PostgresApp>;
