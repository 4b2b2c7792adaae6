using System.Text;

namespace Kalends.GraphQL.Language;

/// <summary>The text of block strings, without their common indentation and blank edges.</summary>
static class BlockString
{
    /// <summary>Turns the raw inside of a block string into its value.</summary>
    public static string Value(ReadOnlySpan<byte> raw)
    {
        var text = Encoding.UTF8.GetString(raw).Replace("\\\"\"\"", "\"\"\"", StringComparison.Ordinal);
        var lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n');
        var indent = int.MaxValue;
        var first = -1;
        var last = -1;
        for (var i = 0; i < lines.Length; i++)
        {
            var leading = Leading(lines[i]);
            if (leading == lines[i].Length) continue;
            if (first < 0) first = i;
            last = i;
            if (i > 0 && leading < indent) indent = leading;
        }
        if (first < 0) return "";
        for (var i = 1; i < lines.Length; i++) lines[i] = lines[i][Math.Min(indent, lines[i].Length)..];
        return string.Join('\n', lines, first, last - first + 1);
    }

    /// <summary>
    /// Writes a value as a block string; a long one, or one that would swallow a quote, gets its own lines.
    /// </summary>
    public static string Print(string value)
    {
        var body = value.Replace("\"\"\"", "\\\"\"\"", StringComparison.Ordinal);
        var lines = body.Contains('\n', StringComparison.Ordinal);
        var spread = lines || value.Length > 70 || value is [.., '"' or '\\'];
        var opens = spread && (lines || value is not [' ' or '\t', ..]);
        return $"\"\"\"{(opens ? "\n" : "")}{body}{(spread ? "\n" : "")}\"\"\"";
    }

    /// <summary>Whether a value can be written as a block string without loss.</summary>
    public static bool CanHold(string value)
    {
        if (value.Length == 0) return true;
        if (value.Any(c => c is <= '\u000F' and not ('\t' or '\n'))) return false;
        var lines = value.Split('\n');
        if (Blank(lines[0]) || Blank(lines[^1])) return false;
        return lines.Length == 1 || lines.Any(line => line.Length > 0 && Leading(line) == 0);
    }

    static bool Blank(string line) => Leading(line) == line.Length;

    static int Leading(string line)
    {
        var i = 0;
        while (i < line.Length && line[i] is ' ' or '\t') i++;
        return i;
    }
}
