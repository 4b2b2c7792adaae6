using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Kalends.Platform.Storage.Copying;

/// <summary>A table as a copy sees it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Columns">The columns that are stored; generated ones follow from them.</param>
/// <param name="Types">The types of the columns, in the words of the engine.</param>
/// <param name="Key">The columns of the primary key, in its order.</param>
/// <param name="Parents">The tables that it refers to, without itself.</param>
sealed record CopiedTable(
    string Name, IReadOnlyList<string> Columns, IReadOnlyDictionary<string, string> Types, IReadOnlyList<string> Key,
    IReadOnlyList<string> Parents)
{
    /// <summary>All tables of the modules, each behind those that it refers to.</summary>
    public static List<CopiedTable> All(DbConnection connection)
    {
        var engine = connection is SqliteConnection ? Sqlite : Postgres;
        var known = Statement.All(connection, engine.Tables, row => row.GetString(0))
            .Where(name => name is not "migrations" and not CopyProgress.Table)
            .Select(name => Read(connection, engine, name))
            .ToDictionary(table => table.Name);
        var ordered = new List<CopiedTable>();
        foreach (var table in known.Values)
            Add(table);
        return ordered;

        void Add(CopiedTable table)
        {
            if (ordered.Contains(table))
                return;
            foreach (var parent in table.Parents)
                Add(known[parent]);
            ordered.Add(table);
        }
    }

    static CopiedTable Read(DbConnection connection, Words engine, string name)
    {
        var columns = Statement.All(
            connection, engine.Columns, row => (Name: row.GetString(0), Type: row.GetString(1)), ("@table", name));
        return new(
            name, columns.ConvertAll(column => column.Name),
            columns.ToDictionary(column => column.Name, column => column.Type),
            Statement.All(connection, engine.Key, row => row.GetString(0), ("@table", name)),
            Statement.All(connection, engine.Parents, row => row.GetString(0), ("@table", name)));
    }

    /// <summary>The columns in a statement.</summary>
    public string Listed => Quoted(Columns);

    public static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"\"{name}\""));

    /// <summary>How an engine tells of its tables.</summary>
    sealed record Words(string Tables, string Columns, string Key, string Parents);

    static readonly Words Sqlite = new(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
        "SELECT name, type FROM pragma_table_xinfo(@table) WHERE hidden = 0 ORDER BY cid",
        "SELECT name FROM pragma_table_xinfo(@table) WHERE pk > 0 ORDER BY pk",
        "SELECT DISTINCT \"table\" FROM pragma_foreign_key_list(@table) WHERE \"table\" <> @table");

    static readonly Words Postgres = new(
        "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename",
        """
        SELECT attname, format_type(atttypid, NULL)
        FROM pg_attribute
        WHERE attrelid = CAST(@table AS regclass) AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
        ORDER BY attnum
        """,
        """
        SELECT a.attname
        FROM pg_index i
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
        WHERE i.indrelid = CAST(@table AS regclass) AND i.indisprimary
        ORDER BY array_position(CAST(i.indkey AS SMALLINT[]), a.attnum)
        """,
        """
        SELECT DISTINCT p.relname
        FROM pg_constraint c
        JOIN pg_class p ON p.oid = c.confrelid
        WHERE c.contype = 'f' AND c.conrelid = CAST(@table AS regclass) AND c.confrelid <> c.conrelid
        """);
}
