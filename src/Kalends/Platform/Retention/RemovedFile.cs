using System.Text.Json;
using Kalends.Platform.Storage.Backups;
using Kalends.Platform.Storage.Engines.Sqlite;

namespace Kalends.Platform.Retention;

/// <summary>A file of JSON lines with removed records, for the operator's archive.</summary>
sealed class RemovedFile : IAsyncDisposable
{
    readonly FileStream _stream;

    RemovedFile(FileStream stream) => _stream = stream;

    /// <summary>Creates a file whose name nobody else has.</summary>
    public static RemovedFile Create(string folder, string kind, Instant now)
    {
        var time = now.Written().Replace(":", "", StringComparison.Ordinal);
        var path = Path.Combine(folder, $"{kind}-{time}-{SecretBytes.Text(6)}.ndjson");
        // Nobody else on the machine reads what is held about people.
        var stream = SqliteClaim.MakeForOwner(path + ".partial", FileMode.CreateNew, bufferBytes: 64 << 10);
        DurableFile.Rename(path + ".partial", path);
        return new(stream);
    }

    public void Add(string kind, IReadOnlyDictionary<string, object?> columns)
    {
        JsonSerializer.Serialize(_stream, new { Kind = kind, Record = columns }, Json.Options);
        _stream.WriteByte((byte)'\n');
    }

    /// <summary>Waits until the disk has every line.</summary>
    public void Flush() => _stream.Flush(flushToDisk: true);

    public ValueTask DisposeAsync() => _stream.DisposeAsync();
}
