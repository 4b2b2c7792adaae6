using System.Globalization;

namespace Kalends.Platform.Storage;

/// <summary>
/// A position in the database's log of changes (on PostgreSQL the LSN): a replica that has come this far shows all that
/// was changed before.
/// </summary>
readonly record struct Bookmark(long Position)
{
    public override string ToString() => Position.ToString("x", CultureInfo.InvariantCulture);

    /// <summary>Reads the form that <see cref="ToString"/> writes; null if it is none.</summary>
    public static Bookmark? Parse(string text) =>
        long.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var position)
            && position >= 0
            ? new Bookmark(position)
            : null;
}

/// <summary>How far a caller knows the database: reads for them show at least that.</summary>
/// <param name="sent">The bookmark that they brought along, if any.</param>
sealed class Trail(Bookmark? sent)
{
    long _latest = sent?.Position ?? -1;

    /// <summary>The last change of this caller that is known; null if there is none.</summary>
    public Bookmark? Latest => Volatile.Read(ref _latest) is >= 0 and var position ? new Bookmark(position) : null;

    /// <summary>Whether this request has changed something.</summary>
    public bool HasGrown => Latest is { } latest && latest != sent;

    /// <summary>Records a change of this request.</summary>
    public void Reach(Bookmark made)
    {
        for (var known = Volatile.Read(ref _latest); known < made.Position;)
        {
            var seen = Interlocked.CompareExchange(ref _latest, made.Position, known);
            if (seen == known)
                return;
            known = seen;
        }
    }
}
