using System.Globalization;

namespace Kalends.Platform.Time;

/// <summary>
/// How instants are stored and written: as microseconds since 1970-01-01T00:00:00Z, and as RFC 3339 with a Z.
/// </summary>
static class Instants
{
    /// <summary>The longest text that <c>Write</c> produces, in bytes.</summary>
    public const int TextBytesMax = 27;

    /// <summary>The shortest time from one instant to another.</summary>
    public static readonly TimeSpan Moment = TimeSpan.FromMicroseconds(1);

    /// <summary>The earliest instant that can be written: the start of the year 0001.</summary>
    public static readonly Instant Earliest = Instant.FromUtc(1, 1, 1, 0, 0);

    /// <summary>The latest instant that can be written: the last microsecond of the year 9999.</summary>
    public static readonly Instant Latest = Instant.FromUnixTimeTicks(Instant.MaxValue.ToUnixTimeTicks() / 10 * 10);

    /// <summary>Reads RFC 3339 text with an offset.</summary>
    /// <remarks>
    /// Up to nine digits of a second are read, as other languages write them, and cut to microseconds. Refused: leap
    /// seconds, lower-case separators, more digits, years outside 0001–9999.
    /// </remarks>
    public static bool TryParse(ReadOnlySpan<char> text, out Instant at)
    {
        at = default;
        if (text.Length < 19 || text[10] != 'T')
            return false;
        if (!DateTime.TryParseExact(text[..19], "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture,
                DateTimeStyles.None, out var local))
            return false;

        var rest = text[19..];
        return TryTakeFraction(ref rest, out var fraction) && TryReadOffset(rest, out var offset)
            && TryFromMicros((local.Ticks - DateTime.UnixEpoch.Ticks) / 10 + fraction - offset.Ticks / 10, out at);
    }

    /// <summary>Reads a count of microseconds from outside, which may lie beyond the years 0001 to 9999.</summary>
    public static bool TryFromMicros(long micros, out Instant at)
    {
        var isInside = micros >= EarliestMicros && micros <= LatestMicros;
        at = isInside ? FromMicros(micros) : default;
        return isInside;
    }

    /// <summary>The instant of a count of microseconds since the Unix epoch.</summary>
    public static Instant FromMicros(long micros) => Instant.FromUnixTimeTicks(micros * 10);

    /// <summary>The instant of a time of a clock, cut to microseconds.</summary>
    public static Instant From(DateTimeOffset time) =>
        FromMicros((time.UtcTicks - DateTime.UnixEpoch.Ticks) / 10);

    static readonly long EarliestMicros = Earliest.Micros;
    static readonly long LatestMicros = Latest.Micros;

    extension(Instant at)
    {
        /// <summary>Microseconds since the Unix epoch.</summary>
        public long Micros => at.ToUnixTimeTicks() / 10;

        /// <summary>The time that has passed since an earlier instant.</summary>
        public TimeSpan Since(Instant earlier) => (at - earlier).ToTimeSpan();

        /// <summary>
        /// Whether the instant lies on a whole multiple of <paramref name="step"/> since the Unix epoch.
        /// </summary>
        public bool IsOn(TimeSpan step) => at.ToUnixTimeTicks() % step.Ticks == 0;

        /// <summary>
        /// Writes <c>2026-11-21T10:00:00Z</c>, with six fractional digits only if there is a fraction.
        /// </summary>
        public int Write(Span<byte> to)
        {
            var utc = DateTime.UnixEpoch.AddTicks(at.ToUnixTimeTicks());
            utc.TryFormat(to, out var end, "s", CultureInfo.InvariantCulture);
            if (utc.Ticks % TimeSpan.TicksPerSecond != 0)
            {
                utc.TryFormat(to[end..], out var fraction, "'.'ffffff", CultureInfo.InvariantCulture);
                end += fraction;
            }
            to[end] = (byte)'Z';
            return end + 1;
        }

        /// <summary>The instant as a string in the same form.</summary>
        public string Written()
        {
            Span<byte> text = stackalloc byte[TextBytesMax];
            return System.Text.Encoding.ASCII.GetString(text[..at.Write(text)]);
        }

        /// <summary>The instant that is later by a length, but no later than <see cref="Latest"/>.</summary>
        public static Instant operator +(Instant from, TimeSpan length) => Moved(from, length.Micros);

        /// <summary>The instant that is earlier by a length, but no earlier than <see cref="Earliest"/>.</summary>
        public static Instant operator -(Instant from, TimeSpan length) => Moved(from, -length.Micros);
    }

    extension(TimeSpan length)
    {
        /// <summary>The length in whole microseconds.</summary>
        public long Micros => length.Ticks / TimeSpan.TicksPerMicrosecond;
    }

    // An instant has no fraction of a microsecond, so that it is the same once it has been stored.
    static Instant Moved(Instant from, long micros) =>
        FromMicros(Math.Clamp(from.Micros + micros, EarliestMicros, LatestMicros));

    static bool TryTakeFraction(ref ReadOnlySpan<char> rest, out int micros)
    {
        micros = 0;
        if (rest.IsEmpty || rest[0] != '.')
            return true;
        var count = 1;
        while (count < rest.Length && char.IsAsciiDigit(rest[count]))
            count++;
        if (count is 1 or > 10)
            return false;
        for (var i = 1; i < 7; i++)
            micros = micros * 10 + (i < count ? rest[i] - '0' : 0);
        rest = rest[count..];
        return true;
    }

    static bool TryReadOffset(ReadOnlySpan<char> rest, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (rest is "Z")
            return true;
        if (rest.Length != 6 || rest[0] is not ('+' or '-') || rest[3] != ':')
            return false;
        if (!TryTwoDigits(rest[1..3], 23, out var hours) || !TryTwoDigits(rest[4..6], 59, out var minutes))
            return false;
        offset = new TimeSpan(hours, minutes, 0) * (rest[0] == '-' ? -1 : 1);
        return true;
    }

    static bool TryTwoDigits(ReadOnlySpan<char> text, int max, out int value)
    {
        value = 0;
        if (!char.IsAsciiDigit(text[0]) || !char.IsAsciiDigit(text[1]))
            return false;
        value = (text[0] - '0') * 10 + text[1] - '0';
        return value <= max;
    }
}
