using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using Kalends.Accounts;
using Kalends.Platform;
using Kalends.Tests.Kit;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Kalends.Tests.Accounts;

public sealed class JwtTests
{
    const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    static readonly Instant Now = Instants.From(FakeClock.Start);
    static readonly long Second = Now.ToUnixTimeSeconds();
    static readonly byte[] Key = SHA256.HashData("a key of the tests"u8);
    static readonly FakeClock Clock = new();
    static readonly AccountsSettings Settings = new() { TokenKey = Convert.ToBase64String(Key) };
    static readonly StrictTokenHandler Ours = new(new SigningKeys(Settings, Clock, db: null), Clock);

    [Fact]
    public void Whatever_is_signed_is_read_back() => Prop.ForAll(Arb.From(AnyClaims), claims =>
        Tokens.Read(Verified(Sign(claims)), TokenType.Access) == claims).QuickCheckThrowOnFailure();

    [Fact]
    public void A_token_with_any_one_character_changed_is_refused()
    {
        var changes = from claims in AnyClaims
                      from at in Gen.Choose(0, 10_000)
                      from with in Gen.Elements((Alphabet + ".= é\n").ToCharArray())
                      select Change(Sign(claims), at, with);

        Prop.ForAll(Arb.From(changes), change =>
            change.Changed == change.Token || CodeOf(change.Changed) == "token_invalid").QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_last_character_has_one_spelling_only()
    {
        var token = Sign(Valid);

        var accepted = Alphabet.Where(last => CodeOf(token[..^1] + last) is null);

        Assert.Equal([token[^1]], accepted);
    }

    [Fact]
    public void The_alphabet_is_that_of_addresses_and_no_other()
    {
        var tokens = Enumerable.Range(0, 20).Select(i => Sign(Valid with { Id = $"{i}" })).ToList();
        var respelt = tokens.Select(token => token.Replace('-', '+').Replace('_', '/')).Except(tokens).ToList();

        Assert.NotEmpty(respelt);
        Assert.All(respelt, token => Assert.Equal("token_invalid", CodeOf(token)));
    }

    [Theory]
    [InlineData("=")]
    [InlineData(" ")]
    [InlineData("\n")]
    [InlineData(".")]
    [InlineData("A")]
    public void Nothing_may_be_added_to_a_token(string more)
    {
        var token = Sign(Valid);

        Assert.Equal("token_invalid", CodeOf(token + more));
        Assert.Equal("token_invalid", CodeOf(more + token));
        Assert.Equal("token_invalid", CodeOf(token.Replace(".", more + ".", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("...")]
    [InlineData("a.b.c")]
    [InlineData("é.é.é")]
    [InlineData("null.null.null")]
    [InlineData("bnVsbA.bnVsbA.bnVsbA")]
    public void What_is_no_token_is_refused(string text) => Assert.Equal("token_invalid", CodeOf(text));

    [Theory]
    [InlineData("""{"alg":"none"}""")]
    [InlineData("""{"alg":"None","typ":"JWT"}""")]
    [InlineData("""{"alg":"hs256","typ":"JWT"}""")]
    [InlineData("""{"alg":"HS512","typ":"JWT"}""")]
    [InlineData("""{"alg":"RS256","typ":"JWT"}""")]
    [InlineData("""{"alg":"HS256","alg":"none"}""")]
    [InlineData("""{"alg":5}""")]
    [InlineData("""{"alg":null}""")]
    [InlineData("""{"alg":["HS256"]}""")]
    [InlineData("""{"alg":"\ud800"}""")]
    [InlineData("""{"typ":"JWT"}""")]
    [InlineData("""{"alg":"HS256","crit":["exp"]}""")]
    [InlineData("""{"alg":"HS256","crit":[]}""")]
    [InlineData("""{"alg":"HS256"}""")]
    [InlineData("""{"alg":"HS256","typ":"jwt"}""")]
    [InlineData("""{"alg":"HS256","typ":"at+jwt"}""")]
    [InlineData("""{"alg":"HS256","typ":"JWT","crit":["exp"]}""")]
    [InlineData("""{"alg":"HS256","typ":"JWT","crit":null}""")]
    [InlineData("""{"alg":"HS256","typ":"JWT","alg":"HS256"}""")]
    [InlineData("""{"alg":"HS256","typ":"JWT","typ":"JWT"}""")]
    [InlineData("""{"alg":"HS256","typ":"JWT","cty":"1","cty":"1"}""")]
    [InlineData("""{"alg":"HS256","typ":"JWT","kid":"1"}""")]
    [InlineData("""{"alg":"HS256","typ":"JWT","kid":5}""")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"HS256\"")]
    [InlineData("{")]
    public void A_header_that_is_not_ours_is_refused_whatever_the_signature(string header) =>
        Assert.Equal("token_invalid", CodeOf(Forge.Token(Key, header, Claimed())));

    [Fact]
    public void A_header_that_says_more_without_insisting_is_taken()
    {
        var token = Forge.Token(Key, """{"typ":"JWT","cty":"1","alg":"HS256"}""", Claimed());

        Assert.Null(CodeOf(token));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"sub":"u","type":"access"}""")]
    [InlineData("""{"sub":"u","type":"access","jti":"1","iat":"0","nbf":0,"exp":9999999999}""")]
    [InlineData("""{"sub":"u","type":"access","jti":"1","iat":0,"nbf":0,"exp":99999999999999999999}""")]
    [InlineData("""{"sub":"u","sub":"v","type":"access","jti":"1","iat":0,"nbf":0,"exp":9999999999}""")]
    [InlineData("""{"sub":"u","type":"access","jti":"1","iat":0,"nbf":0,"exp":9999999999,"roles":1,"roles":16}""")]
    [InlineData("""{"sub":"u","type":"access","jti":"1","iat":0,"nbf":0,"exp":9999999999,"exp":9999999999}""")]
    [InlineData("""{"sub":null,"type":"access","jti":"1","iat":0,"nbf":0,"exp":9999999999}""")]
    [InlineData("""{"sub":"u","type":null,"jti":"1","iat":0,"nbf":0,"exp":9999999999}""")]
    [InlineData("""{"sub":"u","type":"access","jti":null,"iat":0,"nbf":0,"exp":9999999999}""")]
    [InlineData("""{"sub":"u","type":"access","jti":"1","iat":0,"nbf":0,"exp":null}""")]
    [InlineData("""{"sub":"u","type":"access","jti":"1","iat":0,"nbf":0}""")]
    [InlineData("""{"sub":"u","type":"access","jti":"1","iat":0,"nbf":0,"exp":9999999999.5}""")]
    [InlineData("""{"sub":"u","type":"access","jti":"1","iat":0,"nbf":0,"exp":253402300800}""")]
    [InlineData("""{"sub":"u","type":"access","jti":"1","iat":0,"nbf":0,"exp":9223372036854775807}""")]
    [InlineData("""{"sub":"u","type":"access","jti":"1","iat":0,"nbf":9223372036854775807,"exp":9999999999}""")]
    [InlineData("""{"sub":"u","type":"access","jti":"1","iat":9223372036854775807,"nbf":0,"exp":9999999999}""")]
    [InlineData("""{"sub":"u","type":"access","jti":"1","iat":-9223372036854775808,"nbf":0,"exp":9999999999}""")]
    [InlineData("""{"sub":"u","type":"access","jti":"1","iat":0,"nbf":-9223372036854775808,"exp":9999999999}""")]
    public void Signed_claims_that_are_not_whole_are_refused(string claims) =>
        Assert.Equal("token_invalid", CodeOf(Forge.Token(Key, Forge.Header, claims)));

    [Fact]
    public void Another_key_or_another_hash_does_not_sign_for_us()
    {
        var otherKey = Forge.Token(SHA256.HashData("another"u8), Forge.Header, Claimed());
        var otherHash = Forge.Token(Forge.Header, Claimed(), signed => HMACSHA512.HashData(Key, signed));
        var unsigned = Forge.Token(Forge.Header, Claimed(), _ => []);

        Assert.All([otherKey, otherHash, unsigned], token => Assert.Equal("token_invalid", CodeOf(token)));
    }

    [Fact]
    public void A_token_of_one_type_is_none_of_the_other()
    {
        var access = Sign(Valid);
        var refresh = Sign(Valid with { Type = "refresh" });

        Assert.Equal("wrong_token_type", CodeOf(access, TokenType.Refresh));
        Assert.Equal("wrong_token_type", CodeOf(refresh));
        Assert.Equal("This is not a refresh token.",
            Assert.Throws<Refused>(() => Tokens.Read(Verified(access), TokenType.Refresh)).Message);
        Assert.Equal("This is not an access token.",
            Assert.Throws<Refused>(() => Tokens.Read(Verified(refresh), TokenType.Access)).Message);
        Assert.Null(CodeOf(refresh, TokenType.Refresh));
    }

    [Theory]
    [InlineData(0, 0, 1, null)]
    [InlineData(0, 0, -29, null)]
    [InlineData(0, 0, -30, "token_expired")]
    [InlineData(30, 0, 600, null)]
    [InlineData(31, 0, 600, "token_invalid")]
    [InlineData(0, 30, 600, null)]
    [InlineData(0, 31, 600, "token_invalid")]
    public void Clocks_may_be_thirty_seconds_apart(int notBefore, int issued, int expires, string? code)
    {
        var now = Now.ToUnixTimeSeconds();
        var claims = Valid with { NotBefore = now + notBefore, IssuedAt = now + issued, ExpiresAt = now + expires };

        Assert.Equal(code, CodeOf(Sign(claims)));
    }

    static Claims Valid => new("user", "access", "1", Second, Second, Second + 600);

    static string Claimed() => Forge.Claims("user", new DateTimeOffset(Now.ToDateTimeUtc()));

    static Gen<Claims> AnyClaims =>
        from subject in ArbMap.Default.GeneratorFor<NonEmptyString>()
        from id in ArbMap.Default.GeneratorFor<Guid>()
        from issued in Gen.Choose(-100_000, 30)
        from notBefore in Gen.Choose(-100_000, 30)
        from life in Gen.Choose(1, 100_000)
        from roles in Gen.Choose(0, 31)
        from organisation in ArbMap.Default.GeneratorFor<long?>()
        select new Claims(
            // Half a surrogate pair is no text; names come out of JSON, which has none.
            string.Concat(subject.Get.EnumerateRunes()), "access", id.ToString(), Now.ToUnixTimeSeconds() + issued,
            Now.ToUnixTimeSeconds() + notBefore, Now.ToUnixTimeSeconds() + life, roles, organisation);

    static (string Token, string Changed) Change(string token, int at, char with)
    {
        var place = at % token.Length;
        return (token, $"{token[..place]}{with}{token[(place + 1)..]}");
    }

    static string Sign(Claims claims) => Ours.Sign(claims).GetAwaiter().GetResult();

    static JsonWebToken Verified(string token)
    {
        var result = Ours.ValidateTokenAsync(token, Ours.Rules).GetAwaiter().GetResult();
        return result.IsValid ? (JsonWebToken)result.SecurityToken : throw Tokens.Refusal(result.Exception);
    }

    static string? CodeOf(string token, TokenType type = TokenType.Access)
    {
        try
        {
            Tokens.Read(Verified(token), type);
            return null;
        }
        catch (Refused refused)
        {
            Assert.Equal(Reason.Unauthenticated, refused.Reason);
            return refused.Code;
        }
    }
}
