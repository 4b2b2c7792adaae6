using System.Text;
using AnyAscii;

namespace Kalends.Platform.Unicode;

/// <summary>A word as it is written, and as it is typed by whoever has no such letters on the keyboard.</summary>
/// <param name="Own">In its own script; case does not count (<see cref="Caseless"/>).</param>
/// <param name="Plain">In letters and digits of ASCII; empty where there is no way to write it so.</param>
readonly record struct Word(string Own, string Plain)
{
    /// <summary>A run of letters, digits and marks as a word; of a longer one its beginning counts.</summary>
    public static Word Of(string run, int lengthMax)
    {
        // Cut before it is composed too, since of many marks that takes time squared.
        run = Cut(run, lengthMax);
        if (Ascii.IsValid(run))
        {
            var small = run.ToLowerInvariant();
            return new(small, small);
        }
        var own = Caseless.Key(run);
        return new(Cut(own, lengthMax), Cut(PlainOf(own), lengthMax));
    }

    /// <summary>
    /// Under what it is looked for: as it is typed plainly, so that accents and scripts do not count; but Chinese
    /// characters only as themselves, for too many of them are typed alike.
    /// </summary>
    public string Sought => Plain.Length == 0 || Scripts.HasChinese(Own) ? Own : Plain;

    /// <summary>The beginning of a text that has no more than so many UTF-16 units, and no half of a pair.</summary>
    public static string Cut(string text, int lengthMax)
    {
        if (text.Length <= lengthMax)
            return text;
        return text[..(char.IsHighSurrogate(text[lengthMax - 1]) ? lengthMax - 1 : lengthMax)];
    }

    // What stands for a sign or a breathing is no letter to anybody who types.
    static string PlainOf(string own) =>
        string.Concat(own.Transliterate().Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
}
