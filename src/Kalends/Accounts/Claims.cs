using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Kalends.Accounts;

/// <summary>The purpose of a token; a token of one type is never accepted as the other.</summary>
enum TokenType
{
    Access,
    Refresh,
}

/// <summary>The claims of a token (RFC 7519); instants are Unix seconds.</summary>
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
    [property: JsonPropertyName("num")] long Number = 0,
    [property: JsonPropertyName("cli")] long? ClientId = null)
{
    static readonly long LastSecond = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    static readonly JsonSerializerOptions Strict = new()
    {
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static string Words(TokenType type) => type == TokenType.Access ? "access" : "refresh";

    public string Write() => JsonSerializer.Serialize(this, Strict);

    /// <summary>
    /// The claims of a token whose signature is valid; null if one of them is missing, duplicated or impossible.
    /// </summary>
    public static Claims? Read(JsonWebToken token)
    {
        try
        {
            var claims = JsonSerializer.Deserialize<Claims>(Base64Url.DecodeFromChars(token.EncodedPayload), Strict);
            return claims is not null && IsInstant(claims.IssuedAt) && IsInstant(claims.NotBefore)
                && IsInstant(claims.ExpiresAt) ? claims : null;
        }
        catch (Exception wrong) when (wrong is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    static bool IsInstant(long seconds) => seconds >= 0 && seconds <= LastSecond;
}
