using Kalends.Platform.Calls;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Web;

/// <summary>People sign in with a cookie, which ends like any other sign-in.</summary>
public abstract class SignInTests
{
    readonly TestApp _app;

    protected SignInTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_user_signs_in_and_returns_to_the_page_they_came_from()
    {
        using var visitor = new PageVisitor(_app);
        var name = await _app.GivenAUserWithPassword(Roles.Client);

        var before = await visitor.Get("/book?text=knee");
        var entered = await visitor.SignIn(name, Practice.Password, returnTo: "/book?text=knee");
        var baked = Assert.Single(visitor.Baked);
        var after = await visitor.Get("/book?text=knee");

        Assert.Equal(303, before.Status);
        Assert.Equal("/sign-in?return_to=%2Fbook%3Ftext%3Dknee", before.Headers["Location"]);
        Assert.Equal("/book?text=knee", entered.Is(303).Headers["Location"]);
        Assert.Contains("httponly", baked, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", baked, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(name, after.Is(200).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("book")]
    public async Task A_sign_in_leads_to_no_other_server(string path)
    {
        using var visitor = new PageVisitor(_app);

        var entered = await visitor.SignIn(
            await _app.GivenAUserWithPassword(Roles.Client), Practice.Password, path);

        Assert.Equal("/book", entered.Is(303).Headers["Location"]);
    }

    [Fact]
    public async Task A_wrong_password_is_told_beside_the_form_and_gives_no_cookie()
    {
        using var visitor = new PageVisitor(_app);
        var name = await _app.GivenAUserWithPassword(Roles.Client);

        var refused = (await visitor.SignIn(name, "wrong")).Is(401);

        Assert.StartsWith("text/html", refused.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Contains("The username or the password is wrong.", refused.Text, StringComparison.Ordinal);
        Assert.Contains($"value=\"{name}\"", refused.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("kalends-session", visitor.Cookies.Keys);
    }

    [Fact]
    public async Task Guesses_of_a_password_are_braked_as_they_are_for_programs()
    {
        using var visitor = new PageVisitor(_app);
        var name = await _app.GivenAUserWithPassword(Roles.Client);

        var statuses = new List<int>();
        for (var i = 0; i < 22; i++)
            statuses.Add((await visitor.SignIn(name, "wrong")).Status);

        Assert.Equal(401, statuses[0]);
        Assert.Equal(429, statuses[^1]);
    }

    [Fact]
    public async Task Signing_out_ends_the_sign_in_also_for_a_copy_of_the_cookie()
    {
        using var visitor = await _app.GivenABrowserOfAClient();
        using var copy = visitor.Before(_app.Address);
        var page = (await visitor.Get("/book")).Is(200);

        (await visitor.SendForm(page, "/sign-out")).Is(303);

        (await visitor.Get("/book")).Is(303);
        (await copy.Get("/book")).Is(303);
        (await copy.Get("/book")).Is(303);
    }

    [Fact]
    public async Task Disabling_a_user_ends_their_sign_in_at_once()
    {
        using var visitor = new PageVisitor(_app);
        var name = await _app.GivenAUserWithPassword(Roles.Client);
        (await visitor.SignIn(name, Practice.Password)).Is(303);
        (await visitor.Get("/book")).Is(200);
        var user = (await _app.Admin.Get("/v1/users?limit=100")).Is(200)["items"]!.AsArray()
            .Single(one => (string)one!["username"]! == name)!;

        (await _app.Admin.Post($"/v1/users/{user["id"]}/disable")).Is(200);

        (await visitor.Get("/book")).Is(303);
    }

    [Fact]
    public async Task Ending_all_sign_ins_of_a_user_ends_those_of_browsers()
    {
        using var visitor = new PageVisitor(_app);
        var name = await _app.GivenAUserWithPassword(Roles.Client);
        (await visitor.SignIn(name, Practice.Password)).Is(303);
        var pair = (await _app.Nobody.Post(
            "/v1/auth/token", new { username = name, password = Practice.Password })).Is(200);

        (await _app.Nobody.Post("/v1/auth/revoke", new
        {
            refresh_token = (string)pair["refresh_token"]!,
            everywhere = true,
        })).Is(204);

        (await visitor.Get("/book")).Is(303);
    }

    [Fact]
    public async Task A_sign_in_lasts_as_long_as_a_refresh_token()
    {
        using var visitor = await _app.GivenABrowserOfAClient();

        _app.Clock.Advance(TimeSpan.FromDays(29));
        var before = await visitor.Get("/book");
        _app.Clock.Advance(TimeSpan.FromDays(2));
        var after = await visitor.Get("/book");

        before.Is(200);
        after.Is(303);
    }

    [Fact]
    public async Task A_cookie_opens_pages_and_no_route_of_the_API()
    {
        using var visitor = await _app.GivenABrowserOfAClient();

        (await visitor.Get("/v1/me")).IsRefused(401, "token_missing");
    }

    [Theory]
    [InlineData("")]
    [InlineData("0123456789abcdef")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    public async Task A_form_without_a_token_of_this_browser_changes_nothing(string token)
    {
        using var visitor = await _app.GivenABrowserOfAClient();

        var refused = await visitor.Post("/sign-out", ("form_token", token), ("page", "/book"));

        Assert.StartsWith("text/html", refused.Is(403).Headers["Content-Type"], StringComparison.Ordinal);
        (await visitor.Get("/book")).Is(200);
    }

    [Fact]
    public async Task A_token_of_another_browser_is_not_good()
    {
        using var visitor = await _app.GivenABrowserOfAClient();
        using var other = await _app.GivenABrowserOfAClient();
        var theirs = PageVisitor.HiddenFields((await other.Get("/book")).Is(200), "/sign-out");

        (await visitor.Post("/sign-out", theirs)).Is(403);
    }

    [Fact]
    public async Task Each_page_has_another_token_so_that_its_length_reveals_nothing()
    {
        using var visitor = await _app.GivenABrowserOfAClient();

        string Token(Answer page) => PageVisitor.HiddenFields(page, "/sign-out")[0].Value;
        var (one, two) = (Token(await visitor.Get("/book")), Token(await visitor.Get("/book")));

        Assert.NotEqual(one[..16], two[..16]);
        Assert.NotEqual(one[16..], two[16..]);
    }
}

public sealed class SignInTestsOnSqlite(SqliteApp app) : SignInTests(app), IClassFixture<SqliteApp>;

public sealed class SignInTestsOnPostgres(PostgresApp app) : SignInTests(app), IClassFixture<PostgresApp>;
