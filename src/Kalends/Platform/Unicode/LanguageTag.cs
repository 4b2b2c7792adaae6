

namespace Kalends.Platform.Unicode;

/// <summary>Language tags, such as <c>en</c> or <c>pt-BR</c> (BCP 47).</summary>
static class LanguageTag
{
    public static bool IsOne(string tag) => tag.Split('-') is [var language, ..] parts
        && language.Length is >= 2 and <= 8 && language.All(char.IsAsciiLetter)
        && parts.All(part => part.Length is >= 1 and <= 8 && part.All(char.IsAsciiLetterOrDigit));
}
