using NodaTime.Text;

namespace Kalends.Scheduling.Hours.ZoneChanges;

/// <summary>The local time that an opening was meant to start at, and the instant when it starts.</summary>
sealed record MeantStart(string TimeZone, string LocalStart, Instant StartsAt)
{
    DateTimeZone Zone => DateTimeZoneProviders.Tzdb[TimeZone];

    /// <summary>Whether the clocks of the zone show another time at the instant by the present data.</summary>
    public bool IsMoved() => OpeningHours.Local(StartsAt, Zone) != LocalStart;

    /// <summary>How much later the local time is by the present data.</summary>
    public TimeSpan Shift() => Expansion.At(LocalDateTimePattern.GeneralIso.Parse(LocalStart).Value, Zone)
        .Since(StartsAt);

    /// <summary>The start as one text, which statements compare.</summary>
    public string Key => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"{TimeZone} {LocalStart} {StartsAt.Micros}");
}
