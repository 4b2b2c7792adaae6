using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace Kalends.Accounts;

/// <summary>The HMAC-SHA256 keys of tokens: the first signs, all verify.</summary>
/// <param name="values">The keys in base64.</param>
sealed class KeyRing(IReadOnlyList<string> values)
{
    /// <summary>No keys, which sign and verify nothing.</summary>
    public static readonly KeyRing None = new([]);

    readonly SymmetricSecurityKey[] _keys = [.. values.Select(value => Named(Convert.FromBase64String(value)))];

    public IReadOnlyList<string> Values => values;

    public SigningCredentials Signer => field ??= new(_keys[0], SecurityAlgorithms.HmacSha256);

    /// <summary>The keys that may have signed a token; all of them if it names none, as older tokens did.</summary>
    public IEnumerable<SecurityKey> Of(string? id) =>
        string.IsNullOrEmpty(id) ? _keys : _keys.Where(key => key.KeyId == id);

    /// <summary>
    /// Keyed hashes of the network from which a user signed in, by the signing key and those before it. They are enough
    /// to recognise it, but reveal no address.
    /// </summary>
    public IReadOnlyList<string> Origins(string userId, string network) => Marks($"origin\n{userId}\n{network}");

    /// <summary>
    /// Keyed hashes of a text, by the signing key and those before it. The first line of the text says what it is for,
    /// so that no hash serves two purposes.
    /// </summary>
    public IReadOnlyList<string> Marks(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return [.. _keys.Select(key => Convert.ToHexStringLower(HMACSHA256.HashData(key.Key, bytes)))];
    }

    // The id is the thumbprint of RFC 7638, so that every process gives a key the same name, wherever it is stored.
    static SymmetricSecurityKey Named(byte[] key)
    {
        var made = new SymmetricSecurityKey(key);
        made.KeyId = Base64UrlEncoder.Encode(made.ComputeJwkThumbprint());
        return made;
    }
}
