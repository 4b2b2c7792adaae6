using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kalends.GraphQL.Tests.Differential;

/// <summary>
/// The reference implementation in one long-lived Node process that answers JSON lines with JSON lines, in order.
/// </summary>
sealed class Oracle
{
    static readonly Lazy<(Oracle? Process, string Reason)> s_oracle = new(Start);
    static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    readonly Process _process;
    readonly ConcurrentQueue<TaskCompletionSource<string>> _waiting = new();
    readonly Lock _sending = new();

    Oracle(Process process)
    {
        _process = process;
        _ = Task.Run(Read);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => process.Kill();
    }

    /// <summary>The running oracle; without its packages the calling test is skipped, or fails where CI is set.</summary>
    public static Oracle Require()
    {
        var (oracle, reason) = s_oracle.Value;
        if (oracle is null && Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail(reason);
        Assert.SkipWhen(oracle is null, reason);
        return oracle!;
    }

    /// <summary>Where the oracle's scripts lie: beside this file's folder, in the repository.</summary>
    public static string Folder([CallerFilePath] string thisFile = "")
    {
        var fromSource = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile) ?? ".", "..", "Oracle"));
        if (Directory.Exists(fromSource))
            return fromSource;
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var fromRoot = Path.Combine(at.FullName, "tests", "Kalends.GraphQL.Tests", "Oracle");
            if (Directory.Exists(fromRoot))
                return fromRoot;
        }
        throw new DirectoryNotFoundException("The folder tests/Kalends.GraphQL.Tests/Oracle is not there.");
    }

    public Task<World> World(uint seed, int documents, int mutants) =>
        Ask<World>(new { kind = "world", seed, documents, mutants });

    public Task<Expectation> Check(string sdl, string document, string? variables = null) =>
        Ask<Expectation>(new { kind = "check", sdl, document, variables });

    /// <summary>Runs the audits of GraphQL over HTTP against a server; one line for each, and a sum.</summary>
    public static async Task<string> Audit(string url)
    {
        using var process = Run("node", $"audit.mjs {url}", Folder());
        var report = await process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return errors.Length == 0 ? report : throw new InvalidOperationException(errors);
    }

    async Task<T> Ask<T>(object request)
    {
        var answer = await Send(JsonSerializer.Serialize(request));
        if (answer.StartsWith("{\"failure\":", StringComparison.Ordinal))
            throw new InvalidOperationException(JsonNode.Parse(answer)!["failure"]!.GetValue<string>());
        return JsonSerializer.Deserialize<T>(answer, s_json)!;
    }

    Task<string> Send(string line)
    {
        var answer = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_sending)
        {
            _waiting.Enqueue(answer);
            _process.StandardInput.WriteLine(line);
            _process.StandardInput.Flush();
        }
        return answer.Task;
    }

    void Read()
    {
        while (_process.StandardOutput.ReadLine() is { } line)
        {
            if (_waiting.TryDequeue(out var answer))
                answer.SetResult(line);
        }
        while (_waiting.TryDequeue(out var answer))
            answer.SetException(new IOException("The oracle stopped: " + _process.StandardError.ReadToEnd()));
    }

    static (Oracle?, string) Start()
    {
        var folder = Folder();
        return Directory.Exists(Path.Combine(folder, "node_modules", "graphql"))
            ? (new Oracle(Run("node", "--max-semi-space-size=64 oracle.mjs", folder)), "")
            : (null, $"The packages of {folder} are not installed: scripts/setup installs them.");
    }

    static Process Run(string program, string arguments, string folder)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        return Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
    }
}
