using System.Text.Json;

namespace Kalends.Platform.Storage;

/// <summary>
/// The current row of a result, read by column name and type; hides that SQLite has only one integer type.
/// </summary>
/// <param name="columns">The columns of the row.</param>
/// <param name="allowance">The allowance against which its texts are counted.</param>
readonly struct Row(Columns columns, Allowance? allowance = null)
{
    public string Text(string column) => Text(columns.PositionOf(column));

    /// <summary>A text by the position of its column.</summary>
    public string Text(int position)
    {
        var text = columns.Text(position);
        allowance?.Read(text);
        return text;
    }

    public string? TextOrNull(string column) => IsNull(column) ? null : Text(column);

    public long Long(string column) => columns.Long(columns.PositionOf(column));

    /// <summary>A number by the position of its column, for statements with many rows.</summary>
    public long Long(int position) => columns.Long(position);

    public long? LongOrNull(string column) => IsNull(column) ? null : Long(column);

    public int Int(string column) => checked((int)Long(column));

    public int? IntOrNull(string column) => IsNull(column) ? null : Int(column);

    public Instant At(string column) => Instants.FromMicros(Long(column));

    public Instant? AtOrNull(string column) => IsNull(column) ? null : At(column);

    public YearMonth Month(string column) => Months.FromNumber(Int(column));

    public YearMonth? MonthOrNull(string column) => MonthOrNull(columns.PositionOf(column));

    public YearMonth? MonthOrNull(int position) =>
        columns.IsNull(position) ? null : Months.FromNumber(checked((int)columns.Long(position)));

    /// <summary>Texts that a statement gathered into one JSON list, which may be null if there were no rows.</summary>
    public IReadOnlyList<string> Texts(string column) =>
        IsNull(column) ? [] : JsonSerializer.Deserialize<List<string>>(Text(column))!;

    public TEnum Word<TEnum>(string column) where TEnum : struct, Enum => EnumText.Parse<TEnum>(Text(column));

    public TEnum? WordOrNull<TEnum>(string column) where TEnum : struct, Enum =>
        IsNull(column) ? null : Word<TEnum>(column);

    /// <summary>All columns by their names; those that end with <c>_at</c> are instants.</summary>
    public IReadOnlyDictionary<string, object?> All()
    {
        var values = new Dictionary<string, object?>(columns.Count);
        for (var i = 0; i < columns.Count; i++)
            values[columns.NameOf(i)] = columns.Value(i) switch
            {
                long micros when columns.NameOf(i).EndsWith("_at", StringComparison.Ordinal) =>
                    Instants.FromMicros(micros),
                var value => value,
            };
        return values;
    }

    bool IsNull(string column) => columns.IsNull(columns.PositionOf(column));
}
