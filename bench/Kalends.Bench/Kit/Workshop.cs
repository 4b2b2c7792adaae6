using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Kalends.Bench.Kit;

/// <summary>Where the benches work: a folder on a real disk, and everything that must be gone afterwards.</summary>
sealed class Workshop : IAsyncDisposable
{
    readonly Stack<Func<ValueTask>> _undo = [];
    readonly PosixSignalRegistration[] _signals;
    readonly Lazy<Task> _left;

    Workshop(string folder, bool isShort, bool isLarge, TimeSpan? round)
    {
        (Folder, IsShort, IsLarge) = (folder, isShort, isLarge);
        Round = round ?? TimeSpan.FromSeconds(isShort ? 2 : 3);
        _left = new Lazy<Task>(TakeDown);
        _signals = [Leave(PosixSignal.SIGINT), Leave(PosixSignal.SIGTERM)];
    }

    public string Folder { get; }

    public bool IsShort { get; }

    /// <summary>Whether databases are to be as large as takes hours to fill.</summary>
    public bool IsLarge { get; }

    public int Rounds => IsShort ? 3 : 5;

    /// <summary>How long a round takes.</summary>
    public TimeSpan Round { get; }

    /// <summary>The repository, found from where the program lies.</summary>
    public static string Root { get; } = FindRoot();

    public static Workshop Open(bool isShort, bool isLarge = false, TimeSpan? round = null)
    {
        // Not /tmp, which may be memory: a flush must cost what it costs.
        var parent = Environment.GetEnvironmentVariable("KALENDS_BENCH_DIR") ?? "/var/tmp";
        var folder = System.IO.Directory.CreateDirectory(
            Path.Combine(parent, $"kalends-bench-{Environment.ProcessId}"));
        // The account that runs PostgreSQL must get in.
        folder.UnixFileMode |= UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        return new Workshop(folder.FullName, isShort, isLarge, round);
    }

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Remembers what to take down, in the opposite order, however the benches end.</summary>
    public T Keep<T>(T thing) where T : IAsyncDisposable
    {
        _undo.Push(thing.DisposeAsync);
        return thing;
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Runs a program to its end and gives what it wrote; an error where it failed.</summary>
    public static async Task<string> Execute(string program, params IEnumerable<string> args)
    {
        var start = new ProcessStartInfo(program, args) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var wrong = process.StandardError.ReadToEndAsync();
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? said
            : throw new InvalidOperationException($"{program} failed: {await wrong}\n{said}");
    }

    /// <summary>A signal and the end of the program may both come here: one takes down, the other waits.</summary>
    public ValueTask DisposeAsync() => new(_left.Value);

    async Task TakeDown()
    {
        foreach (var signal in _signals)
            signal.Dispose();
        while (_undo.TryPop(out var undo))
            await undo();
        System.IO.Directory.Delete(Folder, recursive: true);
    }

    PosixSignalRegistration Leave(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        DisposeAsync().AsTask().GetAwaiter().GetResult();
        Environment.Exit(130);
    });

    static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Kalends.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The bench runs from inside the repository.");
    }
}
