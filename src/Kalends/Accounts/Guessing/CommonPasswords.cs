using System.Collections.Frozen;
using System.Reflection;
using Kalends.Platform.Unicode;

namespace Kalends.Accounts.Guessing;

/// <summary>
/// Knows the passwords that are tried first: a list of the most common ones, and what people make of them.
/// </summary>
/// <remarks>
/// The list is in <c>common-passwords.txt</c>. It has no entry that another one already covers, by the forms that are
/// compared here.
/// </remarks>
static class CommonPasswords
{
    // A date, or a few digits and an exclamation mark.
    const int TailMax = 8;

    static readonly FrozenSet<string> Listed = Read();

    /// <summary>Whether a password is listed, or becomes so in one of its forms.</summary>
    public static bool Resembles(string password) =>
        password.Distinct().Count() <= 2 || Forms(password).Any(Listed.Contains);

    /// <summary>
    /// What a password is without the case of its letters, without digits and signs at its end, and with letters in the
    /// place of the digits and signs that look like them.
    /// </summary>
    public static IReadOnlyList<string> Forms(string password)
    {
        var folded = Caseless.Key(password);
        var bare = WithoutTail(folded);
        return [folded, bare, Lettered(folded), Lettered(bare), WithoutTail(Lettered(folded))];
    }

    static string WithoutTail(string folded)
    {
        var end = folded.Length;
        while (end > 0 && folded.Length - end < TailMax && !char.IsLetter(folded[end - 1]))
            end--;
        return folded[..end];
    }

    static string Lettered(string folded) => string.Create(folded.Length, folded, static (letters, given) =>
    {
        for (var i = 0; i < letters.Length; i++)
            letters[i] = given[i] switch
            {
                '0' => 'o',
                '1' or '!' => 'i',
                '3' => 'e',
                '4' or '@' => 'a',
                '5' or '$' => 's',
                '7' => 't',
                var other => other,
            };
    });

    static FrozenSet<string> Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("common-passwords.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { Length: > 0 })
        {
            // The origin and the licence of the list precede it.
        }
        var listed = new HashSet<string>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } password)
            listed.Add(password);
        return listed.ToFrozenSet(StringComparer.Ordinal);
    }
}
