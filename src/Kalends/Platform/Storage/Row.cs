using System.Data.Common;
using System.Text.Json;

namespace Kalends.Platform.Storage;

/// <summary>
/// The current row of a result, read by column name and type; hides that SQLite has only one integer type.
/// </summary>
/// <param name="reader">A reader positioned at the row.</param>
/// <param name="allowance">The allowance against which its texts are counted.</param>
readonly struct Row(DbDataReader reader, Allowance? allowance = null)
{
    public string Text(string column)
    {
        var text = reader.GetString(reader.GetOrdinal(column));
        allowance?.Read(text);
        return text;
    }

    public string? TextOrNull(string column) => IsNull(column) ? null : Text(column);

    public long Long(string column) => reader.GetInt64(reader.GetOrdinal(column));

    /// <summary>A number by the position of its column, for statements with many rows.</summary>
    public long Long(int position) => reader.GetInt64(position);

    public long? LongOrNull(string column) => IsNull(column) ? null : Long(column);

    public int Int(string column) => checked((int)Long(column));

    public int? IntOrNull(string column) => IsNull(column) ? null : Int(column);

    public Instant At(string column) => Instants.FromMicros(Long(column));

    public Instant? AtOrNull(string column) => IsNull(column) ? null : At(column);

    public YearMonth Month(string column) => Months.FromNumber(Int(column));

    public YearMonth? MonthOrNull(string column) => IsNull(column) ? null : Month(column);

    /// <summary>Texts that a statement gathered into one JSON list, which may be null if there were no rows.</summary>
    public IReadOnlyList<string> Texts(string column) =>
        IsNull(column) ? [] : JsonSerializer.Deserialize<List<string>>(Text(column))!;

    public TEnum Word<TEnum>(string column) where TEnum : struct, Enum => EnumText.Parse<TEnum>(Text(column));

    public TEnum? WordOrNull<TEnum>(string column) where TEnum : struct, Enum =>
        IsNull(column) ? null : Word<TEnum>(column);

    /// <summary>All columns by their names; those that end with <c>_at</c> are instants.</summary>
    public IReadOnlyDictionary<string, object?> All()
    {
        var columns = new Dictionary<string, object?>(reader.FieldCount);
        for (var i = 0; i < reader.FieldCount; i++)
            columns[reader.GetName(i)] = reader.GetValue(i) switch
            {
                DBNull => null,
                long micros when reader.GetName(i).EndsWith("_at", StringComparison.Ordinal) =>
                    Instants.FromMicros(micros),
                var value => value,
            };
        return columns;
    }

    bool IsNull(string column) => reader.IsDBNull(reader.GetOrdinal(column));
}
