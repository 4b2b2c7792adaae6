using System.Text;

namespace Kalends.Platform.Unicode;

/// <summary>
/// Names that differ for machines only: in case, in how they are composed, in width, in what shows nothing.
/// </summary>
static class Caseless
{
    /// <summary>What such names have in common: Unicode's caseless match of identifiers (chapter 3, D147).</summary>
    /// <remarks>
    /// Letters that are taken apart fold one by one, in two steps, since some have several small forms and one capital;
    /// of those that fold into several only the German one is left by then.
    /// </remarks>
    public static string Key(string name) => Spelling.Trimmed(Spelling.Visible(name)
        .Normalize(NormalizationForm.FormKD)
        .ToUpperInvariant().ToLowerInvariant()
        .Replace("\u00df", "ss", StringComparison.Ordinal)
        .Normalize(NormalizationForm.FormKC));
}
