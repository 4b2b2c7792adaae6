using System.Globalization;

namespace Kalends.Platform.Time;

/// <summary>
/// A moment in UTC, counted in microseconds since 1970-01-01T00:00:00Z; written as RFC 3339 with a Z.
/// </summary>
readonly record struct Instant(long Micros) : IComparable<Instant>
{
    /// <summary>The longest text that <see cref="Write"/> produces, in bytes.</summary>
    public const int TextBytesMax = 27;

    const long PerSecond = 1_000_000;

    public static Instant FromUnixSeconds(long seconds) => new(seconds * PerSecond);

    public static Instant From(DateTimeOffset time) => new((time.UtcTicks - DateTime.UnixEpoch.Ticks) / 10);

    public static Instant Of(int year, int month, int day, int hour = 0, int minute = 0) =>
        From(new DateTimeOffset(year, month, day, hour, minute, 0, TimeSpan.Zero));

    public long UnixSeconds => Micros / PerSecond;

    public DateTime Utc => DateTime.UnixEpoch.AddTicks(Micros * 10);

    public static Instant operator +(Instant at, TimeSpan length) => new(at.Micros + length.Ticks / 10);

    public static Instant operator -(Instant at, TimeSpan length) => new(at.Micros - length.Ticks / 10);

    public static TimeSpan operator -(Instant later, Instant earlier) => new((later.Micros - earlier.Micros) * 10);

    public static bool operator <(Instant a, Instant b) => a.Micros < b.Micros;

    public static bool operator >(Instant a, Instant b) => a.Micros > b.Micros;

    public static bool operator <=(Instant a, Instant b) => a.Micros <= b.Micros;

    public static bool operator >=(Instant a, Instant b) => a.Micros >= b.Micros;

    public int CompareTo(Instant other) => Micros.CompareTo(other.Micros);

    /// <summary>
    /// Whether the instant lies in the years 0001 to 9999; a count of microseconds from outside may not.
    /// </summary>
    public bool CanBeWritten => Earliest <= this && this <= Latest;

    public static readonly Instant Earliest = From(DateTimeOffset.MinValue);
    public static readonly Instant Latest = From(DateTimeOffset.MaxValue);

    /// <summary>Whether the instant lies on a whole multiple of <paramref name="step"/> since the Unix epoch.</summary>
    public bool IsOn(TimeSpan step) => Micros % (step.Ticks / 10) == 0;

    public override string ToString()
    {
        Span<byte> text = stackalloc byte[TextBytesMax];
        return System.Text.Encoding.ASCII.GetString(text[..Write(text)]);
    }

    /// <summary>Writes <c>2026-11-21T10:00:00Z</c>, with six fractional digits only if there is a fraction.</summary>
    public int Write(Span<byte> to)
    {
        var at = Utc;
        at.TryFormat(to, out var end, "s", CultureInfo.InvariantCulture);
        if (at.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            at.TryFormat(to[end..], out var fraction, "'.'ffffff", CultureInfo.InvariantCulture);
            end += fraction;
        }
        to[end] = (byte)'Z';
        return end + 1;
    }

    /// <summary>Reads RFC 3339 text with an offset.</summary>
    /// <remarks>
    /// Refused: leap seconds, lower-case separators, more than six digits of fraction, years outside 0001–9999.
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
        if (!TryTakeFraction(ref rest, out var fraction) || !TryReadOffset(rest, out var offset))
            return false;

        at = new Instant((local.Ticks - DateTime.UnixEpoch.Ticks) / 10 + fraction - offset.Ticks / 10);
        return at.CanBeWritten;
    }

    static bool TryTakeFraction(ref ReadOnlySpan<char> rest, out int micros)
    {
        micros = 0;
        if (rest.IsEmpty || rest[0] != '.')
            return true;
        var count = 1;
        while (count < rest.Length && char.IsAsciiDigit(rest[count]))
            count++;
        if (count is 1 or > 7)
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
