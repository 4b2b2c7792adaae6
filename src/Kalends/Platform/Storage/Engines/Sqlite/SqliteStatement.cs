using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Kalends.Platform.Storage.Engines.Sqlite;

/// <summary>A statement of SQLite, prepared once and run many times, and the columns of its current row.</summary>
/// <remarks>
/// The driver's commands look up the names of parameters and columns each time they run, and count the users of a
/// handle around each value that they read. Here names are looked up once, and values are read where they lie.
/// </remarks>
sealed class SqliteStatement : Columns, IDisposable
{
    readonly sqlite3 _database;
    readonly sqlite3_stmt _statement;
    readonly nint _pointer;
    readonly int[] _parameters;
    readonly string[] _names;
    readonly Dictionary<string, int> _positions = new(StringComparer.Ordinal);

    /// <param name="database">The database.</param>
    /// <param name="text">The statement.</param>
    /// <param name="values">The names of its parameters; values are given in this order.</param>
    public SqliteStatement(sqlite3 database, string text, (string Name, object? Value)[] values)
    {
        _database = database;
        Check(raw.sqlite3_prepare_v2(database, text, out _statement));
        _pointer = _statement.DangerousGetHandle();
        _parameters = values
            .Select(value => raw.sqlite3_bind_parameter_index(_statement, "@" + value.Name)).ToArray();
        if (_parameters.Count(place => place > 0) < raw.sqlite3_bind_parameter_count(_statement))
            throw new InvalidOperationException($"A parameter has no value: {text}");
        _names = Enumerable.Range(0, raw.sqlite3_column_count(_statement))
            .Select(position => raw.sqlite3_column_name(_statement, position).utf8_to_string()).ToArray();
        for (var position = _names.Length - 1; position >= 0; position--)
            _positions[_names[position]] = position;
        Changes = raw.sqlite3_stmt_readonly(_statement) == 0;
    }

    /// <summary>Whether it can change the database.</summary>
    public bool Changes { get; }

    public override int Count => _names.Length;

    /// <summary>Gives the parameter at a place of the list its value.</summary>
    public void Bind(int place, object value)
    {
        if (_parameters[place] is not (> 0 and var index))
            return;
        Check(value switch
        {
            DBNull => raw.sqlite3_bind_null(_statement, index),
            long number => raw.sqlite3_bind_int64(_statement, index, number),
            int number => raw.sqlite3_bind_int64(_statement, index, number),
            bool flag => raw.sqlite3_bind_int64(_statement, index, flag ? 1 : 0),
            double number => raw.sqlite3_bind_double(_statement, index, number),
            string text => raw.sqlite3_bind_text(_statement, index, text),
            byte[] bytes => raw.sqlite3_bind_blob(_statement, index, bytes),
            _ => throw new InvalidOperationException($"A {value.GetType().Name} cannot be stored."),
        });
    }

    /// <summary>Goes to the next row; false after the last.</summary>
    public bool Step()
    {
        var result = sqlite3_step(_pointer);
        if (result == raw.SQLITE_ROW)
            return true;
        if (result != raw.SQLITE_DONE)
            Check(result);
        return false;
    }

    /// <summary>Ends the run. What was wrong with it has been told by then.</summary>
    public void Reset() => raw.sqlite3_reset(_statement);

    public override int PositionOf(string name) => _positions.TryGetValue(name, out var position)
        ? position
        : throw new ArgumentOutOfRangeException(nameof(name), name, "The statement has no such column.");

    public override string NameOf(int position) => _names[position];

    public override bool IsNull(int position) => sqlite3_column_type(_pointer, position) == raw.SQLITE_NULL;

    // A missing value reads as zero, and most are not.
    public override long Long(int position) => sqlite3_column_int64(_pointer, position) is var number and not 0
        ? number
        : IsNull(position) ? throw IsMissing(position) : 0;

    public override string Text(int position) => sqlite3_column_text(_pointer, position) is var text and not 0
        ? Marshal.PtrToStringUTF8(text, sqlite3_column_bytes(_pointer, position))
        : throw IsMissing(position);

    public override object? Value(int position) => sqlite3_column_type(_pointer, position) switch
    {
        raw.SQLITE_NULL => null,
        raw.SQLITE_INTEGER => Long(position),
        raw.SQLITE_FLOAT => raw.sqlite3_column_double(_statement, position),
        raw.SQLITE_BLOB => raw.sqlite3_column_blob(_statement, position).ToArray(),
        _ => Text(position),
    };

    public void Dispose() => _statement.Dispose();

    InvalidOperationException IsMissing(int position) => new($"The column {_names[position]} is NULL.");

    void Check(int result) => SqliteException.ThrowExceptionForRC(result, _database);

    // By the pointer, since the users of the handle are otherwise counted around each step.
    [DllImport("e_sqlite3")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    static extern int sqlite3_step(nint statement);

    [DllImport("e_sqlite3")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    static extern nint sqlite3_column_text(nint statement, int position);

    // These only look at the current row, which takes less time than telling the garbage collector about the call.
    [DllImport("e_sqlite3"), SuppressGCTransition]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    static extern int sqlite3_column_type(nint statement, int position);

    [DllImport("e_sqlite3"), SuppressGCTransition]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    static extern int sqlite3_column_bytes(nint statement, int position);

    [DllImport("e_sqlite3"), SuppressGCTransition]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    static extern long sqlite3_column_int64(nint statement, int position);
}
