using System.Text.RegularExpressions;

namespace Kalends.Platform.Http;

/// <summary>The origins of sites (RFC 6454) that a policy of pages may name.</summary>
static partial class Origin
{
    /// <summary>The greatest length of an origin.</summary>
    public const int Max = 200;

    public const string Rule = "an origin such as https://clinic.example";

    /// <summary>Whether a text is one origin as browsers write it, so that it can stand in a header.</summary>
    public static bool IsOne(string text) =>
        text.Length <= Max && Form().IsMatch(text) && Uri.TryCreate(text, UriKind.Absolute, out var address)
        && text == address.GetLeftPart(UriPartial.Authority);

    /// <summary>The origins of a text, which has blanks between them.</summary>
    public static string[] Split(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@"^https?://[0-9a-z.-]+(?::[0-9]+)?\z")]
    private static partial Regex Form();
}
