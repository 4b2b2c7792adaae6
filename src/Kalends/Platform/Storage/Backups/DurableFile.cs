using System.Runtime.InteropServices;

namespace Kalends.Platform.Storage.Backups;

/// <summary>Puts files in their places so that they are still there after a power cut.</summary>
static class DurableFile
{
    /// <summary>Waits until the content is on the disk.</summary>
    public static void Flush(string file)
    {
        using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(handle);
    }

    /// <summary>Gives a file another name in its folder; the new name must be free.</summary>
    public static void Rename(string from, string to)
    {
        File.Move(from, to);
        if (OperatingSystem.IsLinux())
            FlushFolder(Path.GetDirectoryName(Path.GetFullPath(to))!);
    }

    // A new name is durable once its folder is; .NET cannot open folders.
    static void FlushFolder(string folder)
    {
        var handle = open(folder, flags: 0);
        if (handle < 0)
            throw new IOException($"The folder {folder} cannot be opened (error {Marshal.GetLastPInvokeError()}).");
        var isFlushed = fsync(handle) == 0;
        var error = Marshal.GetLastPInvokeError();
        _ = close(handle);
        if (!isFlushed)
            throw new IOException($"The folder {folder} cannot be flushed (error {error}).");
    }

    [DllImport("libc", SetLastError = true, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int fsync(int handle);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int close(int handle);
}
