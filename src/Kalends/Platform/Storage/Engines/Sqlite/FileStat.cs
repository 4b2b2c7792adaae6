using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Kalends.Platform.Storage.Engines.Sqlite;

/// <summary>The metadata of a file, read without opening it.</summary>
/// <param name="Device">The device of the file.</param>
/// <param name="Number">The file's number on the device (inode), which stays the same when the file is moved.</param>
/// <param name="Links">The number of its names (hard links).</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Modified">The time of its last modification, in ticks.</param>
/// <remarks>
/// Linux provides all of this. On other systems the creation time replaces the number, and every file has one name.
/// </remarks>
readonly record struct FileStat(ulong Device, ulong Number, long Links, long Size, long Modified)
{
    /// <summary>The file behind a name, through symbolic links; null if there is none.</summary>
    public static FileStat? Of(string path) => OperatingSystem.IsLinux()
        ? Linux.Stat(Linux.WorkingFolder, path, 0)
        : Elsewhere(new FileInfo(path));

    /// <summary>The file or symbolic link of a name itself.</summary>
    public static FileStat? OfName(string path) => OperatingSystem.IsLinux()
        ? Linux.Stat(Linux.WorkingFolder, path, Linux.NoFollow)
        : Elsewhere(new FileInfo(path));

    /// <summary>The open file, whatever its name refers to by now.</summary>
    public static FileStat? Of(SafeFileHandle file) => OperatingSystem.IsLinux()
        ? Linux.Stat((int)file.DangerousGetHandle(), "", Linux.EmptyPath)
        : new(0, (ulong)File.GetCreationTimeUtc(file).Ticks, 1, RandomAccess.GetLength(file),
            File.GetLastWriteTimeUtc(file).Ticks);

    /// <summary>Whether both describe the same file.</summary>
    public bool IsSameFile(FileStat other) => (Device, Number) == (other.Device, other.Number);

    static FileStat? Elsewhere(FileInfo file) => file.Exists
        ? new(0, (ulong)file.CreationTimeUtc.Ticks, 1, file.Length, file.LastWriteTimeUtc.Ticks)
        : null;

    /// <summary>The Linux system call whose result has the same layout on every architecture.</summary>
    static class Linux
    {
        public const int WorkingFolder = -100;
        public const int NoFollow = 0x100;
        public const int EmptyPath = 0x1000;

        const uint BasicStats = 0x7ff;

        // No entry, no access, not a folder, too many links.
        static readonly int[] NotThere = [2, 13, 20, 40];

        public static FileStat? Stat(int folder, string path, int flags)
        {
            if (statx(folder, path, flags, BasicStats, out var found) == 0)
                return new(
                    ((ulong)found.DeviceMajor << 32) | found.DeviceMinor, found.Inode, found.Links,
                    checked((long)found.Size), found.ModifiedSeconds * TimeSpan.TicksPerSecond
                        + found.ModifiedNanoseconds / TimeSpan.NanosecondsPerTick);
            var error = Marshal.GetLastPInvokeError();
            return NotThere.Contains(error)
                ? null
                : throw new IOException($"The file system does not tell of {path} (error {error}).");
        }

        [DllImport("libc", SetLastError = true, BestFitMapping = false, ThrowOnUnmappableChar = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        static extern int statx(
            int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, out Found found);

        [StructLayout(LayoutKind.Explicit, Size = 256)]
        struct Found
        {
            [FieldOffset(16)]
            public uint Links;

            [FieldOffset(32)]
            public ulong Inode;

            [FieldOffset(40)]
            public ulong Size;

            [FieldOffset(112)]
            public long ModifiedSeconds;

            [FieldOffset(120)]
            public uint ModifiedNanoseconds;

            [FieldOffset(136)]
            public uint DeviceMajor;

            [FieldOffset(140)]
            public uint DeviceMinor;
        }
    }
}
