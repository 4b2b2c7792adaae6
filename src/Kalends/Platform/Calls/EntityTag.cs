using System.Text.RegularExpressions;

namespace Kalends.Platform.Calls;

/// <summary>An answer that says which state of a thing it shows.</summary>
interface ITagged
{
    EntityTag Tag { get; }
}

/// <summary>Names a state of a thing (RFC 9110, 8.8.3).</summary>
/// <param name="Version">Counts what callers changed in it: what a change may insist on.</param>
/// <param name="Rest">What an answer shows besides, and no change of it must be lost for.</param>
readonly partial record struct EntityTag(long Version, string Rest)
{
    /// <summary>How long a list of tags may be.</summary>
    public const int ListMax = 2000;

    public override string ToString() => $"\"{Version}-{Rest}\"";

    /// <summary>Refuses a change that was decided on another version than the one that stands.</summary>
    /// <param name="ifMatch">The caller's If-Match; null where nothing is insisted on.</param>
    /// <param name="version">The version that stands.</param>
    public static void Check(string? ifMatch, long version)
    {
        if (ifMatch is null || ifMatch.Trim() == "*")
            return;
        var start = $"\"{version}-";
        if (!Split(ifMatch).Any(tag => Strong(tag).StartsWith(start, StringComparison.Ordinal)))
            throw new Refused(Reason.PreconditionFailed, "precondition_failed",
                "It is no longer what If-Match names: read it again.");
    }

    /// <summary>Whether a caller who names these states knows this one.</summary>
    public bool IsIn(string ifNoneMatch)
    {
        var own = ToString();
        return ifNoneMatch.Trim() == "*" || Split(ifNoneMatch).Any(tag => Strong(tag) == own);
    }

    // All tags of ours are strong: one that is weak was made so on its way by a proxy that compresses.
    static string Strong(string tag) => tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag;

    // What is no list of tags names no state at all.
    static IEnumerable<string> Split(string list) =>
        List().Match(list) is { Success: true } match ? match.Groups[1].Captures.Select(one => one.Value) : [];

    [GeneratedRegex("""^(?:[ \t,]*((?:W/)?"[!#-~\x80-\uFFFF]*")[ \t]*(?:,|$))+[ \t,]*$""")]
    private static partial Regex List();
}
