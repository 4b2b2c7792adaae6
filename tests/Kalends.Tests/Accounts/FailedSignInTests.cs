using Kalends.Tests.Http;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Accounts;

public sealed class FailedSignInTests(SqliteApp app) : IClassFixture<SqliteApp>
{
    // One try comes back each second: on a slow machine it takes more than the next one to run out.
    const int TriesMax = 200;

    [Fact]
    public async Task Who_guesses_passwords_must_wait_and_nobody_else()
    {
        await app.Admin.Post("/v1/users", """{"username":"guessed","password":"password","roles":["client"]}""");
        await app.Admin.Post("/v1/users", """{"username":"other","password":"password","roles":["client"]}""");
        await app.Stop();
        await app.Start("--Kalends:Accounts:FailedSignIns=1");

        var guessed = await GuessUntilSlowed("guessed");
        var unknown = await GuessUntilSlowed("nobody of this name");
        var other = await SignIn("other", "password");

        foreach (var slowed in (Answer[])[guessed, unknown])
        {
            slowed.IsRefused(429, "too_many_sign_ins").IsCleanRefusal();
            Assert.Equal("1", slowed.Headers["Retry-After"]);
        }
        other.Is(200);
    }

    async Task<Answer> GuessUntilSlowed(string name)
    {
        var answer = await SignIn(name, "a guess");
        for (var i = 0; i < TriesMax && answer.Status != 429; i++)
            answer = await SignIn(name.ToUpperInvariant(), "another guess");
        return answer;
    }

    Task<Answer> SignIn(string username, string password) =>
        app.Nobody.Post("/v1/auth/token", new { username, password });
}
