using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Kalends.Platform.Storage;

/// <summary>
/// How far SQLite has copied its log into the database's file: the pages of the log, and how many of them are copied.
/// </summary>
readonly record struct Copied(int Pages, int Done);

/// <summary>
/// Whether the files of a database are still those that SQLite has open, and nobody else wrote over them.
/// </summary>
/// <remarks>
/// What is written into a file that was deleted is gone with the process, so nothing may be answered then. The database
/// and its index are only asked about, never opened, since closing them again would drop SQLite's locks on them; on the
/// log it has none.
/// </remarks>
sealed class SqliteFiles : IDisposable
{
    // The format of SQLite's log: a header with a salt for each log, and frames of a header and a page.
    const int LogHeaderBytes = 32;
    const int LogSaltAt = 16;
    const int FrameHeaderBytes = 24;

    /// <summary>SQLite's own measure of when a log is long enough to be copied.</summary>
    const int PagesToCopy = 1000;

    readonly string[] _names;
    readonly FileStat[] _opened;
    readonly SafeFileHandle _log;
    readonly long _frameBytes;
    volatile Seen _seen;
    volatile bool _isOverwritten;
    long _logBytes;

    /// <param name="path">The database's file; SQLite has opened it and the two beside it.</param>
    /// <param name="writer">The connection that writes.</param>
    public SqliteFiles(string path, SqliteSession writer)
    {
        _names = [path, path + "-wal", path + "-shm"];
        _opened = _names
            .Select(name => FileStat.Of(name) ?? throw new StartRefused($"{name} was removed at this moment."))
            .ToArray();
        _log = File.OpenHandle(_names[1], FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        _frameBytes = FrameHeaderBytes + writer.PageBytes;
        var copied = writer.Copied();
        _logBytes = BytesOf(copied?.Pages ?? 0);
        _seen = new Seen(_opened[0].Size, _opened[0].Modified, LogSalt(), copied);
    }

    /// <summary>Bytes that are free where the database lies.</summary>
    public long FreeBytes => new DriveInfo(Path.GetDirectoryName(_names[0])!).AvailableFreeSpace;

    /// <summary>
    /// The database's file was written since it was last seen, or its log was cut: by SQLite, or by who knows nothing
    /// of it.
    /// </summary>
    public bool IsWritten => (FileStat.Of(_names[0]) is { } now && !_seen.Fits(now))
        || (FileStat.Of(_names[1]) is { } log && log.Size < Interlocked.Read(ref _logBytes));

    /// <summary>What is wrong with the files, in a sentence; null where nothing is.</summary>
    public string? Fault()
    {
        for (var i = 0; i < _names.Length; i++)
            if (FileStat.Of(_names[i]) is not { } now)
                return "A file of the database was deleted or moved away.";
            else if (!now.IsSameFile(_opened[i]))
                return "A file of the database was replaced by another one.";
        return _isOverwritten ? "The database or its log was written over." : null;
    }

    /// <summary>
    /// Looks around a change, which goes into the log alone: only others may have written into the database's file.
    /// </summary>
    /// <remarks>
    /// Another program may copy pages out of the log, through SQLite, and then SQLite knows of it, or has begun the log
    /// anew since. Where it knows of none, that program may still be at it, and keeps us from copying meanwhile; or it
    /// was written over, and we find the same pages to copy as before.
    /// </remarks>
    public void Compare(SqliteSession writer)
    {
        if (FileStat.Of(_names[0]) is not { } now || writer.Copied() is not { } known)
            return;
        // Asked twice: another program may have emptied the log between two questions, through SQLite.
        _isOverwritten |= IsCut(known) && writer.Copied() == known && IsCut(known);
        Interlocked.Exchange(ref _logBytes, BytesOf(known.Pages));

        var (salt, fits) = (LogSalt(), _seen.Fits(now));
        if (fits && salt == _seen.LogSalt)
            return;
        if (!fits && salt == _seen.LogSalt && known.Done == _seen.Copied?.Done)
        {
            if (known.Done < known.Pages && !writer.Copy())
                return;
            _isOverwritten |= known.Done == known.Pages || FileStat.Of(_names[0]) != now;
        }
        if (!_isOverwritten)
            See(writer);
    }

    /// <summary>Copies the log into the database's file where it was long when it was last compared.</summary>
    public void CopyLog(SqliteSession writer)
    {
        if (_logBytes < BytesOf(PagesToCopy) || writer.Copied() is not { } known || known.Done == known.Pages)
            return;
        Compare(writer);
        if (_isOverwritten)
            return;
        writer.Copy();
        See(writer);
    }

    public void Dispose() => _log.Dispose();

    void See(SqliteSession writer)
    {
        if (FileStat.Of(_names[0]) is { } now)
            _seen = new Seen(now.Size, now.Modified, LogSalt(), writer.Copied());
    }

    /// <summary>
    /// Whether the log is shorter than what SQLite has written into it, or was, and has a hole where it began.
    /// </summary>
    bool IsCut(Copied known) => known.Pages > 0
        && (LogSalt() == 0 || (FileStat.Of(_names[1]) is { } log && log.Size < BytesOf(known.Pages)));

    long BytesOf(int pages) => pages == 0 ? 0 : LogHeaderBytes + pages * _frameBytes;

    /// <summary>The salt of the log, which changes when SQLite begins it anew; 0 while it is empty.</summary>
    ulong LogSalt()
    {
        Span<byte> salt = stackalloc byte[sizeof(ulong)];
        return RandomAccess.Read(_log, salt, LogSaltAt) == salt.Length
            ? BinaryPrimitives.ReadUInt64BigEndian(salt)
            : 0;
    }

    sealed record Seen(long Size, long Modified, ulong LogSalt, Copied? Copied)
    {
        public bool Fits(FileStat now) => (Size, Modified) == (now.Size, now.Modified);
    }
}
