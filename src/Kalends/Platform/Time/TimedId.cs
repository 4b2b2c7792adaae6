namespace Kalends.Platform.Time;

/// <summary>Makes ids that sort by the moment in which they were made (UUIDv7: RFC 9562, 5.7).</summary>
static class TimedId
{
    public static string New(Instant now) => Guid.CreateVersion7(new DateTimeOffset(now.Utc)).ToString();
}
