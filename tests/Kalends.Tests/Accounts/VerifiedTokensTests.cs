using System.Security.Cryptography;
using Kalends.Accounts;
using Kalends.Platform.Calls;
using Kalends.Tests.Kit;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Kalends.Tests.Accounts;

/// <summary>A token that was verified once is not verified again while nothing has changed.</summary>
public sealed class VerifiedTokensTests
{
    readonly FakeClock _clock = new();
    readonly StrictTokenHandler _handler;
    readonly VerifiedTokens _verified;

    public VerifiedTokensTests()
    {
        var key = Convert.ToBase64String(SHA256.HashData("a key of the tests"u8));
        var keys = new SigningKeys(new AccountsSettings { TokenKey = key }, _clock, db: null);
        _handler = new StrictTokenHandler(keys, _clock);
        _verified = new VerifiedTokens(keys, _handler);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(629, true)]
    [InlineData(630, false)]
    [InlineData(-30, true)]
    [InlineData(-31, false)]
    public async Task A_known_token_counts_only_while_the_clock_says_that_it_is_valid(int seconds, bool counts)
    {
        var token = await Given();

        _clock.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal(counts ? "user" : null, (await _verified.Find(token))?.UserId);
    }

    [Fact]
    public async Task A_token_that_differs_in_one_character_is_not_known()
    {
        var token = await Given();

        Assert.Null(await _verified.Find(token[..^1] + (token[^1] == 'A' ? 'B' : 'A')));
        Assert.NotNull(await _verified.Find(token));
    }

    async Task<string> Given()
    {
        var now = Instants.From(_clock.GetUtcNow());
        var (issued, until) = (now.ToUnixTimeSeconds(), now + TimeSpan.FromSeconds(600));
        var token = await _handler.Sign(new("user", "access", "1", issued, issued, until.ToUnixTimeSeconds()));
        _verified.Add(new JsonWebToken(token), new Caller("user", Roles.Client, null) { Until = until });
        return token;
    }
}
