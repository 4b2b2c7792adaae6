using NodaTime.TimeZones;

namespace Kalends.Originals;

/// <summary>
/// Reads times as people and their libraries write them: a date (<c>2018-02-28</c>, <c>20180228</c>), optionally a time
/// of day after <c>T</c> or a blank (<c>10</c>, <c>10:15</c>, <c>10:15:30.5</c>, <c>101530</c>), and optionally an
/// offset after that (<c>Z</c>, <c>+02</c>, <c>+0200</c>, <c>+02:00</c>).
/// </summary>
/// <remarks>
/// A date alone means its midnight, and <c>24:00</c> means the next one. Up to nine digits of a second are read, and
/// cut to microseconds. A time without an offset is local to a zone. Around a change of its clocks, the offset before
/// the change applies: a skipped time moves later by the change, and of a repeated time the first is meant (RFC 5545,
/// 3.3.5).
/// </remarks>
static class WrittenTime
{
    const long Second = 1_000_000;
    const long Day = 86_400 * Second;

    static readonly int Epoch = new DateOnly(1970, 1, 1).DayNumber;

    public static bool TryRead(ReadOnlySpan<char> text, DateTimeZone zone, out Instant at)
    {
        at = default;
        if (!TryReadDate(ref text, out var local))
            return false;
        if (!text.IsEmpty)
        {
            if (!TryTake(ref text, "Tt ") || !TryReadClock(ref text, out var clock) || clock > Day)
                return false;
            local += clock;
        }

        if (text.IsEmpty)
            return Instants.TryFromMicros(local - OffsetAt(local, zone), out at);
        return TryReadOffset(text, out var offset) && Instants.TryFromMicros(local - offset, out at);
    }

    static bool TryReadDate(ref ReadOnlySpan<char> text, out long micros)
    {
        micros = 0;
        if (!TryReadNumber(ref text, 4, out var year))
            return false;
        var isExtended = TryTake(ref text, "-");
        if (!TryReadNumber(ref text, 2, out var month) || (isExtended && !TryTake(ref text, "-"))
            || !TryReadNumber(ref text, 2, out var day))
            return false;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        micros = (new DateOnly(year, month, day).DayNumber - Epoch) * Day;
        return true;
    }

    /// <summary>Hours, optionally minutes, optionally seconds with a fraction.</summary>
    static bool TryReadClock(ref ReadOnlySpan<char> text, out long micros)
    {
        micros = 0;
        if (!TryReadNumber(ref text, 2, out var hours))
            return false;
        var (minutes, seconds, fraction) = (0, 0, 0L);
        var isExtended = TryTake(ref text, ":");
        if (isExtended || IsDigit(text))
        {
            if (!TryReadNumber(ref text, 2, out minutes))
                return false;
            if ((isExtended ? TryTake(ref text, ":") : IsDigit(text))
                && (!TryReadNumber(ref text, 2, out seconds) || !TryReadFraction(ref text, out fraction)))
                return false;
        }
        micros = (hours * 3600 + minutes * 60 + seconds) * Second + fraction;
        return minutes < 60 && seconds < 60;
    }

    static bool TryReadFraction(ref ReadOnlySpan<char> text, out long micros)
    {
        micros = 0;
        if (!TryTake(ref text, ".,"))
            return true;
        var digits = 0;
        for (; IsDigit(text); digits++, text = text[1..])
            if (digits < 6)
                micros = micros * 10 + text[0] - '0';
        for (var missing = 6 - digits; missing > 0; missing--)
            micros *= 10;
        return digits is >= 1 and <= 9;
    }

    static bool TryReadOffset(ReadOnlySpan<char> text, out long micros)
    {
        micros = 0;
        TryTake(ref text, " ");
        if (TryTake(ref text, "Zz"))
            return text.IsEmpty;
        var isBehind = TryTake(ref text, "-");
        if ((!isBehind && !TryTake(ref text, "+")) || !TryReadClock(ref text, out micros))
            return false;
        micros = isBehind ? -micros : micros;
        return text.IsEmpty && Math.Abs(micros) < Day;
    }

    static long OffsetAt(long local, DateTimeZone zone)
    {
        // The value is kept a day away from the ends of the calendar, so that no zone can lead beyond them.
        var inside = Math.Clamp(local, Instants.Earliest.Micros + Day, Instants.Latest.Micros - Day);
        var shown = Instant.FromUnixTimeTicks(inside * 10).InUtc().LocalDateTime;
        return inside - zone.ResolveLocal(shown, Resolvers.LenientResolver).ToInstant().ToUnixTimeTicks() / 10;
    }

    static bool TryReadNumber(ref ReadOnlySpan<char> text, int digits, out int number)
    {
        number = 0;
        for (; digits > 0 && IsDigit(text); digits--, text = text[1..])
            number = number * 10 + text[0] - '0';
        return digits == 0;
    }

    static bool TryTake(ref ReadOnlySpan<char> text, ReadOnlySpan<char> oneOf)
    {
        if (text.IsEmpty || !oneOf.Contains(text[0]))
            return false;
        text = text[1..];
        return true;
    }

    static bool IsDigit(ReadOnlySpan<char> text) => !text.IsEmpty && char.IsAsciiDigit(text[0]);
}
