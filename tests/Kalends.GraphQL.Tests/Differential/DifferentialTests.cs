using System.Diagnostics;
using System.Globalization;
using Kalends.GraphQL.Execution;
using Kalends.GraphQL.Types;

namespace Kalends.GraphQL.Tests.Differential;

/// <summary>
/// The engine against the reference implementation, on generated schemas, documents and mutants of both. Set
/// KALENDS_ORACLE_CASES and KALENDS_ORACLE_SEED to run more cases or others.
/// </summary>
public sealed class DifferentialTests(ITestOutputHelper output)
{
    const int Documents = 20;
    const int Mutants = 8;

    [Fact]
    public async Task The_engine_agrees_with_the_reference_implementation()
    {
        var oracle = Oracle.Require();
        var cases = Setting("KALENDS_ORACLE_CASES", 20_000);
        var seed = (uint)Setting("KALENDS_ORACLE_SEED", 1);
        var worlds = Math.Max(1, cases / (Documents * (Mutants + 1)));
        var watch = Stopwatch.StartNew();
        var differences = new Differences();

        var next = oracle.World(seed, Documents, Mutants);
        for (var i = 0; i < worlds; i++)
        {
            var world = await next;
            var current = unchecked(seed + (uint)i);
            // The oracle writes the next world while this one is compared.
            if (i + 1 < worlds)
                next = oracle.World(unchecked(current + 1), Documents, Mutants);
            await Compare(world, current, differences);
        }

        output.WriteLine($"{differences.Compared} cases from seed {seed} in {watch.Elapsed.TotalSeconds:F1} s");
        differences.AssertNone();
    }

    static async Task Compare(World world, uint seed, Differences differences)
    {
        foreach (var definition in world.Definitions)
        {
            differences.Begin($"definitions of seed {seed}:\n{definition.Document}");
            Parsing.Compare(definition, differences);
        }
        var schema = SdlSchema.Build(world.Sdl, seed);
        var engine = new GraphEngine(schema, Requests.WithoutLimits);
        differences.Begin($"schema of seed {seed}:\n{world.Sdl}");
        await Schemas.CompareIntrospection(engine, world, differences);
        differences.Check("printed schema", world.Printed, SdlPrinter.Print(schema));
        foreach (var mutant in world.Schemas)
        {
            differences.Begin($"changed schema of seed {seed}:\n{mutant.Sdl}");
            Schemas.CompareFaults(mutant, differences);
        }
        foreach (var one in world.Cases)
        {
            differences.Begin($"document of seed {seed}:\n{one.Document}\nvariables {one.Variables ?? "none"}, "
                + $"operation {one.OperationName ?? "none"}");
            Parsing.Compare(one, differences);
            await Requests.Compare(engine, one, differences);
        }
    }

    static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var set)
            ? set : otherwise;
}
