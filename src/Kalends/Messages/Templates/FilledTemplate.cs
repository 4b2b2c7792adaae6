using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Kalends.Platform.Storage;

namespace Kalends.Messages.Templates;

/// <summary>A message as its receiver reads it.</summary>
/// <param name="Subject">The subject; for telephones it is the whole message.</param>
/// <param name="Text">The text.</param>
/// <param name="Html">The same as HTML.</param>
sealed partial record FilledTemplate(string Subject, string Text, string Html)
{
    const int SubjectMax = 200;

    /// <summary>Escapes what HTML reads as markup, and leaves letters of all scripts as they are.</summary>
    public static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>A text as a subject: one line, and not too long.</summary>
    public static string OneLine(string text)
    {
        var line = Blanks().Replace(text, " ").Trim();
        return line.Length <= SubjectMax ? line : line[..SubjectMax];
    }

    /// <summary>A text as HTML: its paragraphs, with its addresses as links.</summary>
    public static string HtmlOf(string text, MessageLanguage language)
    {
        var paragraphs = text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(paragraph => Encoder.Encode(paragraph.Trim('\n'))
                .Replace("&#xA;", "<br>\n", StringComparison.Ordinal))
            .Where(paragraph => paragraph.Length > 0)
            .Select(paragraph => $"<p>{Address().Replace(paragraph, "<a href=\"$0\">$0</a>")}</p>");
        return $"""
            <!DOCTYPE html>
            <html lang="{EnumText.Of(language)}">
            <body>
            {string.Join('\n', paragraphs)}
            </body>
            </html>

            """;
    }

    [GeneratedRegex(@"[\s\p{Cc}]+")]
    private static partial Regex Blanks();

    // What HTML escapes ends an address, except the ampersand, which our links do not have.
    [GeneratedRegex(@"https?://[A-Za-z0-9._~:/?#@!$()*,;=%-]+")]
    private static partial Regex Address();
}
