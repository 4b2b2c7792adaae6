using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace Kalends.Accounts;

/// <summary>The keys of HMAC-SHA256 that tokens are signed with: the first signs, all of them verify.</summary>
/// <param name="values">The keys in base64, one at least.</param>
sealed class KeyRing(IReadOnlyList<string> values)
{
    readonly SymmetricSecurityKey[] _keys = [.. values.Select(value => Named(Convert.FromBase64String(value)))];

    public IReadOnlyList<string> Values => values;

    public SigningCredentials Signer => field ??= new(_keys[0], SecurityAlgorithms.HmacSha256);

    /// <summary>Those that may have signed a token; where it names none, as tokens once did, all of them.</summary>
    public IEnumerable<SecurityKey> Of(string? id) =>
        string.IsNullOrEmpty(id) ? _keys : _keys.Where(key => key.KeyId == id);

    /// <summary>
    /// What may be kept of where a user signed in, enough to know it again, and no address: by the key that signs, and
    /// by those before it.
    /// </summary>
    public IReadOnlyList<string> Origins(string userId, string network)
    {
        var text = Encoding.UTF8.GetBytes($"origin\n{userId}\n{network}");
        return [.. _keys.Select(key => Convert.ToHexStringLower(HMACSHA256.HashData(key.Key, text)))];
    }

    // The thumbprint of RFC 7638: every process calls a key the same, wherever it is kept.
    static SymmetricSecurityKey Named(byte[] key)
    {
        var made = new SymmetricSecurityKey(key);
        made.KeyId = Base64UrlEncoder.Encode(made.ComputeJwkThumbprint());
        return made;
    }
}
