using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace Kalends.Accounts;

/// <summary>The HMAC-SHA256 keys of tokens: the first signs, all verify.</summary>
/// <param name="values">The keys in base64, at least one.</param>
sealed class KeyRing(IReadOnlyList<string> values)
{
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
    public IReadOnlyList<string> Origins(string userId, string network)
    {
        var text = Encoding.UTF8.GetBytes($"origin\n{userId}\n{network}");
        return [.. _keys.Select(key => Convert.ToHexStringLower(HMACSHA256.HashData(key.Key, text)))];
    }

    // The id is the thumbprint of RFC 7638, so that every process gives a key the same name, wherever it is stored.
    static SymmetricSecurityKey Named(byte[] key)
    {
        var made = new SymmetricSecurityKey(key);
        made.KeyId = Base64UrlEncoder.Encode(made.ComputeJwkThumbprint());
        return made;
    }
}
