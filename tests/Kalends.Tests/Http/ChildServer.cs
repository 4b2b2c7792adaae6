using System.Diagnostics;
using System.Text.RegularExpressions;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Http;

/// <summary>The program as an operator starts it: a process of its own, whose words are kept.</summary>
sealed partial class ChildServer : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    readonly Process _process;
    readonly List<string> _lines = [];

    ChildServer(Process process)
    {
        _process = process;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Uri Address { get; private set; } = null!;

    public Visitor Nobody => new(() => Address, null, "");

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
                return [.. _lines];
        }
    }

    /// <summary>Starts the program and waits until it listens.</summary>
    public static Task<ChildServer> Start(params string[] words) => Start([], words);

    /// <summary>The same where its environment says more.</summary>
    public static Task<ChildServer> Start((string Name, string Value)[] environment, params string[] words) =>
        Listen(Begin(environment, words));

    /// <summary>The same in a shell that limits it first, such as by <c>ulimit -n 1024</c>.</summary>
    public static Task<ChildServer> StartWithin(string limits, params string[] words) => Listen(new ChildServer(Begin(
        "sh", [], ["-c", $"{limits} && exec \"$@\"", "sh", "dotnet", Program, AnyPort, .. words])));

    /// <summary>The same where a folder is a disk of its own, which is gone with the process.</summary>
    public static Task<ChildServer> StartOnDisk(string folder, string size, params string[] words) =>
        Listen(BeginOnDisk(folder, size, words));

    /// <summary>The same where it is to refuse.</summary>
    public static Task<(int Code, string Words)> RunOnDisk(string folder, string size, params string[] words) =>
        ToEnd(BeginOnDisk(folder, size, words));

    static ChildServer BeginOnDisk(string folder, string size, string[] words) => new(Begin("unshare", [], [
        .. Disks, $"mount -t tmpfs -o size={size} none '{folder}' && exec \"$@\"", "sh", "dotnet", Program, AnyPort,
        .. words,
    ]));

    /// <summary>Whether this machine lets a process have disks of its own.</summary>
    public static async Task<bool> HasDisks()
    {
        var probe = new ChildServer(Begin("unshare", [], [.. Disks, "mount -t tmpfs none /mnt"]));
        return (await ToEnd(probe)).Code == 0;
    }

    // Who is not root is so in a world of their own.
    static string[] Disks => [
        .. Environment.IsPrivilegedProcess ? (string[])[] : ["--user", "--map-root-user"], "--mount", "sh", "-c",
    ];

    /// <summary>A path as the process sees it.</summary>
    public string Inside(string path) => $"/proc/{_process.Id}/root{path}";

    static async Task<ChildServer> Listen(ChildServer child)
    {
        var listening = await child.Line(line => Listening().IsMatch(line));
        child.Address = new Uri(Listening().Match(listening).Groups[1].Value);
        return child;
    }

    /// <summary>Starts the program where it is to refuse, and waits for its end.</summary>
    public static Task<(int Code, string Words)> RunToEnd(params string[] words) => RunToEnd([], words);

    /// <summary>The same where its environment says more.</summary>
    public static Task<(int Code, string Words)> RunToEnd(
        (string Name, string Value)[] environment, params string[] words) => ToEnd(Begin(environment, words));

    /// <summary>The same in a shell that limits it first.</summary>
    public static Task<(int Code, string Words)> RunWithin(string limits, params string[] words) => ToEnd(
        new(Begin("sh", [], ["-c", $"{limits} && exec \"$@\"", "sh", "dotnet", Program, AnyPort, .. words])));

    /// <summary>The same by a user for whom permissions count, which for root they do not.</summary>
    public static Task<(int Code, string Words)> RunUnprivileged(params string[] words)
    {
        string[] command = ["--bounding-set=-all", "--inh-caps=-all", "dotnet", Program, AnyPort, .. words];
        return ToEnd(Environment.IsPrivilegedProcess ? new(Begin("setpriv", [], command)) : Begin([], words));
    }

    /// <summary>Gives the program a command, and waits for its end.</summary>
    public static Task<(int Code, string Words)> Command(params string[] words) =>
        ToEnd(BeginCommand(words));

    /// <summary>The same without waiting.</summary>
    public static ChildServer BeginCommand(params string[] words) => new(Begin("dotnet", [], [Program, .. words]));

    /// <summary>Gives the program a command and something to read on its standard input.</summary>
    public static async Task<(int Code, string Words)> CommandWithInput(string input, params string[] words)
    {
        var process = Begin("dotnet", [], [Program, .. words], withInput: true);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        return await ToEnd(new ChildServer(process));
    }

    static async Task<(int Code, string Words)> ToEnd(ChildServer started)
    {
        await using var child = started;
        return (await child.End(), string.Join('\n', child.Lines));
    }

    /// <summary>Starts the program in a terminal of its own.</summary>
    public static ChildServer StartInTerminal(params string[] words)
    {
        var command = string.Join(' ', ((string[])["dotnet", Program, AnyPort, .. words]).Select(word => $"'{word}'"));
        return new ChildServer(Begin("script", [], ["-qefc", command, "/dev/null"]));
    }

    /// <summary>The first line of this kind, waited for.</summary>
    public async Task<string> Line(Func<string, bool> wanted)
    {
        var started = Stopwatch.StartNew();
        while (started.Elapsed < Patience)
        {
            if (Lines.FirstOrDefault(wanted) is { } found)
                return found;
            if (_process.HasExited)
                break;
            await Task.Delay(10);
        }
        throw new InvalidOperationException($"The program never said it:\n{string.Join('\n', Lines)}");
    }

    /// <summary>Sends a signal by its short name: TERM, INT.</summary>
    public async Task Signal(string name)
    {
        using var sent = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        await sent.WaitForExitAsync();
    }

    /// <summary>Waits for its end, and gives its exit code.</summary>
    public async Task<int> End()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public Task<Answer> SignInOrNot(string username, string password) =>
        Nobody.Post("/v1/auth/token", new { username, password });

    public async Task<Visitor> SignIn(string username, string password)
    {
        var pair = (await SignInOrNot(username, password)).Is(200);
        return Nobody.With((string)pair["access_token"]!);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    static string Program => Path.Combine(AppContext.BaseDirectory, "Kalends.dll");

    const string AnyPort = "--urls=http://127.0.0.1:0";

    static ChildServer Begin((string Name, string Value)[] environment, string[] words) =>
        new(Begin("dotnet", environment, [Program, AnyPort, .. words]));

    static Process Begin(
        string command, (string Name, string Value)[] environment, string[] words, bool withInput = false)
    {
        var start = new ProcessStartInfo(command, words)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = withInput,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment.Remove("ASPNETCORE_ENVIRONMENT");
        start.Environment.Remove("DOTNET_ENVIRONMENT");
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    void Keep(string? line)
    {
        if (line is null)
            return;
        lock (_lines)
            _lines.Add(line);
    }

    [GeneratedRegex("Now listening on: (http://[0-9.:]+)")]
    private static partial Regex Listening();
}
