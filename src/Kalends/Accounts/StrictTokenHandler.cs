using System.Buffers.Text;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Kalends.Accounts;

/// <summary>Signs and verifies JSON Web Tokens with HMAC-SHA256 only.</summary>
/// <remarks>
/// The package verifies tokens. This class adds checks that the package omits: a header with required extensions
/// (<c>crit</c>) or duplicate members, a second spelling of a signature, and a token issued in the future.
/// </remarks>
sealed class StrictTokenHandler : JsonWebTokenHandler
{
    const int TextMax = 4096;
    static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);
    static readonly JsonSerializerOptions Strict = new() { AllowDuplicateProperties = false };

    readonly SigningKeys _keys;
    readonly TimeProvider _clock;
    string? _lastHeader;

    public StrictTokenHandler(SigningKeys keys, TimeProvider clock)
    {
        (_keys, _clock) = (keys, clock);
        MapInboundClaims = false;
        MaximumTokenSizeInBytes = TextMax;
    }

    /// <summary>The rules for a valid token.</summary>
    /// <remarks>We choose the algorithm (RFC 8725, 3.1); issuer and audience are this installation.</remarks>
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
        if (Parsed(token) is not { } parsed)
            return Refused(new SecurityTokenMalformedException());
        await _keys.Learn(parsed.Kid);
        var result = await base.ValidateTokenAsync(parsed, validationParameters);
        if (!result.IsValid)
            return result.Exception is SecurityTokenException ? result : Refused(new SecurityTokenMalformedException());
        if (!HasOneSpelling(parsed.EncodedSignature) || !IsPlain(parsed.EncodedHeader))
            return Refused(new SecurityTokenMalformedException());
        // The claims are read strictly later; without this line, the package would also turn them into objects.
        result.ClaimsIdentity = new ClaimsIdentity("Bearer");
        return result;
    }

    JsonWebToken? Parsed(string token)
    {
        try
        {
            return ReadJsonWebToken(token);
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether a token is valid at this moment.</summary>
    /// <param name="from">When it was issued and became valid.</param>
    /// <param name="until">When it expires.</param>
    public bool IsCurrent(DateTime from, DateTime until) => !IsOver(until) && !IsAhead(from);

    /// <summary>Whether a token has expired on every machine, however their clocks differ.</summary>
    public bool IsOver(DateTime? expires) => _clock.GetUtcNow().UtcDateTime - Skew >= expires;

    bool IsAlive(DateTime? notBefore, DateTime? expires, JsonWebToken token)
    {
        if (IsOver(expires))
            throw new SecurityTokenExpiredException();
        if (IsAhead(notBefore) || IsAhead(token.IssuedAt))
            throw new SecurityTokenNotYetValidException();
        return expires is not null;
    }

    bool IsAhead(DateTime? from) => from > _clock.GetUtcNow().UtcDateTime + Skew;

    /// <summary>Whether the signature is in its canonical form; a decoder would accept blanks and padding.</summary>
    static bool HasOneSpelling(string signature) =>
        Base64Url.IsValid(signature)
        && Base64Url.EncodeToString(Base64Url.DecodeFromChars(signature)) == signature;

    bool IsPlain(string header)
    {
        // All tokens of one key have the same header.
        if (header == _lastHeader)
            return true;
        try
        {
            var members = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(
                Base64Url.DecodeFromChars(header), Strict);
            if (members is null || members.ContainsKey("crit"))
                return false;
            _lastHeader = header;
            return true;
        }
        catch (Exception wrong) when (wrong is FormatException or JsonException)
        {
            return false;
        }
    }

    static TokenValidationResult Refused(Exception why) => new() { IsValid = false, Exception = why };
}
