using Kalends.Platform.Storage;

namespace Kalends.Platform.Integrity;

/// <summary>What the engines themselves can say of a whole database.</summary>
static class EngineIntegrity
{
    public static readonly IReadOnlyList<Invariant> All =
    [
        new("database", "The files and indexes are whole.", new Sql(
            sqlite: """
                SELECT 'database' AS subject, 'ok' AS expected, integrity_check AS found
                FROM pragma_integrity_check()
                WHERE integrity_check <> 'ok'
                """,
            // PostgreSQL has an extension for it, amcheck, which only superusers may run.
            postgres: """
                SELECT CAST(indexrelid::regclass AS TEXT) AS subject, 'valid' AS expected, 'invalid' AS found
                FROM pg_index
                WHERE NOT indisvalid
                """)),
        new("references", "Every reference leads to a row.", new Sql(
            sqlite: """
                SELECT "table" || ' ' || COALESCE(rowid, '') AS subject, parent AS expected, NULL AS found
                FROM pragma_foreign_key_check()
                """,
            // PostgreSQL keeps references that are validated.
            postgres: """
                SELECT conname::TEXT AS subject, 'validated' AS expected, 'not validated' AS found
                FROM pg_constraint
                WHERE NOT convalidated
                """)),
        new("triggers", "Every trigger that guards rows is on.", new Sql(
            sqlite: "SELECT '' AS subject, NULL AS expected, NULL AS found WHERE FALSE",
            postgres: """
                SELECT tgname::TEXT AS subject, 'enabled' AS expected, 'disabled' AS found
                FROM pg_trigger
                WHERE tgenabled = 'D'
                """)),
    ];
}
