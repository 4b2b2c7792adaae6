namespace Kalends.Platform.Calls;

/// <summary>
/// The bounds of a text in characters as people count them, after trimming; control characters only where it says so.
/// </summary>
/// <remarks>It is kept composed (NFC), so that what looks the same is the same.</remarks>
[AttributeUsage(AttributeTargets.Parameter)]
sealed class TextAttribute(int min, int max) : Attribute
{
    public static readonly TextAttribute Default = new(0, 500);

    public int Min => min;

    public int Max => max;

    /// <summary>A password or the like: its outer blanks count, and nothing of it is remembered.</summary>
    public bool Secret { get; init; }

    /// <summary>Whether its outer blanks count, and tabs and ends of lines may stand in it.</summary>
    public bool Padded { get; init; }

    /// <summary>The same for prose of others, which is kept as it is: composed or not.</summary>
    public bool Verbatim { get; init; }

    /// <summary>What programs wrote, such as a stack trace: kept as it is, whatever it holds but NUL.</summary>
    public bool Raw { get; init; }
}

/// <summary>The bounds of a whole number, both inclusive.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
class NumberAttribute(long min, long max) : Attribute
{
    public long Min => min;

    public long Max => max;
}

/// <summary>An id: positive, and exact in JSON readers that keep numbers as doubles.</summary>
sealed class IdAttribute() : NumberAttribute(1, (1L << 53) - 1);

/// <summary>How many rows a page has: from 1 to a bound.</summary>
sealed class PageSizeAttribute(long max) : NumberAttribute(1, max);

/// <summary>The bounds of a number with at most two decimals, both inclusive, in hundredths.</summary>
/// <param name="min">The least.</param>
/// <param name="max">The greatest.</param>
/// <param name="step">Which numbers between them: those that this divides.</param>
[AttributeUsage(AttributeTargets.Parameter)]
sealed class HundredthsAttribute(int min, int max, int step = 1) : Attribute
{
    public decimal Min => min / 100m;

    public decimal Max => max / 100m;

    public decimal Step => step / 100m;

    /// <summary>Whether further decimals are taken too, for whoever rounds them.</summary>
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
/// A member that is read from headers: beside a body from nowhere else; in a query they overrule the parameter, as
/// browsers send some by themselves.
/// </summary>
/// <param name="names">Under which names it may come; where several do, all of them count.</param>
[AttributeUsage(AttributeTargets.Parameter)]
sealed class HeaderAttribute(params string[] names) : Attribute
{
    public IReadOnlyList<string> Names => names;

    /// <summary>Whether there is no such parameter in a query either.</summary>
    public bool Alone { get; init; }
}

/// <summary>
/// A member that says more of another one and nothing by itself: a merge patch that takes that off takes this off too,
/// whoever said it.
/// </summary>
/// <param name="member">The other one, as the record writes it.</param>
[AttributeUsage(AttributeTargets.Parameter)]
sealed class DetailOfAttribute(string member) : Attribute
{
    public string Member => member;
}

/// <summary>A member that stands in the query string, also where the others come in a body.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
sealed class QueryAttribute : Attribute;

/// <summary>An input whose members may each stand in the body or in the query string of a POST.</summary>
/// <remarks>A list of records stands there as the members of one after those of the other.</remarks>
[AttributeUsage(AttributeTargets.Class)]
sealed class BodyOrQueryAttribute : Attribute;

/// <summary>A record whose members are members of the input itself: what several inputs have in common.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
sealed class SpreadAttribute : Attribute;

/// <summary>An input that has no members.</summary>
sealed record NoInput;

/// <summary>An answer that has no content.</summary>
sealed record Nothing
{
    public static readonly Nothing Value = new();
}
