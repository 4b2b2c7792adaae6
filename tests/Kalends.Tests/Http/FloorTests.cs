using Kalends.Tests.Kit;

namespace Kalends.Tests.Http;

public sealed class FloorTests(SqliteApp app) : IClassFixture<SqliteApp>
{
    [Theory]
    [InlineData("/ping", 200)]
    [InlineData("/v1/me", 401)]
    [InlineData("/nothing", 404)]
    [InlineData("/openapi/v1.json", 200)]
    public async Task Every_answer_tells_a_browser_to_trust_it_with_nothing(string path, int status)
    {
        var answer = await app.Nobody.Get(path);

        Assert.Equal(status, answer.Status);
        Assert.Equal("nosniff", answer.Headers["X-Content-Type-Options"]);
        Assert.Equal("DENY", answer.Headers["X-Frame-Options"]);
        Assert.Equal("no-referrer", answer.Headers["Referrer-Policy"]);
        Assert.Equal("no-store", answer.Headers["Cache-Control"]);
        Assert.Equal("default-src 'none'; frame-ancestors 'none'", answer.Headers["Content-Security-Policy"]);
        Assert.DoesNotContain(answer.Headers.Keys, name => name is "Server" or "X-Powered-By");
    }

    [Fact]
    public async Task The_docs_page_runs_nothing_but_our_own_scripts()
    {
        var page = await app.Nobody.Get("/docs/index.html");

        var policy = page.Is(200).Headers["Content-Security-Policy"];
        Assert.Contains("default-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("//", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probes_answer_without_a_token()
    {
        var alive = await app.Nobody.Get("/livez");
        var pong = await app.Nobody.Get("/ping");

        Assert.Equal("""{"status":"ok"}""", alive.Is(200).Text);
        Assert.Equal("""{"message":"pong!","status":"success"}""", pong.Is(200).Text);
        Assert.Equal("application/json", pong.Headers["Content-Type"]);
    }

    [Fact]
    public async Task A_clock_that_is_years_ahead_of_the_databases_is_not_ready()
    {
        var ready = await app.Nobody.Get("/readyz");

        ready.IsRefused(503, "clock_skew");
        Assert.Equal("1", ready.Headers["Retry-After"]);
    }

    [Fact]
    public async Task What_takes_too_long_is_answered_503()
    {
        await using var changed = await app.Restart("--Kalends:Http:RequestSeconds=1");

        var answer = await app.Address.Raw(
            "POST /v1/auth/token HTTP/1.1\r\nHost: kalends\r\nConnection: close\r\n" +
            "Content-Type: application/json\r\nContent-Length: 9\r\n\r\n{");

        Assert.StartsWith("HTTP/1.1 503 ", answer, StringComparison.Ordinal);
        Assert.Contains("Retry-After: 1\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"timeout\"", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trace_that_the_caller_began_goes_on_in_the_answer()
    {
        const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";

        var answer = await app.Address.Ask("GET", "/nothing", null, ("traceparent", $"00-{Trace}-00f067aa0ba902b7-01"));

        Assert.Equal(Trace, (string?)answer.IsRefused(404, "not_found")["trace_id"]);
    }

    [Fact]
    public async Task Browsers_of_other_origins_are_let_in_only_where_they_are_named()
    {
        (string, string)[] asked =
        [
            ("Origin", "https://booking.example"), ("Access-Control-Request-Method", "POST"),
            ("Access-Control-Request-Headers", "authorization,content-type,idempotency-key"),
        ];

        var closed = await app.Address.Ask("OPTIONS", "/v1/reservations", null, asked);
        await app.Stop();
        await app.Start("--Kalends:Http:Origins=https://booking.example https://other.example");
        var preflight = await app.Address.Ask("OPTIONS", "/v1/reservations", null, asked);
        var refused = await app.Address.Ask("GET", "/v1/me", null, ("Origin", "https://other.example"));
        var stranger = await app.Address.Ask("GET", "/v1/me", null, ("Origin", "https://evil.example"));

        closed.Is(405);
        Assert.DoesNotContain("Access-Control-Allow-Origin", closed.Headers.Keys);
        Assert.Equal("https://booking.example", preflight.Is(204).Headers["Access-Control-Allow-Origin"]);
        Assert.Equal("https://other.example", refused.Is(401).Headers["Access-Control-Allow-Origin"]);
        Assert.DoesNotContain("Access-Control-Allow-Credentials", refused.Headers.Keys);
        Assert.DoesNotContain("Access-Control-Allow-Origin", stranger.Headers.Keys);
    }
}
