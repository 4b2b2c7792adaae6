using System.Buffers;
using System.Buffers.Binary;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;

namespace Kalends.Platform.Storage.Copying;

/// <summary>The number of rows of a table, and the sum of their hashes: equal for tables with equal rows.</summary>
/// <remarks>
/// A sum does not depend on the order of the rows, in which engines differ, and the sum of a column of times would
/// overflow.
/// </remarks>
readonly record struct TableSum(long Rows, ulong Hashes)
{
    /// <summary>Reads a whole table.</summary>
    public static TableSum Of(
        DbConnection connection, CopiedTable table, IReadOnlyList<string> columns, Action read,
        CancellationToken cancel)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {CopiedTable.Quoted(columns)} FROM {table.Name}";
        command.CommandTimeout = 0;
        using var reader = command.ExecuteReader();
        var (rows, hashes) = (0L, 0UL);
        var buffer = new ArrayBufferWriter<byte>();
        while (reader.Read())
        {
            cancel.ThrowIfCancellationRequested();
            buffer.ResetWrittenCount();
            for (var i = 0; i < reader.FieldCount; i++)
                Write(CopiedRow.Value(reader, i), buffer);
            rows++;
            hashes = unchecked(hashes + BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(buffer.WrittenSpan)));
            read();
        }
        return new(rows, hashes);
    }

    static void Write(object? value, ArrayBufferWriter<byte> buffer)
    {
        switch (value)
        {
            case null:
                buffer.Write("n"u8);
                break;
            case long number:
                buffer.Write("i"u8);
                Number(number);
                break;
            case double number:
                buffer.Write("d"u8);
                Number(BitConverter.DoubleToInt64Bits(number));
                break;
            case byte[] bytes:
                buffer.Write("b"u8);
                Number(bytes.Length);
                buffer.Write(bytes);
                break;
            case string text:
                buffer.Write("t"u8);
                Number(Encoding.UTF8.GetByteCount(text));
                Encoding.UTF8.GetBytes(text, buffer);
                break;
            default:
                throw new InvalidOperationException($"A copy knows no values of {value.GetType()}.");
        }

        void Number(long number)
        {
            BinaryPrimitives.WriteInt64LittleEndian(buffer.GetSpan(sizeof(long)), number);
            buffer.Advance(sizeof(long));
        }
    }
}
