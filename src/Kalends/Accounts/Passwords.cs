using Microsoft.AspNetCore.Identity;

namespace Kalends.Accounts;

/// <summary>Hashes and compares passwords; both are slow on purpose.</summary>
static class Passwords
{
    static readonly PasswordHasher<User> Hasher = new();

    // The check of a name that does not exist costs the same as one that exists.
    static readonly string OfNobody = Hasher.HashPassword(null!, MakeUp());

    public static string Hash(string password) => Hasher.HashPassword(null!, password);

    public static bool Match(string? hash, string password)
    {
        var result = Hasher.VerifyHashedPassword(null!, hash ?? OfNobody, password);
        return hash is not null && result != PasswordVerificationResult.Failed;
    }

    /// <summary>A random password that nobody can guess, to be shown once.</summary>
    public static string MakeUp() => Convert.ToBase64String(SecretBytes.New(18));
}
