using System.Globalization;

namespace Kalends.GraphQL.Types;

/// <summary>The built-in scalars, and ways to use them with other C# types.</summary>
public static class Scalars
{
    internal static readonly ScalarType IntType = new IntScalar { Description = Descriptions.Int };
    internal static readonly ScalarType FloatType = new FloatScalar { Description = Descriptions.Float };
    internal static readonly ScalarType StringType = new StringScalar { Description = Descriptions.String };
    internal static readonly ScalarType BooleanType = new BooleanScalar { Description = Descriptions.Boolean };
    internal static readonly ScalarType IdType = new IdScalar { Description = Descriptions.Id };

    /// <summary><c>Int!</c></summary>
    public static Typed<int> Int { get; } = new IntOf();

    /// <summary><c>Int!</c> for 64-bit columns; a value out of range is an error of its field.</summary>
    public static Typed<long> IntFromLong { get; } =
        new LeafOf<long>(IntType, v => (int)v, (o, v) => IntType.Write(o, v));

    /// <summary><c>Float!</c></summary>
    public static Typed<double> Float { get; } =
        new LeafOf<double>(FloatType, v => (double)v, (o, v) => FloatType.Write(o, v));

    /// <summary><c>String!</c></summary>
    public static Typed<string> String { get; } = new TextOf(StringType);

    /// <summary><c>Boolean!</c></summary>
    public static Typed<bool> Boolean { get; } = new LeafOf<bool>(BooleanType, v => (bool)v, (o, v) => o.Boolean(v));

    /// <summary><c>ID!</c></summary>
    public static Typed<string> Id { get; } = new TextOf(IdType);

    /// <summary><c>ID!</c> for numeric keys; an id that is not a number is the client's mistake.</summary>
    public static Typed<long> IdFromLong { get; } = new LeafOf<long>(IdType, ReadLong, (o, v) => o.NumberAsString(v));

    internal static IReadOnlyList<ScalarType> All { get; } = [IntType, FloatType, StringType, BooleanType, IdType];

    /// <summary>Values of any type of a schema, for schemas that are not known when C# is compiled.</summary>
    /// <remarks>
    /// Input lists arrive as <c>object?[]</c>, input objects as <see cref="Coerced"/>, enums as their C# values;
    /// outputs may be any sequence, and objects must be of the C# type of their object type.
    /// </remarks>
    public static Typed<object?> Any(GraphType type) => new AnyOf(type);

    static long ReadLong(object text) =>
        long.TryParse((string)text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id)
            ? id : throw new GraphException(ErrorCodes.BadInput, "The id is not a number.");
}

/// <summary>Texts, the most frequent leaf values; they cannot fail, so they are written directly.</summary>
sealed class TextOf(ScalarType type) : Typed<string>(new NonNullType(type))
{
    internal override string Read(object? coerced) => (string)(coerced ?? throw new InvalidOperationException());

    internal override bool Write(ValueWriter writer, string value)
    {
        if (value is null) return writer.MissingValue();
        writer.Output.String(value);
        return true;
    }
}

/// <summary>Numbers, which are written directly too.</summary>
sealed class IntOf() : Typed<int>(new NonNullType(Scalars.IntType))
{
    internal override int Read(object? coerced) => (int)(coerced ?? throw new InvalidOperationException());

    internal override bool Write(ValueWriter writer, int value)
    {
        writer.Output.Number(value);
        return true;
    }
}

/// <summary>The descriptions of the built-in scalars in introspection.</summary>
static class Descriptions
{
    public const string Int = "A whole number of 32 bits, from -2147483648 to 2147483647.";
    public const string Float = "A finite number with a fraction, of IEEE 754 double precision.";
    public const string String = "A text of Unicode characters.";
    public const string Boolean = "Either `true` or `false`.";
    public const string Id = "An opaque identifier. It is always answered as a string, and may be given as a string or "
        + "as a whole number.";
}
