using System.Diagnostics;
using System.Runtime.CompilerServices;
using Npgsql;

namespace Kalends.Platform.Storage;

/// <summary>
/// Traces statements under their names in the code, without texts and parameters. SQLite's are traced here;
/// PostgreSQL's by its driver, which asks for the names.
/// </summary>
/// <remarks>
/// Only statements of a request or a job that is traced have spans. Those of background polls would each be a trace of
/// one statement.
/// </remarks>
static class StatementSpans
{
    static readonly ActivitySource Source = new("Kalends.Storage");

    static readonly ConditionalWeakTable<NpgsqlBatch, string> Names = [];

    /// <summary>Whether what runs now is traced.</summary>
    public static bool AreWanted => Source.HasListeners() && Activity.Current is { Recorded: true };

    /// <summary>A span for a statement on SQLite, or null if it is not traced.</summary>
    public static Activity? Start(Sql sql) => AreWanted
        ? Source.StartActivity(sql.Name, ActivityKind.Client, default(ActivityContext), [SqliteSystem])
        : null;

    static readonly KeyValuePair<string, object?> SqliteSystem = new("db.system.name", "sqlite");

    /// <summary>Names a batch by its last statement; earlier ones have no result and travel with it.</summary>
    public static void Name(NpgsqlBatch batch, Sql? last)
    {
        if (last is not null && AreWanted)
            Names.Add(batch, last.Name);
    }

    /// <summary>Tells the driver which batches to trace, and their names.</summary>
    public static void Configure(NpgsqlTracingOptionsBuilder tracing) => tracing
        .ConfigureBatchSpanNameProvider(batch => Names.TryGetValue(batch, out var name) ? name : "batch")
        .ConfigureBatchFilter(_ => AreWanted)
        .ConfigureCommandFilter(_ => false)
        .EnableFirstResponseEvent(false)
        .EnablePhysicalOpenTracing(false);
}
