namespace Kalends.Platform;

/// <summary>Finds the word that a mistyped one was meant to be.</summary>
static class Nearest
{
    /// <summary>The known word with the fewest edits to this one, if at most a third of its letters differ.</summary>
    public static string? To(string word, IEnumerable<string> known) => known
        .Select(one => (Word: one, Edits: Edits(word.ToUpperInvariant(), one.ToUpperInvariant())))
        .Where(one => one.Edits * 3 <= one.Word.Length)
        .OrderBy(one => one.Edits)
        .Select(one => one.Word)
        .FirstOrDefault();

    /// <summary>The Levenshtein distance, one row of its table at a time.</summary>
    static int Edits(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var (diagonal, left) = (row[0], i);
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                left = Math.Min(diagonal + (from[i - 1] == to[j - 1] ? 0 : 1), Math.Min(row[j], left) + 1);
                (diagonal, row[j]) = (row[j], left);
            }
        }
        return row[^1];
    }
}
