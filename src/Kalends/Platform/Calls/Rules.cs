using System.Text.RegularExpressions;

namespace Kalends.Platform.Calls;

/// <summary>
/// The bounds of a text in characters as people count them, after trimming. Control characters need one of the flags.
/// </summary>
/// <remarks>The text is stored composed (NFC), so that texts that look the same are equal.</remarks>
[AttributeUsage(AttributeTargets.Parameter)]
sealed class TextAttribute(int min, int max) : Attribute
{
    public static readonly TextAttribute Default = new(0, 500);

    public int Min => min;

    public int Max => max;

    /// <summary>
    /// A password or the like: leading and trailing blanks count, and its requests are never kept for a repetition.
    /// </summary>
    public bool Secret { get; init; }

    /// <summary>Whether leading and trailing blanks count, and tabs and line breaks are allowed.</summary>
    public bool Padded { get; init; }

    /// <summary>
    /// Like <see cref="Padded"/>, for prose from other systems, which is stored exactly as it is, composed or not.
    /// </summary>
    public bool Verbatim { get; init; }

    /// <summary>Text that programs wrote, such as a stack trace: stored as it is, with any character but NUL.</summary>
    public bool Raw { get; init; }
}

/// <summary>The form of a text: a pattern as JSON Schema has it, for the whole of the text.</summary>
/// <param name="pattern">The pattern.</param>
/// <param name="meaning">What such a text is, with an example.</param>
[AttributeUsage(AttributeTargets.Parameter)]
sealed class FormAttribute(string pattern, string meaning) : Attribute
{
    readonly Regex _pattern = new(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    public string Pattern => pattern;

    public string Meaning => meaning;

    public bool Fits(string text) => _pattern.IsMatch(text);
}

/// <summary>The bounds of a whole number, both inclusive.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
class NumberAttribute(long min, long max) : Attribute
{
    public long Min => min;

    public long Max => max;
}

/// <summary>An id: positive, and exact in JSON readers that store numbers as doubles.</summary>
sealed class IdAttribute() : NumberAttribute(1, (1L << 53) - 1);

/// <summary>The number of rows of a page: from 1 to a bound.</summary>
sealed class PageSizeAttribute(long max) : NumberAttribute(1, max);

/// <summary>The bounds of a number with at most two decimals, both inclusive, in hundredths.</summary>
/// <param name="min">The minimum.</param>
/// <param name="max">The maximum.</param>
/// <param name="step">The step: allowed numbers are multiples of it.</param>
[AttributeUsage(AttributeTargets.Parameter)]
sealed class HundredthsAttribute(int min, int max, int step = 1) : Attribute
{
    public decimal Min => min / 100m;

    public decimal Max => max / 100m;

    public decimal Step => step / 100m;

    /// <summary>Whether further decimals are accepted, for a caller who rounds them.</summary>
    public bool Rounds { get; init; }
}

/// <summary>The bounds of the number of elements of a list.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
sealed class CountAttribute(int min, int max) : Attribute
{
    public int Min => min;

    public int Max => max;
}

/// <summary>
/// A member that is read from headers: if there is a body, from nowhere else. In a query the headers override the
/// parameter, because browsers send some of them automatically.
/// </summary>
/// <param name="names">The header names; if several are sent, all of them count.</param>
[AttributeUsage(AttributeTargets.Parameter)]
sealed class HeaderAttribute(params string[] names) : Attribute
{
    public IReadOnlyList<string> Names => names;

    /// <summary>Whether the member cannot be given as a query parameter either.</summary>
    public bool Alone { get; init; }
}

/// <summary>
/// A member that only adds detail to another one: a merge patch that removes the other one removes this one too, no
/// matter who set it.
/// </summary>
/// <param name="member">The other member, by its name in the record.</param>
[AttributeUsage(AttributeTargets.Parameter)]
sealed class DetailOfAttribute(string member) : Attribute
{
    public string Member => member;
}

/// <summary>A member that is read from the query string, even if the others are in a body.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
sealed class QueryAttribute : Attribute;

/// <summary>An input whose members may each be in the body or in the query string of a POST.</summary>
/// <remarks>A list of records is given there as the members of one record after those of the other.</remarks>
[AttributeUsage(AttributeTargets.Class)]
sealed class BodyOrQueryAttribute : Attribute;

/// <summary>
/// A record whose members are members of the input itself: the part that several inputs have in common.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
sealed class SpreadAttribute : Attribute;

/// <summary>The name of a record as an input, for a record that answers also show under its own name.</summary>
[AttributeUsage(AttributeTargets.Class)]
sealed class InputNameAttribute(string name) : Attribute
{
    public string Name => name;
}

/// <summary>An input without members.</summary>
sealed record NoInput;

/// <summary>An answer without content.</summary>
sealed record Nothing
{
    public static readonly Nothing Value = new();
}
