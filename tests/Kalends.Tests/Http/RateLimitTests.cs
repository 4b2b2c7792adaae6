using Kalends.Platform.Calls;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Http;

public sealed class RateLimitTests(SqliteApp app) : IClassFixture<SqliteApp>
{
    // A request comes back each second: on a slow machine it takes more than the third one to run out.
    const int TriesMax = 500;

    [Fact]
    public async Task Who_asks_too_fast_is_told_to_wait_and_nobody_else()
    {
        await app.Stop();
        await app.Start("--Kalends:Http:RatePerSecond=1", "--Kalends:Http:RateBurst=2");
        var (hasty, calm) = (await app.As(Roles.Client), await app.As(Roles.Client));

        var first = await hasty.Get("/v1/me");
        var slowed = await AskUntilSlowed(hasty);
        var other = await calm.Get("/v1/me");
        var anonymous = await AskUntilSlowed(app.Nobody);

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

    static async Task<Answer> AskUntilSlowed(Visitor visitor)
    {
        var answer = await visitor.Get("/ping");
        for (var i = 0; i < TriesMax && answer.Status != 429; i++)
            answer = await visitor.Get("/ping");
        return answer;
    }
}
