using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Kalends.Platform.Storage;

/// <summary>Binds the driver to the operating system's own SQLite, which its maintainers patch.</summary>
/// <remarks>The library that the driver's packages bundle is years old and has known holes.</remarks>
static class SqliteLibrary
{
    static readonly string[] Names = OperatingSystem.IsWindows() ? ["winsqlite3"]
        : OperatingSystem.IsMacOS() ? ["libsqlite3.dylib", "/usr/lib/libsqlite3.dylib"]
        : ["libsqlite3.so.0", "libsqlite3.so"];

    static readonly Lazy<bool> Bound = new(Bind);

    public static void Use() => _ = Bound.Value;

    static bool Bind()
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        // A connection is used by one thread at a time here, so it needs no lock around each of its calls.
        raw.sqlite3_config(raw.SQLITE_CONFIG_MULTITHREAD);
        return true;
    }

    static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        foreach (var candidate in Names)
            if (NativeLibrary.TryLoad(candidate, out var library))
                return library;

        throw new StartRefused("The SQLite library is missing: install it with your system's packages " +
            "(Debian and Ubuntu: libsqlite3-0; Alpine: sqlite-libs; Fedora: sqlite-libs), or use PostgreSQL.");
    }
}
