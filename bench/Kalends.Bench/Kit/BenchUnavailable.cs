namespace Kalends.Bench.Kit;

/// <summary>A bench cannot run here, for a reason that its reader can change.</summary>
sealed class BenchUnavailable(string reason) : Exception(reason);
