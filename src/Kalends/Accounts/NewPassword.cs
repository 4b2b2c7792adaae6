using System.Globalization;
using Kalends.Accounts.Guessing;
using Kalends.Platform.Calls;
using Kalends.Platform.Unicode;

namespace Kalends.Accounts;

/// <summary>The rules for passwords that people choose (NIST SP 800-63B-4, 3.1.1.2).</summary>
/// <remarks>
/// A password has a least length and is not one of those that are tried first. There are no rules of composition, and
/// passwords that are stored are not judged again.
/// </remarks>
static class NewPassword
{
    /// <param name="password">The password.</param>
    /// <param name="member">The member of the input that has it.</param>
    /// <param name="username">The name of its user, which it must not resemble; null if it is not known yet.</param>
    /// <param name="call">The call, for the settings.</param>
    public static void Check(string password, string member, string? username, Call call)
    {
        var settings = call.Settings<AccountsSettings>();
        var min = settings.PasswordMin;
        if (new StringInfo(password).LengthInTextElements < min)
            throw Refused.Invalid($"/{member}", FaultCode.TooShort, $"{member} must have at least {min} characters.");
        if (!settings.CommonPasswords && CommonPasswords.Resembles(password))
            throw Refused.Invalid(
                $"/{member}", AccountsErrors.CommonPassword,
                $"{member} is or resembles one of the most common passwords, which are tried first. Choose another.");
        if (username is not null)
            CheckName(password, member, username);
    }

    public static void CheckName(string password, string member, string username)
    {
        if (CommonPasswords.Forms(password).Contains(Caseless.Key(username)))
            throw Refused.Invalid(
                $"/{member}", AccountsErrors.CommonPassword,
                $"{member} resembles the name of the user. Choose another.");
    }
}
