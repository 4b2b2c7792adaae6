using System.Text;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Kalends.GraphQL.Execution;
using Kalends.GraphQL.Language;
using Kalends.GraphQL.Validation;

namespace Kalends.Bench;

/// <summary>What each step of a GraphQL request costs by itself, with what it allocates.</summary>
public class GraphQLMicro
{
    public const string Word = "micro";

    readonly byte[] _source = Encoding.UTF8.GetBytes(GraphQLWorld.Query(20));
    readonly GraphEngine _engine = GraphQLWorld.Engine(20);
    readonly GraphEngine _large = GraphQLWorld.Engine(1000);
    readonly GraphRequest _request = new(GraphQLWorld.Query(20));
    readonly GraphRequest _largeRequest = new(GraphQLWorld.Query(1000));
    readonly Document _document;

    public GraphQLMicro() => _document = Parse();

    /// <summary>Runs all of them; a minute or two.</summary>
    public static int Measure()
    {
        var work = System.IO.Directory.CreateTempSubdirectory("kalends-micro-").FullName;
        // In this very process, so that nothing need be generated and built.
        var config = new ManualConfig { ArtifactsPath = work }
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddLogger(ConsoleLogger.Default);
        BenchmarkRunner.Run<GraphQLMicro>(config);
        System.IO.Directory.Delete(work, recursive: true);
        return 0;
    }

    [Benchmark]
    public Document Parse() => Parser.Parse(_source, _engine.Limits.Parsing, _engine.Schema.Names);

    [Benchmark]
    public int Validate() => Validator.Validate(_engine.Schema, _document).Count;

    /// <summary>Planned anew each time, and run, since a plan grows as objects turn up.</summary>
    [Benchmark]
    public async Task<int> PlanAndExecute()
    {
        var document = new CheckedDocument(_document, Outcome.Executed, []);
        using var result = await _engine.Execute(document, _request, CancellationToken.None);
        return result.Json.Length;
    }

    [Benchmark]
    public async Task<int> Execute()
    {
        using var result = await _engine.Execute(_request);
        return result.Json.Length;
    }

    [Benchmark]
    public async Task<int> ExecuteThousand()
    {
        using var result = await _large.Execute(_largeRequest);
        return result.Json.Length;
    }
}
