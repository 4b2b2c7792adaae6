using System.Globalization;

namespace Kalends.GraphQL.Tests.Differential;

/// <summary>Line and column of every byte of a document, worked out once and independently of the engine.</summary>
sealed class Places
{
    readonly (int Line, int Column)[] _places;

    public Places(ReadOnlySpan<byte> source)
    {
        _places = new (int, int)[source.Length + 1];
        var line = 1;
        var column = 1;
        for (var i = 0; i < source.Length; i++)
        {
            _places[i] = (line, column);
            if (source[i] == '\n' || (source[i] == '\r' && (i + 1 == source.Length || source[i + 1] != '\n')))
                (line, column) = (line + 1, 1);
            else
                // A column counts UTF-16 units: four bytes make two, continuation bytes make none.
                column += source[i] >= 0xF0 ? 2 : (source[i] & 0xC0) == 0x80 ? 0 : 1;
        }
        _places[^1] = (line, column);
    }

    public string At(int offset)
    {
        var (line, column) = _places[offset];
        return string.Create(CultureInfo.InvariantCulture, $"@{line}:{column}");
    }
}
