using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Kalends.Platform.Storage.Engines.Sqlite;

/// <summary>
/// This process's claim on one SQLite database, by whatever name it was opened: two write lanes on one file would wait
/// on each other's locks.
/// </summary>
/// <remarks>
/// The claim is a locked file beside the database, which remains when the claim ends. The database's own file is never
/// opened here once it exists: closing it again would drop the locks that SQLite holds on it in this process.
/// </remarks>
sealed partial class SqliteClaim : IDisposable
{
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // The error codes of Linux, macOS and Windows for a file that another process has locked.
    static readonly int[] HeldElsewhere = [11, 35, unchecked((int)0x80070020)];

    readonly FileStream _lock;
    readonly bool _isFirst;

    SqliteClaim(string path)
    {
        Path = path;
        _isFirst = !File.Exists(path + ".lock");
        _lock = Lock(path);
    }

    /// <summary>The path of the database's file, with all symbolic links resolved.</summary>
    public string Path { get; }

    /// <summary>
    /// Claims a database, and creates its file if it is missing; refuses a database that another process uses.
    /// </summary>
    /// <param name="database">The path of the file.</param>
    /// <param name="log">Told which files were open to others.</param>
    /// <param name="isRestored">Whether the file is to be replaced by a backup, and not created here.</param>
    public static SqliteClaim Take(string database, ILogger log, bool isRestored = false)
    {
        try
        {
            RequirePath(database);
            var path = RealPath(System.IO.Path.GetFullPath(database));
            if (System.IO.Directory.Exists(path))
                throw new StartRefused($"The database {database} is a folder. Name a file in it.");
            if (System.IO.Path.GetDirectoryName(path) is { } folder && !System.IO.Directory.Exists(folder))
                throw new StartRefused($"The database {database} cannot be made: there is no folder {folder}.");
            var claim = new SqliteClaim(path);
            try
            {
                claim.Prepare(log, isRestored);
                return claim;
            }
            catch
            {
                claim.Withdraw();
                throw;
            }
        }
        catch (UnauthorizedAccessException)
        {
            throw new StartRefused(SqliteErrors.ReadOnly(database));
        }
        catch (IOException wrong)
        {
            throw new StartRefused($"The database {database} cannot be opened: {wrong.Message}");
        }
    }

    public void Dispose() => _lock.Dispose();

    /// <summary>Ends the claim of a refused start, and removes the lock file if there was none before.</summary>
    public void Withdraw()
    {
        if (_isFirst)
            File.Delete(_lock.Name);
        Dispose();
    }

    /// <summary>Resolves symbolic links in every folder on the path too, so that one file has one lock.</summary>
    static string RealPath(string path)
    {
        if (System.IO.Path.GetDirectoryName(path) is not { } folder)
            return path;
        var found = new FileInfo(System.IO.Path.Combine(RealPath(folder), System.IO.Path.GetFileName(path)));
        return found.LinkTarget is null ? found.FullName : RealPath(found.ResolveLinkTarget(true)!.FullName);
    }

    /// <summary>
    /// Refuses a setting that is not a path, without repeating it: a mistyped URL contains a password.
    /// </summary>
    public static void RequirePath(string database)
    {
        if (string.IsNullOrWhiteSpace(database) || database.StartsWith(':')
            || database.StartsWith("file:", StringComparison.OrdinalIgnoreCase)
            || database.Contains("://", StringComparison.Ordinal))
            throw new StartRefused(
                "Kalends:Database is neither a path of a file nor a PostgreSQL connection string or URL.");
    }

    static FileStream Lock(string path)
    {
        try
        {
            return MakeForOwner(path + ".lock", FileMode.OpenOrCreate);
        }
        catch (IOException held) when (HeldElsewhere.Contains(held.HResult))
        {
            throw InUse(path);
        }
    }

