using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kalends.Platform.Time;

namespace Kalends.Accounts;

/// <summary>What a token is for; a token of one type never passes for the other.</summary>
enum TokenType
{
    Access,
    Refresh,
}

/// <summary>What a token says (RFC 7519); instants are Unix seconds.</summary>
sealed record Claims(
    [property: JsonPropertyName("sub")] string Subject,
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("jti")] string Id,
    [property: JsonPropertyName("iat")] long IssuedAt,
    [property: JsonPropertyName("nbf")] long NotBefore,
    [property: JsonPropertyName("exp")] long ExpiresAt,
    [property: JsonPropertyName("roles")] int Roles = 0,
    [property: JsonPropertyName("org")] long? OrganisationId = null,
    [property: JsonPropertyName("ver")] long Version = 0,
    [property: JsonPropertyName("fam")] string? Family = null,
    [property: JsonPropertyName("num")] long Number = 0);

/// <summary>Signs and checks JSON Web Tokens with HMAC-SHA256 and with nothing else.</summary>
/// <remarks>
/// The algorithm is ours to say: a token whose header names another one (RFC 8725, 3.1) is refused unread.
/// </remarks>
sealed class Jwt(byte[] key)
{
    const int TextMax = 4096;
    static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);
    static readonly string Header = Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8);
    static readonly JsonSerializerOptions Strict = new()
    {
        AllowDuplicateProperties = false,
        RespectRequiredConstructorParameters = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public string Sign(Claims claims)
    {
        var signed = $"{Header}.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims, Strict))}";
        return $"{signed}.{Base64Url.EncodeToString(Signature(signed))}";
    }

    public Claims Check(string token, TokenType type, Instant now)
    {
        var claims = Verified(token) ?? throw Invalid("The token is not valid.");
        if (claims.Type != Words(type))
            throw new Refused(Reason.Unauthenticated, "wrong_token_type",
                type == TokenType.Access ? "This is not an access token." : "This is not a refresh token.");
        CheckExpiry(claims.ExpiresAt, now);
        if (Instant.FromUnixSeconds(Math.Max(claims.NotBefore, claims.IssuedAt)) > now + Skew)
            throw Invalid("The token is not valid yet.");
        return claims;
    }

    public static void CheckExpiry(long expiresAt, Instant now)
    {
        if (now - Skew >= Instant.FromUnixSeconds(expiresAt))
            throw new Refused(Reason.Unauthenticated, "token_expired", "The token has expired.");
    }

    /// <summary>Stands for a text that is not to be read off again; only who has the key can make it.</summary>
    public string Fingerprint(string text) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));

    public static string Words(TokenType type) => type == TokenType.Access ? "access" : "refresh";

    Claims? Verified(string token)
    {
        var parts = token.Length <= TextMax ? token.Split('.', 4) : [];
        if (parts.Length != 3)
            return null;

        try
        {
            // Compared as text: a decoder forgives blanks and padding, and a token has one spelling only.
            var ours = Base64Url.EncodeToUtf8(Signature($"{parts[0]}.{parts[1]}"));
            if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(parts[2]), ours)
                || !IsOurAlgorithm(parts[0]))
                return null;
            return JsonSerializer.Deserialize<Claims>(Base64Url.DecodeFromChars(parts[1]), Strict);
        }
        catch (Exception wrong) when (wrong is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    static bool IsOurAlgorithm(string header)
    {
        if (header == Header)
            return true;
        using var json = JsonDocument.Parse(Base64Url.DecodeFromChars(header));
        return json.RootElement is { ValueKind: JsonValueKind.Object } named
            && named.TryGetProperty("alg", out var algorithm) && algorithm.ValueEquals("HS256")
            && !named.TryGetProperty("crit", out _);
    }

    byte[] Signature(string signed) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(signed));

    static Refused Invalid(string message) => new(Reason.Unauthenticated, "token_invalid", message);
}
