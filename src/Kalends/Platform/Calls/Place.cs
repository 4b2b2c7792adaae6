using Kalends.Platform.Time;

namespace Kalends.Platform.Calls;

/// <summary>A place in the order of things that start: by start, then by id.</summary>
readonly record struct Place(Instant StartsAt, long Id)
{
    public static readonly Place First = new(new Instant(long.MinValue), 0);

    public static readonly Place Last = new(new Instant(long.MaxValue), long.MaxValue);

    /// <summary>The place at which the page before ended; the first where there was none.</summary>
    public static Place After(string? cursor) => Cursor.Read(cursor) is { } read
        ? new Place(new Instant(read.At), read.Id)
        : First;

    /// <summary>Asks for what comes behind it.</summary>
    public string Write() => Cursor.Write(Id, StartsAt.Micros);
}
