using System.Text;

namespace Kalends.Scheduling.Feeds;

/// <summary>Folds the lines of an iCalendar (RFC 5545, 3.1).</summary>
static class Folding
{
    const int OctetsMax = 75;
    const string Fold = "\r\n ";

    /// <summary>
    /// A folded text, folded anew between whole characters: the library may fold between the two halves of one, neither
    /// of which can be written in UTF-8.
    /// </summary>
    public static string Anew(string text)
    {
        var folded = new StringBuilder(text.Length + text.Length / OctetsMax);
        Span<char> characters = stackalloc char[2];
        var octets = 0;
        foreach (var rune in text.Replace(Fold, "", StringComparison.Ordinal).EnumerateRunes())
        {
            // The end of a line does not count.
            var size = rune.Value is '\r' or '\n' ? 0 : rune.Utf8SequenceLength;
            if (octets + size > OctetsMax)
            {
                folded.Append(Fold);
                octets = 1;
            }
            octets = rune.Value == '\n' ? 0 : octets + size;
            folded.Append(characters[..rune.EncodeToUtf16(characters)]);
        }
        return folded.ToString();
    }
}
