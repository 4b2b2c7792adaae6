using System.Globalization;

namespace Kalends.Platform;

/// <summary>Whole numbers separated by commas, as a setting or a column has them.</summary>
static class NumberList
{
    public static string Write(IEnumerable<int> numbers) => string.Join(',', numbers);

    public static IReadOnlyList<int> Read(string text) => TryRead(text)!;

    /// <summary>The numbers, which are not negative; null if the text is no such list.</summary>
    public static IReadOnlyList<int>? TryRead(string text)
    {
        var numbers = new List<int>();
        foreach (var word in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return null;
            numbers.Add(number);
        }
        return numbers;
    }
}
