using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Kalends.Platform.Time;

namespace Kalends.Platform.Calls;

/// <summary>One page of a list.</summary>
/// <param name="Items">The rows.</param>
/// <param name="Next">Asks for the page after this one; null on the last.</param>
sealed record Page<T>(IReadOnlyList<T> Items, string? Next)
{
    public Page<TOther> Select<TOther>(Func<T, TOther> map) => new(Items.Select(map).ToList(), Next);
}

/// <summary>Cuts a page from rows of which one more than fits was read.</summary>
static class Page
{
    public static Page<T> Of<T>(List<T> rows, int limit, Func<T, string> cursor) => rows.Count <= limit
        ? new Page<T>(rows, null)
        : new Page<T>(rows.GetRange(0, limit), cursor(rows[limit - 1]));
}

/// <summary>Where a page ended: the keys of its last row. Opaque to callers, so that it may change.</summary>
sealed record Cursor(long Id, long At, string Text)
{
    const int Version = 1;

    public static string Write(long id, long at = 0) => Write(new Cursor(id, at, ""));

    public static string Write(string text) => Write(new Cursor(0, 0, text));

    public static Cursor? Read(string? cursor)
    {
        if (string.IsNullOrEmpty(cursor))
            return null;
        try
        {
            var parts = JsonSerializer.Deserialize<JsonElement[]>(Base64Url.DecodeFromChars(cursor));
            // PostgreSQL takes no NUL in a text, and none of our keys has a control character.
            if (parts is [var version, var id, var at, var text] && version.GetInt32() == Version
                && text.GetString() is { } key && !key.Any(char.IsControl) && new Instant(at.GetInt64()).CanBeWritten)
                return new Cursor(id.GetInt64(), at.GetInt64(), key);
        }
        catch (Exception wrong) when (wrong is FormatException or JsonException or InvalidOperationException)
        {
            // Falls through to the refusal: a cursor is ours to make, whatever is wrong with this one.
        }

        throw Refused.Invalid([new Fault(null, "cursor", "cursor", "The cursor is not one of ours.")]);
    }

    static string Write(Cursor cursor) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(
        JsonSerializer.Serialize(new object[] { Version, cursor.Id, cursor.At, cursor.Text }, Plainly)));

    // Nobody shows it to a browser: letters of all scripts stand for themselves.
    static readonly JsonSerializerOptions Plainly = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
