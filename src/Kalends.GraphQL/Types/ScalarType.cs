using System.Globalization;
using System.Text.Json;
using Kalends.GraphQL.Json;
using Kalends.GraphQL.Language;

namespace Kalends.GraphQL.Types;

/// <summary>A scalar: the way clients write it and answers show it.</summary>
public abstract class ScalarType(string name) : NamedType(name)
{
    /// <summary>The URL of the format's specification; null if there is none.</summary>
    public string? SpecifiedBy { get; internal set; }

    /// <summary>Reads a literal; throws <see cref="GraphException"/> if it does not fit.</summary>
    public abstract object? Read(Value literal);

    /// <summary>Reads a JSON value; throws <see cref="GraphException"/> if it does not fit.</summary>
    public abstract object? Read(JsonElement json);

    /// <summary>Writes a value of unknown C# type; throws <see cref="GraphException"/> if it does not fit.</summary>
    public abstract void Write(JsonOut output, object value);

    /// <summary>The error for a value that the scalar does not accept.</summary>
    protected GraphException Refuse(string shown) =>
        new(ErrorCodes.BadInput, $"Expected value of type \"{Name}\", found {shown}.");

    /// <summary>The error for a resolved value that the scalar cannot show.</summary>
    protected GraphException Unfit(object value) =>
        new(ErrorCodes.BadValue, $"{Name} cannot represent value: {Shown(value)}.");

    static string Shown(object value) => value switch
    {
        string text => Printer.Quote(text),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.GetType().Name,
    };
}

/// <summary>The built-in <c>Int</c>: 32 bits.</summary>
sealed class IntScalar() : ScalarType("Int")
{
    public override object? Read(Value literal) =>
        literal is IntValue number && int.TryParse(number.Text, CultureInfo.InvariantCulture, out var value)
            ? value : throw Refuse(Printer.Print(literal));

    public override object? Read(JsonElement json) =>
        JsonNumber.TryWhole(json, out var whole) && whole is >= int.MinValue and <= int.MaxValue
            ? (int)whole : throw Refuse(json.GetRawText());

    public override void Write(JsonOut output, object value) => output.Number(value switch
    {
        int number => number,
        long number and >= int.MinValue and <= int.MaxValue => number,
        double real when Fits(real) => (int)real,
        bool truth => truth ? 1 : 0,
        string text when int.TryParse(text, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw Unfit(value),
    });

    static bool Fits(double real) => real == Math.Floor(real) && real is >= int.MinValue and <= int.MaxValue;
}

/// <summary>The built-in <c>Float</c>: a finite double.</summary>
sealed class FloatScalar() : ScalarType("Float")
{
    public override object? Read(Value literal)
    {
        var text = literal switch { IntValue number => number.Text, FloatValue number => number.Text, _ => null };
        return double.TryParse(text, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value : throw Refuse(Printer.Print(literal));
    }

    public override object? Read(JsonElement json) =>
        json.ValueKind == JsonValueKind.Number && json.TryGetDouble(out var value) && double.IsFinite(value)
            ? value : throw Refuse(json.GetRawText());

    public override void Write(JsonOut output, object value)
    {
        var real = value switch
        {
            double number => number,
            float number => number,
            int number => number,
            long number => number,
            decimal number => (double)number,
            bool truth => truth ? 1 : 0,
            string text when double.TryParse(text, CultureInfo.InvariantCulture, out var number) => number,
            _ => throw Unfit(value),
        };
        if (!double.IsFinite(real)) throw Unfit(value);
        output.Number(real);
    }
}

/// <summary>The built-in <c>String</c>.</summary>
sealed class StringScalar() : ScalarType("String")
{
    public override object? Read(Value literal) =>
        literal is StringValue text ? text.Text : throw Refuse(Printer.Print(literal));

    public override object? Read(JsonElement json) =>
        json.ValueKind == JsonValueKind.String ? JsonText.Of(json) : throw Refuse(json.GetRawText());

