using System.Text.RegularExpressions;

namespace Kalends.Platform.Calls;

/// <summary>An answer that carries an entity tag for the state it shows.</summary>
interface ITagged
{
    EntityTag Tag { get; }
}

/// <summary>Names a state of a resource (RFC 9110, 8.8.3).</summary>
/// <param name="Version">Counts the changes that callers made; a change may require a version.</param>
/// <param name="Rest">Further state that an answer shows but a change need not be refused for.</param>
readonly partial record struct EntityTag(long Version, string Rest)
{
    /// <summary>The longest list of tags, in characters.</summary>
    public const int ListMax = 2000;

    public override string ToString() => $"\"{Version}-{Rest}\"";

    /// <summary>Refuses a change that was based on another version than the current one.</summary>
    /// <param name="ifMatch">The caller's If-Match; null if the caller requires no version.</param>
    /// <param name="version">The current version.</param>
    public static void Check(string? ifMatch, long version)
    {
        if (ifMatch is null || ifMatch.Trim() == "*")
            return;
        var start = $"\"{version}-";
        if (!Split(ifMatch).Any(tag => Strong(tag).StartsWith(start, StringComparison.Ordinal)))
            throw PlatformErrors.PreconditionFailed.Refused();
    }

    /// <summary>Whether this state is among those that the caller names.</summary>
    public bool IsIn(string ifNoneMatch)
    {
        var own = ToString();
        return ifNoneMatch.Trim() == "*" || Split(ifNoneMatch).Any(tag => Strong(tag) == own);
    }

    // All our tags are strong: a weak one was weakened by a proxy that compresses.
    static string Strong(string tag) => tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag;

    // A header that is not a list of tags names no state at all.
    static IEnumerable<string> Split(string list) =>
        List().Match(list) is { Success: true } match ? match.Groups[1].Captures.Select(one => one.Value) : [];

    [GeneratedRegex("""^(?:[ \t,]*((?:W/)?"[!#-~\x80-\uFFFF]*")[ \t]*(?:,|$))+[ \t,]*$""")]
    private static partial Regex List();
}
