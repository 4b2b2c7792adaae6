using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Kalends.Accounts;
using Kalends.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;

namespace Kalends.Tests.Accounts;

/// <summary>Makes tokens that the server would not make, with its own key or another.</summary>
static class Forge
{
    public const string Header = """{"alg":"HS256","typ":"JWT"}""";

    public static string Token(byte[] key, string header, string claims) =>
        Token(header, claims, signed => HMACSHA256.HashData(key, signed));

    public static string Token(string header, string claims, Func<byte[], byte[]> sign)
    {
        var signed = $"{Encode(header)}.{Encode(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    public static string Claims(
        string subject, DateTimeOffset now, string type = "access", int notBefore = 0, int expires = 600) =>
        $$"""
        {"sub":"{{subject}}","type":"{{type}}","jti":"1","iat":{{now.ToUnixTimeSeconds()}},
         "nbf":{{now.ToUnixTimeSeconds() + notBefore}},"exp":{{now.ToUnixTimeSeconds() + expires}},"roles":16,"ver":1}
        """;

    /// <summary>The claims of a token, in plain text.</summary>
    public static string ClaimsOf(string token) =>
        Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.Split('.')[1]));

    public static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    /// <summary>The key that the server made for itself.</summary>
    public static async Task<byte[]> KeyOf(TestApp app)
    {
        var keys = await app.Services.GetRequiredService<SigningKeys>().Current();
        return Convert.FromBase64String(keys.Values[0]);
    }
}
