using System.Globalization;
using System.Text.RegularExpressions;

namespace Kalends.Messages.Contacts;

/// <summary>E-mail addresses in the one form in which they are stored.</summary>
static partial class EmailAddress
{
    /// <summary>The greatest length of an address (RFC 5321, 4.5.3.1).</summary>
    public const int Max = 254;

    const int LocalMax = 64;

    /// <summary>
    /// The address with its domain in lower case and in ASCII; null if the text is none. The part before the @ stays as
    /// it is, and is ASCII, since not all servers take others.
    /// </summary>
    public static string? Parse(string text)
    {
        if (text.LastIndexOf('@') is not (> 0 and <= LocalMax and var at) || !Local().IsMatch(text[..at])
            || Ascii(text[(at + 1)..]) is not { } domain || !Domain().IsMatch(domain))
            return null;
        var address = $"{text[..at]}@{domain}";
        return address.Length <= Max ? address : null;
    }

    /// <summary>What different ways to write an address have in common.</summary>
    public static string KeyOf(string address) => address.ToLowerInvariant();

    /// <summary>The address with most of it hidden.</summary>
    public static string Masked(string address) => $"{address[0]}…{address[address.LastIndexOf('@')..]}";

    static string? Ascii(string domain)
    {
        try
        {
            return new IdnMapping { UseStd3AsciiRules = true }.GetAscii(domain).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*\z")]
    private static partial Regex Local();

    [GeneratedRegex("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])\\z")]
    private static partial Regex Domain();
}
