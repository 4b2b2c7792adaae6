using NodaTime.Text;

namespace Kalends.Web.Console;

/// <summary>A time as a field of a form has it, without a zone.</summary>
static class LocalMoment
{
    static readonly LocalDateTimePattern Pattern =
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm");

    public static string Written(Instant at, DateTimeZone zone) => Pattern.Format(at.InZone(zone).LocalDateTime);

    /// <summary>The instant that a field means; of a time that the clocks show twice, the earlier one.</summary>
    public static Instant Read(string text, DateTimeZone zone, string field) =>
        Pattern.Parse(text) is { Success: true, Value: var local } && local.Year is >= 1900 and <= 9000
            ? local.InZoneLeniently(zone).ToInstant()
            : throw Refused.InvalidParameter(
                field, FaultCode.Format, $"{field} must be a time, such as 2030-01-31T09:00.");
}
