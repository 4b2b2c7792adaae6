using System.Data.Common;

namespace Kalends.Platform.Storage.Copying;

/// <summary>The values of rows, in the few types that both engines have.</summary>
static class CopiedRow
{
    /// <summary>A value of the current row; whole numbers and truth values are 64-bit numbers.</summary>
    public static object? Value(DbDataReader reader, int at) => reader.GetValue(at) switch
    {
        DBNull => null,
        int number => (long)number,
        short number => (long)number,
        bool truth => truth ? 1L : 0L,
        var other => other,
    };

    /// <summary>A value for a column of PostgreSQL.</summary>
    public static object? For(string type, object? value) => (type, value) switch
    {
        ("integer", long number) => checked((int)number),
        ("smallint", long number) => checked((short)number),
        ("boolean", long number) => number != 0,
        _ => value,
    };

    /// <summary>The size of a value in memory, roughly.</summary>
    public static int Size(object? value) => value switch
    {
        string text => text.Length * sizeof(char),
        byte[] bytes => bytes.Length,
        _ => sizeof(long),
    };
}
