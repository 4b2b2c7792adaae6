using System.Globalization;
using System.Text;

namespace Kalends.GraphQL.Tests.Differential;

/// <summary>Writes strings and numbers as the reference implementation's language writes them in JSON.</summary>
static class JsText
{
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\b' => "\\b",
                '\f' => "\\f",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                < ' ' => "\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture),
                _ => c.ToString(),
            });
        }
        return quoted.Append('"').ToString();
    }

    /// <summary>The shortest digits, with an exponent only from 1e21 up and from 1e-7 down.</summary>
    public static string Number(double value)
    {
        var shortest = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        var digits = Digits(shortest);
        if (digits.Length == 0)
            return "0";
        var exponent = ExponentOf(shortest);
        var sign = value < 0 ? "-" : "";
        if (exponent is >= 21 or < -6)
        {
            var fraction = digits.Length > 1 ? "." + digits[1..] : "";
            return string.Create(
                CultureInfo.InvariantCulture, $"{sign}{digits[0]}{fraction}e{(exponent < 0 ? "" : "+")}{exponent}");
        }
        if (exponent < 0)
            return sign + "0." + new string('0', -exponent - 1) + digits;
        return exponent >= digits.Length - 1
            ? sign + digits + new string('0', exponent - digits.Length + 1)
            : sign + digits[..(exponent + 1)] + "." + digits[(exponent + 1)..];
    }

    /// <summary>JSON in which every number is written as this class writes it; nothing else changes.</summary>
    public static string WithNumbers(string json)
    {
        if (!json.Contains('E', StringComparison.Ordinal))
            return json;
        var result = new StringBuilder(json.Length);
        for (var i = 0; i < json.Length;)
        {
            var end = json[i] == '"' ? EndOfString(json, i) : EndOfNumber(json, i);
            var part = json.AsSpan(i, end - i);
            if (part.Contains('E') && part[0] != '"')
                result.Append(Number(double.Parse(part, CultureInfo.InvariantCulture)));
            else
                result.Append(part);
            i = end;
        }
        return result.ToString();
    }

    static int EndOfString(string json, int start)
    {
        var i = start + 1;
        while (json[i] != '"')
            i += json[i] == '\\' ? 2 : 1;
        return i + 1;
    }

    static int EndOfNumber(string json, int start)
    {
        var i = start;
        while (i < json.Length && (char.IsAsciiDigit(json[i]) || json[i] is '-' or '+' or '.' or 'E'))
            i++;
        return Math.Max(i, start + 1);
    }

    static string Digits(string shortest)
    {
        var mantissa = shortest.Split('E')[0].Replace(".", "", StringComparison.Ordinal);
        return mantissa.TrimStart('0').TrimEnd('0');
    }

    /// <summary>Where the point would stand after the first digit that is not zero.</summary>
    static int ExponentOf(string shortest)
    {
        var parts = shortest.Split('E');
        var written = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        var point = parts[0].IndexOf('.', StringComparison.Ordinal);
        if (parts[0][0] != '0')
            return written + (point < 0 ? parts[0].Length : point) - 1;
        return written - parts[0].AsSpan().IndexOfAnyInRange('1', '9') + 1;
    }
}
