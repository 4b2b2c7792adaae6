using Npgsql;

namespace Kalends.Platform.Storage.Engines.Postgres;

/// <summary>The columns of the row at which a reader of the driver is.</summary>
sealed class PostgresColumns(NpgsqlDataReader reader) : Columns
{
    public override int Count => reader.FieldCount;

    public override int PositionOf(string name) => reader.GetOrdinal(name);

    public override string NameOf(int position) => reader.GetName(position);

    public override bool IsNull(int position) => reader.IsDBNull(position);

    public override long Long(int position) => reader.GetInt64(position);

    public override string Text(int position) => reader.GetString(position);

    public override object? Value(int position) => reader.IsDBNull(position) ? null : reader.GetValue(position);
}