    void Prepare(ILogger log, bool isRestored)
    {
        var own = FileStat.Of(_lock.SafeFileHandle);
        if (own is not { Links: 1 } held || FileStat.OfName(_lock.Name) is not { } named || !named.IsSameFile(held))
            throw new StartRefused(
                $"{_lock.Name} is a link, or was replaced at this moment. Remove it if it is a link.");

        var database = FileStat.Of(Path);
        if (database is { Links: > 1 })
            throw new StartRefused($"The database {Path} has {database.Value.Links} names (hard links), and SQLite " +
                "keeps what belongs to it beside the name. Leave it one name, or make a copy.");
        var isCutOff = database is null && File.Exists(Restored(Path));
        if (isCutOff && !isRestored)
            throw new StartRefused($"The database {Path} is missing, because a restore of it was cut off. " +
                "Run kalends restore again.");
        if (database is null && !isCutOff && FileStat.OfName(Path + "-wal") is not null)
            throw new StartRefused($"The database {Path} is missing, but its log {Path}-wal is there. Put the " +
                "database back beside it; or remove the log to begin with an empty database.");

        if (!IsSigned(held))
        {
            if (database is not null && IsOpenElsewhere())
                throw InUse(Path);
            Sign(held);
        }
        if (database is null && !isRestored)
            MakeForOwner(Path, FileMode.CreateNew).Dispose();
        foreach (var file in (string[])[Path, Path + "-wal", Path + "-shm", _lock.Name])
            CloseToOthers(file, log);
    }

    /// <summary>The name of a backup while it is copied to the place of a database.</summary>
    public static string Restored(string path) => path + ".restoring";

    /// <summary>Creates a file that nobody but its owner may open.</summary>
    public static FileStream MakeForOwner(string file, FileMode mode, int bufferBytes = 0)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = bufferBytes,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        return new FileStream(file, options);
    }

    static StartRefused InUse(string path) => new($"The database {path} is in use by another process. Stop that one " +
        "first, or move to PostgreSQL to run several.");

    /// <summary>
    /// Whether the lock file is the one that was signed here before. If it was removed or replaced, another process may
    /// still hold the old one, and a free new one proves nothing.
    /// </summary>
    bool IsSigned(FileStat held)
    {
        var written = new byte[64];
        var length = RandomAccess.Read(_lock.SafeFileHandle, written, 0);
        return written.AsSpan(0, length).SequenceEqual(SignatureOf(held));
    }

    void Sign(FileStat held)
    {
        RandomAccess.SetLength(_lock.SafeFileHandle, 0);
        RandomAccess.Write(_lock.SafeFileHandle, SignatureOf(held), 0);
    }

    static byte[] SignatureOf(FileStat held) =>
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{held.Device}:{held.Number}\n"));

    /// <summary>
    /// Asks SQLite whether another process has the database open. This is not asked at every start, because a running
    /// backup has it open as well.
    /// </summary>
    bool IsOpenElsewhere()
    {
        try
        {
            using var alone = new SqliteConnection(new SqliteConnectionStringBuilder
            {
                DataSource = Path,
                Mode = SqliteOpenMode.ReadWrite,
                Pooling = false,
                DefaultTimeout = 1,
            }.ToString());
            alone.Open();
            // The statements run one by one: the driver hides the error of a later statement in a command.
            foreach (var words in (string[])["PRAGMA locking_mode = EXCLUSIVE", "BEGIN IMMEDIATE", "ROLLBACK"])
            {
                using var command = alone.CreateCommand();
                command.CommandText = words;
                command.ExecuteNonQuery();
            }
            return false;
        }
        catch (SqliteException busy) when (busy.SqliteErrorCode == SQLitePCL.raw.SQLITE_BUSY)
        {
            return true;
        }
    }

    static void CloseToOthers(string file, ILogger log)
    {
        if (OperatingSystem.IsWindows() || new FileInfo(file) is not { Exists: true, LinkTarget: null } found
            || (found.UnixFileMode & ~OwnerOnly) == 0)
            return;
        try
        {
            found.UnixFileMode = OwnerOnly;
            LogClosed(log, file);
        }
        catch (UnauthorizedAccessException)
        {
            LogOpen(log, file);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "{File} was open to others than its owner; it no longer is.")]
    static partial void LogClosed(ILogger log, string file);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "{File} is open to others than its owner, who is another user: take it over, or chmod it to 600.")]
    static partial void LogOpen(ILogger log, string file);
}
