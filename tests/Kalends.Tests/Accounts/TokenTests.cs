using System.Security.Cryptography;
using Kalends.Platform.Calls;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Accounts;

public sealed class TokenTests(SqliteApp app) : IClassFixture<SqliteApp>
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("bearer ")]
    public async Task Without_a_token_the_answer_says_to_sign_in_and_how(string? header)
    {
        var answer = await app.Address.Ask("GET", "/v1/me", null, header is null ? [] : [("Authorization", header)]);

        answer.IsRefused(401, "token_missing").IsCleanRefusal();
        Assert.Equal("Bearer realm=\"kalends\"", answer.Headers["WWW-Authenticate"]);
        Assert.StartsWith("Sign in first. POST /v1/auth/token ", (string?)answer["detail"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Basic dXNlcjpwYXNz")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.e30.AAAA")]
    public async Task Another_scheme_is_told_which_one_is_taken_and_how_to_get_a_token(string header)
    {
        var answer = await app.Address.Ask("GET", "/v1/me", null, ("Authorization", header));

        Assert.Equal("The Authorization header must begin with Bearer. POST /v1/auth/token with a username and a " +
            "password returns an access token; send it as Authorization: Bearer <token>.",
            (string?)answer.IsRefused(401, "token_invalid")["detail"]);
    }

    [Theory]
    [InlineData("Basic dXNlcjpwYXNz")]
    [InlineData("bearertoken")]
    [InlineData("Token abc")]
    [InlineData("Bearer garbage")]
    [InlineData("Bearer a.b.c")]
    [InlineData("Bearer {}.{}.{}")]
    [InlineData("Bearer eyJhbGciOjV9.e30.AAAA")]
    [InlineData("Bearer eyJhbGciOm51bGx9.e30.AAAA")]
    [InlineData("Bearer a b c")]
    public async Task What_is_no_bearer_token_is_refused(string header)
    {
        var answer = await app.Address.Ask("GET", "/v1/me", null, ("Authorization", header));

        answer.IsRefused(401, "token_invalid").IsCleanRefusal();
        Assert.Equal("Bearer realm=\"kalends\", error=\"invalid_token\"", answer.Headers["WWW-Authenticate"]);
    }

    [Fact]
    public async Task A_token_of_five_kilobytes_is_refused()
    {
        var answer = await app.Nobody.With(new string('a', 5_000)).Get("/v1/me");

        answer.IsRefused(401, "token_invalid").IsCleanRefusal();
    }

    [Fact]
    public async Task The_scheme_has_no_case()
    {
        var answer = await app.Address.Ask("GET", "/v1/me", null, ("Authorization", $"bEARER  {app.Admin.Token} "));

        answer.Is(200);
    }

    [Fact]
    public async Task A_tampered_token_is_refused()
    {
        var parts = app.Admin.Token!.Split('.');
        var client = (await app.As(Roles.Client)).Token!.Split('.');
        var raised = Forge.ClaimsOf(string.Join('.', client))
            .Replace("\"roles\":1", "\"roles\":31", StringComparison.Ordinal);

        string[] tampered =
        [
            $"{client[0]}.{Forge.Encode(raised)}.{client[2]}",
            $"{client[0]}.{client[1]}.{parts[2]}",
            $"{parts[0]}.{parts[1]}.{parts[2][..^2]}AA",
            $"{parts[0]}.{parts[1]}.",
            $"{parts[0]}.{parts[1]}",
            $"{Forge.Encode("""{"alg":"none","typ":"JWT"}""")}.{parts[1]}.",
            $"{Forge.Encode("""{"alg":"none","typ":"JWT"}""")}.{parts[1]}.{parts[2]}",
        ];

        Assert.Contains("\"roles\":31", raised, StringComparison.Ordinal);
        foreach (var token in tampered)
            (await app.Nobody.With(token).Get("/v1/me")).IsRefused(401, "token_invalid").IsCleanRefusal();
    }

    [Fact]
    public async Task Our_own_key_does_not_help_another_algorithm()
    {
        var (key, claims) = (await Forge.KeyOf(app), Forge.Claims(app.Admin.UserId, app.Clock.GetUtcNow()));

        var hs512 = Forge.Token("""{"alg":"HS512"}""", claims, signed => HMACSHA512.HashData(key, signed));
        var none = Forge.Token(key, """{"alg":"none"}""", claims);
        var critical = Forge.Token(key, """{"alg":"HS256","crit":["b64"],"b64":false}""", claims);
        var plain = Forge.Token(key, Forge.Header, claims);

        foreach (var token in (string[])[hs512, none, critical])
            (await app.Nobody.With(token).Get("/v1/me")).IsRefused(401, "token_invalid");
        (await app.Nobody.With(plain).Get("/v1/me")).Is(200);
    }

    [Fact]
    public async Task A_refresh_token_opens_no_door()
    {
        var token = Forge.Token(
            await Forge.KeyOf(app), Forge.Header, Forge.Claims(app.Admin.UserId, app.Clock.GetUtcNow(), "refresh"));

        var answer = await app.Nobody.With(token).Get("/v1/me");

        answer.IsRefused(401, "wrong_token_type").IsCleanRefusal();
    }

    [Theory]
    [InlineData(0, 1, 200, null)]
    [InlineData(0, -29, 200, null)]
    [InlineData(0, -30, 401, "token_expired")]
    [InlineData(30, 600, 200, null)]
    [InlineData(31, 600, 401, "token_invalid")]
    public async Task Clocks_may_be_thirty_seconds_apart(int notBefore, int expires, int status, string? code)
    {
        var claims = Forge.Claims(app.Admin.UserId, app.Clock.GetUtcNow(), notBefore: notBefore, expires: expires);

        var answer = await app.Nobody.With(Forge.Token(await Forge.KeyOf(app), Forge.Header, claims)).Get("/v1/me");

        Assert.Equal((status, code), (answer.Status, answer.Status == 200 ? null : answer.Code));
    }

    [Theory]
    [InlineData("\"exp\":", "\"exp\":9223372036854775807,\"x\":")]
    [InlineData("\"nbf\":", "\"nbf\":9223372036854775807,\"x\":")]
    [InlineData("\"iat\":", "\"iat\":9223372036854775807,\"x\":")]
    [InlineData("\"iat\":", "\"iat\":-9223372036854775808,\"x\":")]
    [InlineData("\"sub\":", "\"sub\":null,\"x\":")]
    [InlineData("\"roles\":", "\"roles\":16,\"roles\":")]
    public async Task Claims_that_are_impossible_are_refused_whoever_signed_them(string claim, string impossible)
    {
        var claims = Forge.Claims(app.Admin.UserId, app.Clock.GetUtcNow())
            .Replace(claim, impossible, StringComparison.Ordinal);

        var answer = await app.Nobody.With(Forge.Token(await Forge.KeyOf(app), Forge.Header, claims)).Get("/v1/me");

        answer.IsRefused(401, "token_invalid").IsCleanRefusal();
    }

    [Fact]
    public async Task An_access_token_lives_ten_minutes_and_the_skew()
    {
        var token = app.Admin.Token!;

        app.Clock.Advance(TimeSpan.FromSeconds(629));
        var late = await app.Nobody.With(token).Get("/v1/me");
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        var tooLate = await app.Nobody.With(token).Get("/v1/me");

        late.Is(200);
        tooLate.IsRefused(401, "token_expired").IsCleanRefusal();
    }

    [Fact]
    public async Task A_bad_token_does_not_close_what_is_open_to_all()
    {
        var answer = await app.Nobody.With("garbage").Get("/ping");

        answer.Is(200);
    }
}
