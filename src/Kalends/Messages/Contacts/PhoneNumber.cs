using System.Text.RegularExpressions;

namespace Kalends.Messages.Contacts;

/// <summary>Telephone numbers as E.164 writes them: a plus sign, the country and the number.</summary>
static partial class PhoneNumber
{
    /// <summary>The greatest length of a number as people write it.</summary>
    public const int Max = 40;

    /// <summary>The number without what people write to make it readable; null if the text is none.</summary>
    public static string? Parse(string text)
    {
        var digits = Readable().Replace(text, "");
        var number = digits.StartsWith("00", StringComparison.Ordinal) ? $"+{digits[2..]}" : digits;
        return Number().IsMatch(number) ? number : null;
    }

    /// <summary>The number with most of it hidden.</summary>
    public static string Masked(string number) => $"{number[..3]}…{number[^2..]}";

    [GeneratedRegex(@"[ \u00A0()./-]")]
    private static partial Regex Readable();

    [GeneratedRegex(@"^\+[1-9][0-9]{6,14}\z")]
    private static partial Regex Number();
}
