using System.Buffers;
using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace Kalends.Platform.Telemetry;

/// <summary>The part of an exception's message that may leave the process: the sentence without its values.</summary>
static partial class SafeText
{
    const int LengthMax = 500;
    const string Masked = "…";

    static readonly SearchValues<char> Quotes = SearchValues.Create("'\"`´‘’“”«»");

    /// <summary>
    /// A database quotes rows in its messages, so only its code is reported; in other messages everything that may be a
    /// value is masked.
    /// </summary>
    public static string Of(Exception wrong) => wrong switch
    {
        SqliteException sqlite => $"SQLite error {sqlite.SqliteExtendedErrorCode}",
        DbException { SqlState: { } state } => $"SQLSTATE {state}",
        DbException => "",
        _ => Mask(wrong.Message),
    };

    static string Mask(string message)
    {
        // Further lines contain details, such as the actual value.
        var sentence = WithoutQuoted(message).Split('\r', '\n')[0];
        return sentence.Length <= LengthMax ? Values().Replace(sentence, Masked) : Masked;
    }

    /// <summary>Cuts from the first quote to the last, since a value may hold quotes itself.</summary>
    static string WithoutQuoted(string message)
    {
        var (first, last) = (message.AsSpan().IndexOfAny(Quotes), message.AsSpan().LastIndexOfAny(Quotes));
        return first < 0 ? message : message[..first] + Masked + (last > first ? message[(last + 1)..] : "");
    }

    // Text that is not part of a sentence: words with a digit or with the characters of an address, and very long
    // words.
    [GeneratedRegex(@"\S*[\d@/\\=]\S*|\S{30,}")]
    private static partial Regex Values();
}
