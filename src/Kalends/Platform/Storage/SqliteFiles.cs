namespace Kalends.Platform.Storage;

/// <summary>
/// How far SQLite has copied its log into the database's file: the pages of the log, and how many of them are copied.
/// </summary>
readonly record struct Copied(int Pages, int Done);

/// <summary>
/// Whether the files of a database are still those that SQLite has open, and nobody else wrote over them.
/// </summary>
/// <remarks>
/// What is written into a file that was deleted is gone with the process, so nothing may be answered then. Files are
/// only asked about, never opened.
/// </remarks>
sealed class SqliteFiles
{
    readonly string[] _names;
    readonly FileStat[] _opened;
    volatile Seen _seen;
    volatile bool _isOverwritten;

    /// <param name="path">The database's file; SQLite has opened it and the two beside it.</param>
    /// <param name="copied">How far the log has been copied into it.</param>
    public SqliteFiles(string path, Copied? copied)
    {
        _names = [path, path + "-wal", path + "-shm"];
        _opened = _names
            .Select(name => FileStat.Of(name) ?? throw new StartRefused($"{name} was removed at this moment."))
            .ToArray();
        _seen = new Seen(_opened[0].Size, _opened[0].Modified, copied);
    }

    /// <summary>Bytes that are free where the database lies.</summary>
    public long FreeBytes => new DriveInfo(Path.GetDirectoryName(_names[0])!).AvailableFreeSpace;

    /// <summary>The database's file was written since it was last seen: by SQLite, or over it.</summary>
    public bool IsWritten => FileStat.Of(_names[0]) is { } now && !_seen.Fits(now);

    /// <summary>What is wrong with the files, in a sentence; null where nothing is.</summary>
    public string? Fault()
    {
        for (var i = 0; i < _names.Length; i++)
            if (FileStat.Of(_names[i]) is not { } now)
                return "A file of the database was deleted or moved away.";
            else if (!now.IsSameFile(_opened[i]))
                return "A file of the database was replaced by another one.";
        return _isOverwritten ? "The database was written over." : null;
    }

    /// <summary>Looks between two changes, when only others may have written into the database's file.</summary>
    /// <remarks>
    /// Another program may copy pages out of the log, through SQLite, and then SQLite knows of it. Where it knows of
    /// none, that program may still be at it, and keeps us from copying meanwhile; or it was written over, and we find
    /// the same pages to copy as before.
    /// </remarks>
    public void Compare(SqliteSession writer)
    {
        if (FileStat.Of(_names[0]) is not { } now || _seen.Fits(now))
            return;
        if (writer.Copied() is { } known && known == _seen.Copied)
        {
            if (known.Done < known.Pages && !writer.Copy())
                return;
            _isOverwritten = known.Done == known.Pages || FileStat.Of(_names[0]) != now;
        }
        if (!_isOverwritten)
            See(writer.Copied());
    }

    /// <summary>Remembers how SQLite left the database's file.</summary>
    public void See(Copied? copied)
    {
        if (FileStat.Of(_names[0]) is { } now)
            _seen = new Seen(now.Size, now.Modified, copied);
    }

    sealed record Seen(long Size, long Modified, Copied? Copied)
    {
        public bool Fits(FileStat now) => (Size, Modified) == (now.Size, now.Modified);
    }
}
