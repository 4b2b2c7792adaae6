using System.Text;

namespace Kalends.GraphQL.Tests.Differential;

/// <summary>Seeded nonsense: random bytes, random tokens, and documents with some bytes changed.</summary>
sealed class Garbage(int seed)
{
    static readonly string[] s_tokens =
    [
        "{", "}", "(", ")", "[", "]", ":", "!", "$", "=", "@", "...", "|", "&", "\"", "\"\"\"", "#", ",", "\n", "\r",
        "query", "mutation", "subscription", "fragment", "on", "type", "input", "enum", "union", "interface", "scalar",
        "schema", "directive", "extend", "implements", "repeatable", "null", "true", "false", "a", "dog", "name", "Dog",
        "$x", "@skip(if: true)", "@include(if: $x)", "1", "-1", "1.5e9", "0", "99999999999999999999", "\"text\"",
        "\\u", "\\u{", "\ufeff", "😀", "é", "\0", "__typename", "__schema", "...f", "fragment f on Dog { name }",
    ];

    readonly Random _random = new(seed);

    public byte[] RandomBytes()
    {
        var bytes = new byte[_random.Next(200)];
        _random.NextBytes(bytes);
        return bytes;
    }

    public byte[] RandomTokens()
    {
        var text = new StringBuilder(_random.Next(2) == 0 ? "{" : "");
        for (var count = _random.Next(60); count > 0; count--)
        {
            text.Append(s_tokens[_random.Next(s_tokens.Length)]);
            if (_random.Next(3) > 0)
                text.Append(' ');
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    public byte[] Mutated(string document)
    {
        var bytes = Encoding.UTF8.GetBytes(document).ToList();
        for (var count = _random.Next(1, 6); count > 0 && bytes.Count > 0; count--)
        {
            var at = _random.Next(bytes.Count);
            var length = Math.Min(_random.Next(1, 20), bytes.Count - at);
            switch (_random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)_random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, length);
                    break;
                case 2:
                    bytes.InsertRange(_random.Next(bytes.Count), bytes.GetRange(at, length));
                    break;
                case 3:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(s_tokens[_random.Next(s_tokens.Length)]));
                    break;
                default:
                    bytes.Insert(at, (byte)_random.Next(256));
                    break;
            }
        }
        return [.. bytes];
    }
}
