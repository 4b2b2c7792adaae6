using System.Buffers.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Kalends.Accounts;

/// <summary>Signs and verifies JSON Web Tokens with HMAC-SHA256 and with nothing else.</summary>
/// <remarks>
/// The package verifies. Here stands what it would let pass: a header that insists on something (<c>crit</c>) or says
/// something twice, a second spelling of a signature, a token that is issued in the future.
/// </remarks>
sealed class StrictTokenHandler : JsonWebTokenHandler
{
    const int TextMax = 4096;
    static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);
    static readonly JsonSerializerOptions Strict = new() { AllowDuplicateProperties = false };

    readonly SigningKeys _keys;
    readonly TimeProvider _clock;

    public StrictTokenHandler(SigningKeys keys, TimeProvider clock)
    {
        (_keys, _clock) = (keys, clock);
        MapInboundClaims = false;
        MaximumTokenSizeInBytes = TextMax;
    }

    /// <summary>What a good token is.</summary>
    /// <remarks>The algorithm is ours to say (RFC 8725, 3.1); issuer and audience are this installation.</remarks>
    public TokenValidationParameters Rules => field ??= new()
    {
        ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
        ValidTypes = ["JWT"],
        ValidateIssuer = false,
        ValidateAudience = false,
        LifetimeValidator = (notBefore, expires, token, _) => IsAlive(notBefore, expires, (JsonWebToken)token),
        IssuerSigningKeyResolver = (_, _, id, _) => _keys.Latest.Of(id),
        TryAllIssuerSigningKeys = false,
    };

    public async Task<string> Sign(Claims claims) => CreateToken(claims.Write(), (await _keys.Current()).Signer);

    public override async Task<TokenValidationResult> ValidateTokenAsync(
        string token, TokenValidationParameters validationParameters)
    {
        try
        {
            var read = ReadJsonWebToken(token);
            await _keys.Learn(read.Kid);
            var result = await base.ValidateTokenAsync(read, validationParameters);
            return result.IsValid && !IsPlain(read) ? Refused(new SecurityTokenValidationException()) : result;
        }
        catch (ArgumentException wrong)
        {
            // No token at all.
            return Refused(wrong);
        }
    }

    /// <summary>Whether a token has expired everywhere, however clocks differ.</summary>
    public bool IsOver(DateTime? expires) => _clock.GetUtcNow().UtcDateTime - Skew >= expires;

    bool IsAlive(DateTime? notBefore, DateTime? expires, JsonWebToken token)
    {
        if (IsOver(expires))
            throw new SecurityTokenExpiredException();
        var latest = _clock.GetUtcNow().UtcDateTime + Skew;
        if (notBefore > latest || token.IssuedAt > latest)
            throw new SecurityTokenNotYetValidException();
        return expires is not null;
    }

    static bool IsPlain(JsonWebToken token)
    {
        // A decoder forgives blanks and padding, and a token has one spelling only.
        if (Base64Url.EncodeToString(Base64Url.DecodeFromChars(token.EncodedSignature)) != token.EncodedSignature)
            return false;
        try
        {
            var header = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(
                Base64Url.DecodeFromChars(token.EncodedHeader), Strict);
            return header is not null && !header.ContainsKey("crit");
        }
        catch (Exception wrong) when (wrong is FormatException or JsonException)
        {
            return false;
        }
    }

    static TokenValidationResult Refused(Exception why) => new() { IsValid = false, Exception = why };
}
