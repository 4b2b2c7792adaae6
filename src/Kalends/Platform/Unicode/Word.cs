using System.Text;
using AnyAscii;

namespace Kalends.Platform.Unicode;

/// <summary>A word as it is written, and as people type it who lack its letters on their keyboards.</summary>
/// <param name="Own">The word in its own script, without case (<see cref="Caseless"/>).</param>
/// <param name="Plain">The word in ASCII letters and digits; empty if it has no such form.</param>
readonly record struct Word(string Own, string Plain)
{
    /// <summary>Turns a run of letters, digits and marks into a word; a longer run is cut.</summary>
    public static Word Of(string run, int lengthMax)
    {
        // The run is cut before it is composed too, since composing many marks takes quadratic time.
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
    /// The form to search by: the plain one, so that accents and scripts do not matter; but Chinese characters only as
    /// themselves, because too many of them have the same plain form.
    /// </summary>
    public string Sought => Plain.Length == 0 || Scripts.HasChinese(Own) ? Own : Plain;

    /// <summary>
    /// The beginning of a text with at most this many UTF-16 units, without half a surrogate pair at its end.
    /// </summary>
    public static string Cut(string text, int lengthMax)
    {
        if (text.Length <= lengthMax)
            return text;
        return text[..(char.IsHighSurrogate(text[lengthMax - 1]) ? lengthMax - 1 : lengthMax)];
    }

    // Characters that transliterate a sign or a breathing are not letters that people type.
    static string PlainOf(string own) =>
        string.Concat(own.Transliterate().Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
}
