using Kalends.Platform.Calls;
using Kalends.Scheduling.Hours;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Hours;

/// <summary>Stores the weekly hours of a provider; the exceptions stay.</summary>
static class SaveHours
{
    /// <summary>The greatest length of the hours of a day.</summary>
    public const int TextMax = 200;

    /// <param name="ProviderId">The provider.</param>
    /// <param name="TimeZone">The time zone of the hours.</param>
    /// <param name="SlotMinutes">The length of a slot in minutes.</param>
    /// <param name="IfMatch">The ETag of the hours as the page shows them.</param>
    /// <param name="Day1">The hours of Monday.</param>
    /// <param name="Day2">The hours of Tuesday.</param>
    /// <param name="Day3">The hours of Wednesday.</param>
    /// <param name="Day4">The hours of Thursday.</param>
    /// <param name="Day5">The hours of Friday.</param>
    /// <param name="Day6">The hours of Saturday.</param>
    /// <param name="Day7">The hours of Sunday.</param>
    public sealed record Input(
        [Id] long ProviderId, [Text(1, 64)] string TimeZone, [Number(5, 480)] int SlotMinutes,
        [Text(1, EntityTag.ListMax)] string IfMatch, [Text(0, TextMax)] string? Day1 = null,
        [Text(0, TextMax)] string? Day2 = null, [Text(0, TextMax)] string? Day3 = null,
        [Text(0, TextMax)] string? Day4 = null, [Text(0, TextMax)] string? Day5 = null,
        [Text(0, TextMax)] string? Day6 = null, [Text(0, TextMax)] string? Day7 = null)
    {
        public IReadOnlyList<string?> Days => [Day1, Day2, Day3, Day4, Day5, Day6, Day7];
    }

    public static async Task<Shown> Run(Input input, Visit visit)
    {
        var known = await ReadWorkingHours.Run(new(input.ProviderId), visit.Call);
        var rules = input.Days
            .Select((text, i) => (Weekday: i + 1, Stretches: HoursText.Read(text, $"day{i + 1}")))
            .Where(day => day.Stretches.Count > 0)
            .Select(day => new HoursRule([day.Weekday], day.Stretches, SlotMinutes: input.SlotMinutes))
            .ToList();
        await ReplaceWorkingHours.Run(
            new(input.ProviderId, input.TimeZone, rules, known.Exceptions, input.IfMatch), visit.Call);
        return Shown.Elsewhere(visit.Here);
    }
}
