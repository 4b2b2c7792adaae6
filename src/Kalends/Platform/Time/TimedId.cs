namespace Kalends.Platform.Time;

/// <summary>Creates ids that sort by their time of creation (UUIDv7: RFC 9562, 5.7).</summary>
static class TimedId
{
    public static string New(Instant now) => Guid.CreateVersion7(new DateTimeOffset(now.ToDateTimeUtc())).ToString();
}
