using Kalends.Platform;
using Kalends.Platform.Calls;
using Kalends.Tests.Accounts.ApiKeys;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Http;

public sealed class RateLimitTests(SqliteApp app) : IClassFixture<SqliteApp>
{
    const int TriesMax = 500;

    static readonly string[] Slow = ["--Kalends:Http:RatePerSecond=1", "--Kalends:Http:RateBurst=2"];

    const int Burst = 200;

    static readonly string[] Many = ["--Kalends:Http:RatePerSecond=1", $"--Kalends:Http:RateBurst={Burst}"];

    [Fact]
    public async Task Who_asks_too_fast_is_told_to_wait_and_nobody_else()
    {
        await using var changed = await app.Restart(Slow);
        var (hasty, calm) = (await app.As(Roles.Client), await app.As(Roles.Client));

        var first = await hasty.Get("/v1/me");
        var slowed = await AskUntilSlowed(() => hasty.Get("/v1/me"));
        var other = await calm.Get("/v1/me");
        var anonymous = await AskUntilSlowed(() => app.Nobody.Get("/nothing"));

        Assert.Equal("\"caller\";q=2;w=2", first.Is(200).Headers["RateLimit-Policy"]);
        Assert.Matches("^\"caller\";r=[01];t=1$", first.Headers["RateLimit"]);
        other.Is(200);
        foreach (var answer in (Answer[])[slowed, anonymous])
        {
            answer.IsRefused(429, "rate_limited").IsCleanRefusal();
            Assert.Equal("1", answer.Headers["Retry-After"]);
            Assert.Equal("\"caller\";r=0;t=1", answer.Headers["RateLimit"]);
        }
    }

    [Fact]
    public async Task A_request_comes_back_each_second_and_no_more_than_the_burst()
    {
        await using var changed = await app.Restart(Slow);
        var caller = await app.As(Roles.Client);
        await AskUntilSlowed(() => caller.Get("/v1/me"));

        app.Clock.Advance(TimeSpan.FromSeconds(0.9));
        (await caller.Get("/v1/me")).IsRefused(429, "rate_limited");
        app.Clock.Advance(TimeSpan.FromSeconds(0.1));
        (await caller.Get("/v1/me")).Is(200);
        (await caller.Get("/v1/me")).IsRefused(429, "rate_limited");

        app.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("\"caller\";r=1;t=1", (await caller.Get("/v1/me")).Is(200).Headers["RateLimit"]);
        Assert.Equal("\"caller\";r=0;t=1", (await caller.Get("/v1/me")).Is(200).Headers["RateLimit"]);
        (await caller.Get("/v1/me")).IsRefused(429, "rate_limited");
    }

    [Fact]
    public async Task Each_key_is_limited_by_itself_and_leaves_its_user_alone()
    {
        await using var changed = await app.Restart(
            [.. Many, "--Kalends:Http:KeyRatePerSecond=1", "--Kalends:Http:KeyRateBurst=2"]);
        var user = await app.As(Roles.Client);
        var (hasty, calm) = (await user.ByKey("providers:read"), await user.ByKey("providers:read"));

        var first = await hasty.Get("/v1/me");
        var slowed = await AskUntilSlowed(() => hasty.Get("/v1/me"));
        var (other, own) = (await calm.Get("/v1/me"), await user.Get("/v1/me"));

        Assert.Equal("\"key\";q=2;w=2", first.Is(200).Headers["RateLimit-Policy"]);
        slowed.IsRefused(429, "rate_limited").IsCleanRefusal();
        Assert.Equal("1", slowed.Headers["Retry-After"]);
        Assert.Equal("\"key\";r=0;t=1", slowed.Headers["RateLimit"]);
        Assert.Matches("^\"key\";r=[01];t=1$", other.Is(200).Headers["RateLimit"]);
        Assert.Matches("^\"caller\";r=19[0-9];t=1$", own.Is(200).Headers["RateLimit"]);
    }

    [Theory]
    [InlineData("/livez")]
    [InlineData("/readyz")]
    [InlineData("/ping")]
    public async Task A_probe_is_never_limited(string path)
    {
        await using var changed = await app.Restart(Slow);
        await AskUntilSlowed(() => app.Nobody.Get("/nothing"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => app.Nobody.Get(path)));

        Assert.DoesNotContain(answers, answer => answer.Status == 429);
    }

    [Theory]
    [InlineData("")]
    [InlineData("203.0.113.0/24 10.0.0.1 ::ffff:10.0.0.2")]
    public async Task An_address_that_a_stranger_forges_changes_nothing(string trusted)
    {
        await using var changed = await app.Restart([.. Many, $"--Kalends:Http:TrustedProxies={trusted}"]);

        await Spend("203.0.113.1");

        Assert.False(await IsFresh("203.0.113.2"));
        var claimed = await app.Address.Ask("GET", "/livez", null, ("X-Forwarded-Proto", "https"));
        Assert.DoesNotContain("Strict-Transport-Security", claimed.Headers.Keys);
    }

    [Theory]
    [InlineData("127.0.0.0/8")]
    [InlineData("10.0.0.1 127.0.0.1 127.0.0.7")]
    [InlineData("::ffff:127.0.0.0/104")]
    public async Task Callers_behind_a_trusted_proxy_are_told_apart(string trusted)
    {
        await using var changed = await app.Restart([.. Many, $"--Kalends:Http:TrustedProxies={trusted}"]);

        await Spend("203.0.113.1");
        await Spend("2001:db8:0:1::1");

        Assert.True(await IsFresh("203.0.113.2"));
        Assert.True(await IsFresh("2001:db8:0:2::1"));
        Assert.True(await IsFresh("203.0.113.3, 127.0.0.7"));
        Assert.False(await IsFresh("203.0.113.4, 203.0.113.1"));
        Assert.False(await IsFresh("203.0.113.4, 203.0.113.1, 127.0.0.7"));
        Assert.False(await IsFresh("2001:db8:0:1:ffff::2"));
        var claimed = await app.Address.Ask("GET", "/livez", null, ("X-Forwarded-Proto", "https"));
        Assert.Contains("Strict-Transport-Security", claimed.Headers.Keys);
    }

    [Theory]
    [InlineData("proxy")]
    [InlineData("10.0.0.0/33")]
    [InlineData("127.0.0.1 10.0.0.0/")]
    public async Task A_proxy_that_is_no_address_is_refused_at_start(string trusted)
    {
        await app.Stop();

        var refused = await Record.ExceptionAsync(() => app.Start($"--Kalends:Http:TrustedProxies={trusted}"));
        await app.Start();

        Assert.Contains("which is no address and no network", Assert.IsType<StartRefused>(refused).Message,
            StringComparison.Ordinal);
    }

    /// <summary>Makes half of the requests that a caller may make at once.</summary>
    async Task Spend(string addresses) =>
        await Task.WhenAll(Enumerable.Range(0, Burst / 2).Select(_ => From(addresses)));

    /// <summary>Whether nobody has made a request as who is called so yet.</summary>
    async Task<bool> IsFresh(string addresses) =>
        (await From(addresses)).Headers["RateLimit"] == $"\"caller\";r={Burst - 1};t=1";

    Task<Answer> From(string addresses) =>
        app.Address.Ask("GET", "/nothing", null, ("X-Forwarded-For", addresses));

    static async Task<Answer> AskUntilSlowed(Func<Task<Answer>> ask)
    {
        var answer = await ask();
        for (var i = 0; i < TriesMax && answer.Status != 429; i++)
            answer = await ask();
        return answer;
    }
}