    public override void Write(JsonOut output, object value) => output.String(value switch
    {
        string text => text,
        bool truth => truth ? "true" : "false",
        int or long or double or decimal => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        _ => throw Unfit(value),
    });
}

/// <summary>The built-in <c>Boolean</c>.</summary>
sealed class BooleanScalar() : ScalarType("Boolean")
{
    public override object? Read(Value literal) =>
        literal is BooleanValue truth ? truth.Truth : throw Refuse(Printer.Print(literal));

    public override object? Read(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Refuse(json.GetRawText()),
    };

    public override void Write(JsonOut output, object value) => output.Boolean(value switch
    {
        bool truth => truth,
        int number => number != 0,
        long number => number != 0,
        double number when double.IsFinite(number) => number != 0,
        _ => throw Unfit(value),
    });
}

/// <summary>The built-in <c>ID</c>: given as a string or whole number, always shown as a string.</summary>
sealed class IdScalar() : ScalarType("ID")
{
    public override object? Read(Value literal) => literal switch
    {
        StringValue text => text.Text,
        IntValue number => number.Text,
        _ => throw Refuse(Printer.Print(literal)),
    };

    // A number is accepted as an id by its digits: any number of them, but no fraction and no exponent.
    public override object? Read(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => JsonText.Of(json),
        JsonValueKind.Number when json.GetRawText() is var digits && !digits.AsSpan().ContainsAny('.', 'e', 'E') =>
            digits == "-0" ? "0" : digits,
        _ => throw Refuse(json.GetRawText()),
    };

    public override void Write(JsonOut output, object value) => output.String(value switch
    {
        string text => text,
        int number => number.ToString(CultureInfo.InvariantCulture),
        long number => number.ToString(CultureInfo.InvariantCulture),
        double real when double.IsInteger(real) => real.ToString("F0", CultureInfo.InvariantCulture),
        Guid id => id.ToString(),
        _ => throw Unfit(value),
    });
}

/// <summary>A scalar that the host defines by two functions on plain values.</summary>
sealed class CustomScalar<T>(string name, Func<object, T> read, Action<JsonOut, T> write) : ScalarType(name)
{
    public override object? Read(Value literal) => Try(PlainValue.Of(literal), () => Printer.Print(literal));

    public override object? Read(JsonElement json) => Try(PlainValue.Of(json), json.GetRawText);

    public override void Write(JsonOut output, object value) =>
        write(output, value is T typed ? typed : throw Unfit(value));

    object? Try(object? plain, Func<string> shown)
    {
        if (plain is null) throw Refuse(shown());
        try
        {
            return read(plain);
        }
        catch (Exception error) when (error is FormatException or InvalidCastException or OverflowException)
        {
            throw Refuse(shown());
        }
    }
}

/// <summary>Literals and JSON as plain C# values: string, long, double, bool, list, dictionary.</summary>
static class PlainValue
{
    public static object? Of(Value literal) => literal switch
    {
        StringValue text => text.Text,
        IntValue number when long.TryParse(number.Text, CultureInfo.InvariantCulture, out var whole) => whole,
        IntValue number => double.Parse(number.Text, CultureInfo.InvariantCulture),
        FloatValue number => double.Parse(number.Text, CultureInfo.InvariantCulture),
        BooleanValue truth => truth.Truth,
        EnumValue name => name.Text,
        ListValue list => list.Items.Select(Of).ToList(),
        ObjectValue fields => Fields(fields.Fields.Select(f => (f.Name.Text, Of(f.Value)))),
        _ => null,
    };

    public static object? Of(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => JsonText.Of(json),
        JsonValueKind.Number => JsonNumber.Plain(json),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array => json.EnumerateArray().Select(Of).ToList(),
        JsonValueKind.Object => Fields(json.EnumerateObject().Select(p => (JsonText.NameOf(p), Of(p.Value)))),
        _ => null,
    };

    static Dictionary<string, object?> Fields(IEnumerable<(string Name, object? Value)> fields)
    {
        var result = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in fields) result[name] = value;
        return result;
    }
}
