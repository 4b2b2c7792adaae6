using System.Text;
using System.Text.Json.Nodes;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Accounts;

public abstract class SignInTests
{
    const string Password = " pass word ";

    static readonly string[] Client = ["client"];
    static int _names;

    readonly TestApp _app;

    protected SignInTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_user_signs_in_and_learns_who_they_are()
    {
        var name = await GivenAUser("client", "provider");

        var pair = (await SignIn(name)).Is(200);
        var me = await _app.Nobody.With((string)pair["access_token"]!).Get("/v1/me");

        Assert.Equal("access_token, refresh_token, token_type, expires_in", pair.Body.Keys());
        Assert.Equal("Bearer", (string?)pair["token_type"]);
        Assert.Equal(600, (int)pair["expires_in"]!);
        Assert.Equal(name, (string?)me.Is(200)["username"]);
        Assert.Equal("[\"client\",\"provider\"]", me["roles"]!.ToJsonString());
        Assert.Null(me["client_id"]);
        Assert.DoesNotContain("password", me.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_name_has_no_case_and_no_outer_blanks_and_a_password_has_both()
    {
        var name = await GivenAUser("client");

        var shouted = await SignIn($"  {name.ToUpperInvariant()} ");
        var otherCase = await SignIn(name, Password.ToUpperInvariant());
        var trimmed = await SignIn(name, Password.Trim());

        shouted.Is(200);
        otherCase.IsRefused(401, "bad_credentials");
        trimmed.IsRefused(401, "bad_credentials");
    }

    [Fact]
    public async Task An_unknown_user_and_a_wrong_password_are_answered_alike()
    {
        var name = await GivenAUser("client");

        var wrong = await SignIn(name, "not the password");
        var unknown = await SignIn("nobody of this name", "not the password");

        wrong.IsRefused(401, "bad_credentials").IsCleanRefusal();
        unknown.IsRefused(401, "bad_credentials").IsCleanRefusal();
        Assert.Equal(WithoutTrace(wrong), WithoutTrace(unknown));
        Assert.Equal(wrong.Headers.Keys.Order(), unknown.Headers.Keys.Order());
    }

    [Fact]
    public async Task A_name_is_taken_once_whatever_its_case()
    {
        var name = await GivenAUser("client");

        var again = await _app.Admin.Post(
            "/v1/users", new { username = name.ToUpperInvariant(), password = Password, roles = Client });

        again.IsRefused(409, "username_taken");
    }

    [Theory]
    [InlineData("Jürgen.Weiß@Example.com", "jürgen.weiß@example.com",
        "JÜRGEN.WEISS@EXAMPLE.COM", "jurgen.weiss@example.com")]
    [InlineData("Ｔａｒｏ＠例え", "ｔａｒｏ＠例え", "taro@例え", "tarō@例え")]
    [InlineData("Νίκος", "νίκος", "ΝΊΚΟΣ", "ΝΙΚΟΣ")]
    [InlineData("김철수", "김철수", "\u200b김철수", "김철")]
    [InlineData("ﬁona\u200bmc", "ﬁona\u200bmc", "FIONAMC", "fiona mc")]
    [InlineData("ÅSA", "åsa", "\u212bsa", "asa")]
    [InlineData("Iris ı", "iris ı", "IRIS ı", "iris i")]
    public async Task A_name_is_one_whatever_the_keyboard_sends(string name, string shown, string other, string foreign)
    {
        var tag = $" {Interlocked.Increment(ref _names)}";
        (name, shown, other, foreign) = (name + tag, shown + tag, other + tag, foreign + tag);
        Task<Answer> Make(string username) =>
            _app.Admin.Post("/v1/users", new { username, password = Password, roles = Client });

        Assert.Equal(shown, (string?)(await Make(name)).Is(201)["username"]);

        foreach (var same in (string[])[
            name, other, name.Normalize(NormalizationForm.FormD), other.Normalize(NormalizationForm.FormD) + "\u00a0"])
        {
            (await SignIn(same)).Is(200);
            (await Make(same)).IsRefused(409, "username_taken");
        }
        (await SignIn(foreign)).IsRefused(401, "bad_credentials");
        (await Make(foreign)).Is(201);
    }

    [Fact]
    public async Task A_password_is_one_composed_or_not()
    {
        var username = $"somebody {Interlocked.Increment(ref _names)}";
        (await _app.Admin.Post("/v1/users", new { username, password = "pässwörd", roles = Client })).Is(201);

        (await SignIn(username, "pässwörd".Normalize(NormalizationForm.FormD))).Is(200);
        (await SignIn(username, "PÄSSWÖRD")).IsRefused(401, "bad_credentials");
    }

    [Fact]
    public async Task A_name_that_unfolds_without_end_is_refused() => Assert.Equal(
        ["/username too_long"],
        (await _app.Admin.Post("/v1/users", new
        {
            username = new string('\ufdfa', 100),
            password = Password,
            roles = Client,
        })).IsRefused(422, "invalid_input").Errors);

    [Fact]
    public async Task Users_are_listed_by_name_page_by_page_in_any_script()
    {
        var tag = $"{Interlocked.Increment(ref _names)}";
        var made = new List<string>();
        foreach (var name in (string[])["李", "Ё", "zoë", "😀"])
            made.Add((await _app.Admin.Post("/v1/users", new
            {
                username = string.Concat(Enumerable.Repeat(name, 100 / name.Length / 2)) + tag,
                password = Password,
                roles = Client,
            })).Is(201)["id"]!.ToString());

        var (seen, cursor) = (new List<string>(), "");
        do
        {
            var page = (await _app.Admin.Get($"/v1/users?limit=1&cursor={cursor}")).Is(200);
            seen.AddRange(page["items"]!.AsArray().Select(user => user!["id"]!.ToString()));
            cursor = (string?)page["next"];
        }
        while (cursor is not null);

        Assert.Equal(seen.Distinct(), seen);
        Assert.Equal(["zoë", "Ё", "李", "😀"], seen.Where(made.Contains)
            .Select(id => ((string[])["李", "Ё", "zoë", "😀"])[made.IndexOf(id)]));
    }

    [Fact]
    public async Task Who_logs_out_gets_no_more_tokens()
    {
        var refresh = RefreshOf(await SignIn(await GivenAUser("client")));

        var revoked = await _app.Nobody.Post("/v1/auth/revoke", refresh);
        var refreshed = await _app.Nobody.Post("/v1/auth/refresh", refresh);
        var revokedAgain = await _app.Nobody.Post("/v1/auth/revoke", refresh);

        Assert.Equal((204, ""), (revoked.Status, revoked.Text));
        refreshed.IsRefused(401, "token_revoked");
        revokedAgain.Is(204);
    }

    [Fact]
    public async Task Revoking_one_sign_in_leaves_another_alone()
    {
        var name = await GivenAUser("client");
        var (here, there) = (await SignIn(name), await SignIn(name));

        await _app.Nobody.Post("/v1/auth/revoke", RefreshOf(here));
        var refreshed = await _app.Nobody.Post("/v1/auth/refresh", RefreshOf(there));

        refreshed.Is(200);
    }

    [Fact]
    public async Task A_refresh_token_expires_after_thirty_days()
    {
        var refresh = RefreshOf(await SignIn(await GivenAUser("client")));

        _app.Clock.Advance(TimeSpan.FromDays(30) + TimeSpan.FromSeconds(30));
        var late = await _app.Nobody.Post("/v1/auth/refresh", refresh);

        late.IsRefused(401, "token_expired");
    }

    [Fact]
    public async Task A_refresh_token_that_we_signed_and_never_issued_gets_nothing()
    {
        var token = Forge.Token(
            await Forge.KeyOf(_app), Forge.Header, Forge.Claims(_app.Admin.UserId, _app.Clock.GetUtcNow(), "refresh"));

        var answer = await _app.Nobody.Post("/v1/auth/refresh", new { refresh_token = token });

        answer.IsRefused(401, "token_revoked");
    }

    [Theory]
    [InlineData("garbage", "token_invalid")]
    [InlineData("a.b.c", "token_invalid")]
    public async Task What_is_no_refresh_token_is_refused(string token, string code)
    {
        var refreshed = await _app.Nobody.Post("/v1/auth/refresh", new { refresh_token = token });
        var revoked = await _app.Nobody.Post("/v1/auth/revoke", new { refresh_token = token });
        var access = await _app.Nobody.Post("/v1/auth/refresh", new { refresh_token = _app.Admin.Token });

        refreshed.IsRefused(401, code).IsCleanRefusal();
        revoked.Is(204);
        access.IsRefused(401, "wrong_token_type").IsCleanRefusal();
    }

    async Task<string> GivenAUser(params string[] roles)
    {
        var name = $"somebody {Interlocked.Increment(ref _names)}";
        var made = await _app.Admin.Post("/v1/users", new
        {
            username = name,
            password = Password,
            roles,
        });
        Assert.Equal("id, username, roles, organisation_id, disabled_at, version, erased_at", made.Is(201).Body.Keys());
        return name;
    }

    Task<Answer> SignIn(string username, string password = Password) =>
        _app.Nobody.Post("/v1/auth/token", new { username, password });

    static object RefreshOf(Answer pair) => new { refresh_token = (string)pair.Is(200)["refresh_token"]! };

    static string WithoutTrace(Answer answer)
    {
        var body = answer.Body.AsObject();
        body.Remove("trace_id");
        return ((JsonNode)body).ToJsonString();
    }
}

public sealed class SignInTestsOnSqlite(SqliteApp app) : SignInTests(app), IClassFixture<SqliteApp>;

public sealed class SignInTestsOnPostgres(PostgresApp app) : SignInTests(app), IClassFixture<PostgresApp>;
