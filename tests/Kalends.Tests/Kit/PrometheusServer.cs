using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Kalends.Tests.Contracts;

namespace Kalends.Tests.Kit;

/// <summary>A real Prometheus that scrapes servers every half second, with the alert rules of deploy/.</summary>
/// <remarks>Without it the calling test is skipped, or fails in CI: scripts/setup installs it.</remarks>
sealed class PrometheusServer : IAsyncDisposable
{
    readonly string _folder;
    readonly Process _process;
    readonly HttpClient _http;

    PrometheusServer(string folder, Process process, int port)
    {
        (_folder, _process) = (folder, process);
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };
    }

    public static async Task<PrometheusServer> Start(params Uri[] targets)
    {
        RequireInstalled();
        var folder = System.IO.Directory.CreateTempSubdirectory("kalends-prometheus-").FullName;
        var names = string.Join(", ", targets.Select(target => $"'{target.Authority}'"));
        await File.WriteAllTextAsync($"{folder}/prometheus.yml", $"""
            global: {"{"} scrape_interval: 500ms, scrape_timeout: 500ms {"}"}
            rule_files: ['{SourceTree.Root}/deploy/prometheus/alerts.yml']
            scrape_configs:
              - job_name: kalends
                static_configs: [{"{"} targets: [{names}] {"}"}]
            """);
        var port = Machine.FreePort();
        var start = new ProcessStartInfo("prometheus", [
            $"--config.file={folder}/prometheus.yml", $"--storage.tsdb.path={folder}/data",
            $"--web.listen-address=127.0.0.1:{port}", "--log.level=error",
        ])
        {
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var server = new PrometheusServer(folder, process, port);
        try
        {
            Assert.True(await Patience.Until(server.IsReady, isReady => isReady), "Prometheus is not ready.");
            await server.Value("""count(up{job="kalends"} == 1)""", value => value == targets.Length);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Leaves a test if Prometheus is not here, before anything is started for it.</summary>
    public static void RequireInstalled() => Require("prometheus");

    /// <summary>Runs Prometheus's tool, and gives its exit code and its words.</summary>
    public static async Task<(int Code, string Words)> Tool(params string[] words)
    {
        Require("promtool");
        var start = new ProcessStartInfo("promtool", words)
        {
            WorkingDirectory = SourceTree.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    /// <summary>The values of a query at this moment; an error if it is not valid.</summary>
    public async Task<IReadOnlyList<(JsonNode Labels, double Value)>> Query(string query)
    {
        var answer = await Get($"api/v1/query?query={Uri.EscapeDataString(query)}");
        Assert.True((string?)answer["status"] == "success", $"{query}: {answer}");
        return answer["data"]!["result"]!.AsArray()
            .Select(one => (one!["metric"]!, double.Parse((string)one["value"]![1]!)))
            .ToList();
    }

    /// <summary>The only value of a query, once it is one that is wanted.</summary>
    public async Task<double> Value(string query, Func<double, bool> wanted)
    {
        var found = await Patience.Until(
            () => Query(query), values => values is [var (_, value)] && wanted(value));
        return Assert.Single(found).Value;
    }

    /// <summary>The alerts of the rules, with their expressions.</summary>
    public async Task<IReadOnlyDictionary<string, string>> Alerts() =>
        (await Get("api/v1/rules"))["data"]!["groups"]!.AsArray()
            .SelectMany(group => group!["rules"]!.AsArray())
            .ToDictionary(rule => (string)rule!["name"]!, rule => (string)rule!["query"]!);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    async Task<JsonNode> Get(string path)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative));
        return (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    async Task<bool> IsReady()
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri("-/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    static void Require(string program)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        Machine.Require(folders.Any(folder => File.Exists(Path.Combine(folder, program)))
            ? null
            : "Prometheus is not installed: scripts/setup installs it.");
    }
}
