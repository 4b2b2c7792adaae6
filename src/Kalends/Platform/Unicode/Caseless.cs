using System.Text;

namespace Kalends.Platform.Unicode;

/// <summary>
/// Compares names that differ only for machines: in case, composition, width, or invisible characters.
/// </summary>
static class Caseless
{
    /// <summary>The common key of such names: Unicode's caseless match of identifiers (chapter 3, D147).</summary>
    /// <remarks>
    /// Decomposed letters fold one by one, in two steps, since some have several small forms and one capital. Of the
    /// letters that fold into several, only the German one is left by then.
    /// </remarks>
    public static string Key(string name) => Spelling.Trimmed(Spelling.Visible(name)
        .Normalize(NormalizationForm.FormKD)
        .ToUpperInvariant().ToLowerInvariant()
        .Replace("\u00df", "ss", StringComparison.Ordinal)
        .Normalize(NormalizationForm.FormKC));
}
