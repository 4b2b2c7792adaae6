using System.CommandLine;
using Kalends.Platform.Integrity;
using Kalends.Platform.Storage;

namespace Kalends.Commands;

/// <summary>Recomputes everything that always holds of the rows, and reports what differs.</summary>
static class Verify
{
    public static Command In(CommandTree tree) => tree.Command(
        "verify", "Recompute everything that always holds of the rows, also beside servers; report what differs.",
        Run, CommandTree.Json());

    static async Task<ExitCode> Run(Shell shell)
    {
        await using var program = OperatorCall.OpenToRead(shell);
        var invariants = EngineIntegrity.All.Select(one => ("platform", one))
            .Concat(Modules.All.SelectMany(module =>
                (module.Invariants?.Invoke() ?? []).Select(one => (module.Name, one))));
        var drifts = 0L;
        foreach (var (module, invariant) in invariants)
            drifts += await Show(shell, program.Call.ReadAtLength, module, invariant);
        return drifts > 0 ? ExitCode.Found : ExitCode.Done;
    }

    /// <summary>Verifies one on a snapshot of its own, and answers how many rows differ.</summary>
    static async Task<long> Show(
        Shell shell, Func<Func<Session, Task<Drift>>, Task<Drift>> read, string module, Invariant invariant)
    {
        var drift = await read(async session =>
        {
            var found = new Drift();
            await invariant.Verify(session, found);
            return found;
        });
        shell.Answer(
            new { module, invariant = invariant.Name, drift = drift.Count, differences = drift.Shown },
            drift.Shown
                .Select(one =>
                    $"       {one.Subject}: expected {one.Expected ?? "nothing"}, found {one.Found ?? "nothing"}")
                .Prepend($"{(drift.Count == 0 ? "ok    " : "DRIFT ")} {module}, {invariant.Name}: " +
                    $"{invariant.Sentence}{(drift.Count == 0 ? "" : $" {drift.Count} differ.")}"));
        return drift.Count;
    }
}
