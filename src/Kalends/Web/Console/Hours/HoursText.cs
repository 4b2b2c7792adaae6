using System.Text.RegularExpressions;
using Kalends.Scheduling.Hours;

namespace Kalends.Web.Console.Hours;

/// <summary>The hours of a day as people type them, such as <c>09:00-12:00, 13:00-17:00</c>.</summary>
static partial class HoursText
{
    public static string Of(IEnumerable<HoursStretch> stretches) => string.Join(
        ", ", stretches.OrderBy(stretch => stretch.Start).Select(stretch => $"{stretch.From}-{stretch.To}"));

    /// <summary>The stretches of a text; none if it is empty.</summary>
    public static IReadOnlyList<HoursStretch> Read(string? text, string field)
    {
        if (string.IsNullOrWhiteSpace(text))
            return [];
        var parts = text.Split(',', ';');
        return parts.Length <= HoursStretch.Max
            ? parts.Select(part => ReadOne(part, field)).ToList()
            : throw Refused.InvalidParameter(
                field, FaultCode.Count, $"{field} has at most {HoursStretch.Max} stretches.");
    }

    static HoursStretch ReadOne(string part, string field) => Stretch().Match(part) is { Success: true } match
        ? new HoursStretch(match.Groups[1].Value.PadLeft(5, '0'), match.Groups[2].Value.PadLeft(5, '0'))
        : throw Refused.InvalidParameter(
            field, FaultCode.Format, $"{field} must be hours, such as 09:00-12:00, 13:00-17:00.");

    [GeneratedRegex(@"^\s*((?:[01]?\d|2[0-3]):[0-5]\d)\s*[-–]\s*((?:[01]?\d|2[0-3]):[0-5]\d|24:00)\s*$")]
    private static partial Regex Stretch();
}
