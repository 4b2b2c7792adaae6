using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Kalends.Platform.Storage.Engines.Sqlite;

/// <summary>
/// The progress of SQLite's checkpoint: the pages of the log, and the number of these copied into the database's file.
/// </summary>
readonly record struct Copied(int Pages, int Done);

/// <summary>
/// Checks that the files of a database are still those that SQLite has open, and that no other program has overwritten
/// them.
/// </summary>
/// <remarks>
/// Data written into a deleted file is lost when the process ends, so nothing may be answered as done then. The
/// database and its index are only inspected, never opened, since closing them again would drop SQLite's locks on them;
/// SQLite holds no locks on the log.
/// </remarks>
sealed class SqliteFiles : IDisposable
{
    // The format of SQLite's log: a header with a salt for each log, and frames made of a header and a page.
    const int LogHeaderBytes = 32;
    const int LogSaltAt = 16;
    const int FrameHeaderBytes = 24;

    /// <summary>SQLite's own threshold for the length at which a log is copied.</summary>
    const int PagesToCopy = 1000;

    readonly string[] _names;
    readonly FileStat[] _opened;
    readonly SafeFileHandle _log;
    readonly long _frameBytes;
    volatile Seen _seen;
    volatile bool _isOverwritten;
    long _logBytes;

    /// <param name="path">The database's file; SQLite has opened it and the two files beside it.</param>
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

    /// <summary>Bytes that are free on the disk of the database.</summary>
    public long FreeBytes => new DriveInfo(Path.GetDirectoryName(_names[0])!).AvailableFreeSpace;

    /// <summary>
    /// Whether the database's file was written since the last look, or its log was cut: by SQLite, or by a program that
    /// bypasses it.
    /// </summary>
    public bool IsWritten => (FileStat.Of(_names[0]) is { } now && !_seen.Fits(now))
        || (FileStat.Of(_names[1]) is { } log && log.Size < Interlocked.Read(ref _logBytes));

    /// <summary>The fault in the files, in a sentence; null if there is none.</summary>
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
    /// Inspects the files around a change, which is written to the log only: a write to the database's file must come
    /// from another program.
    /// </summary>
    /// <remarks>
    /// Another program may copy pages out of the log through SQLite, and then SQLite knows of it, or has restarted the
    /// log since. If SQLite knows of no copy, either that program is still copying, which keeps us from copying
    /// meanwhile, or the file was overwritten, and we find the same pages to copy as before.
    /// </remarks>
    public void Compare(SqliteSession writer)
    {
        if (FileStat.Of(_names[0]) is not { } now || writer.Copied() is not { } known)
            return;
        // The state is read twice, because another program may have emptied the log through SQLite between two reads.
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

    /// <summary>Copies the log into the database's file if it was long at the last comparison.</summary>
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
    /// Whether the log is shorter than what SQLite has written into it, or was cut and now has a hole at its beginning.
    /// </summary>
    bool IsCut(Copied known) => known.Pages > 0
        && (LogSalt() == 0 || (FileStat.Of(_names[1]) is { } log && log.Size < BytesOf(known.Pages)));

    long BytesOf(int pages) => pages == 0 ? 0 : LogHeaderBytes + pages * _frameBytes;

    /// <summary>The salt of the log, which changes when SQLite restarts it; 0 while it is empty.</summary>
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
