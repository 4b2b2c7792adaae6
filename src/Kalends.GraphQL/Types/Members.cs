using Kalends.GraphQL.Json;
using Kalends.GraphQL.Language;

namespace Kalends.GraphQL.Types;

/// <summary>A field of an object type or interface.</summary>
public sealed class OutputField(string name, GraphType type)
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;

    /// <summary>The type.</summary>
    public GraphType Type { get; } = type;

    /// <summary>The arguments in the order of their definition.</summary>
    public OrderedDictionary<string, InputField> Arguments { get; } = new(StringComparer.Ordinal);

    /// <summary>The description of the field, in Markdown.</summary>
    public string? Description { get; internal set; }

    /// <summary>The reason why the field is deprecated; null if it is not.</summary>
    public string? Deprecation { get; internal set; }

    /// <summary>The requirement that the host must allow before the field is resolved; null if there is none.</summary>
    public object? Requirement { get; internal set; }

    /// <summary>The cost of one resolution of the field, which counts towards the cost limit.</summary>
    public int Cost { get; internal set; } = 1;

    /// <summary>The name as the key of the first field of an object; other fields have a comma before it.</summary>
    internal byte[] FirstKey { get; } = JsonKey.Of(name, first: true);

    internal byte[] LaterKey { get; } = JsonKey.Of(name, first: false);

    internal PageSize? PageSize { get; set; }

    internal Resolver? Resolver { get; set; }

    internal Func<Args, FieldContext, IAsyncEnumerable<object>>? Source { get; set; }
}

/// <summary>The number of rows that a field may yield, for the cost of the selection below it.</summary>
sealed record PageSize(IReadOnlyList<string> Arguments, int Default, int Max);

/// <summary>An argument of a field or directive, or a field of an input object.</summary>
public sealed class InputField(string name, Typed type)
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;

    /// <summary>The type.</summary>
    public GraphType Type => Shape.Type;

    /// <summary>The default as it was written; null if there is none.</summary>
    public Value? Default { get; internal set; }

    /// <summary>The description of the value, in Markdown.</summary>
    public string? Description { get; internal set; }

    /// <summary>The reason why the value is deprecated; null if it is not.</summary>
    public string? Deprecation { get; internal set; }

    /// <summary>Whether a client must give the value.</summary>
    public bool IsRequired => Type is NonNullType && Default is null;

    internal Typed Shape { get; } = type;

    internal int Index { get; set; }

    internal object? DefaultCoerced { get; set; }
}

/// <summary>A directive that documents may use or that describes the schema.</summary>
public sealed class DirectiveType(string name)
{
    /// <summary>The name without the at sign.</summary>
    public string Name { get; } = name;

    /// <summary>The description of the directive, in Markdown.</summary>
    public string? Description { get; internal set; }

    /// <summary>The arguments in the order of their definition.</summary>
    public OrderedDictionary<string, InputField> Arguments { get; } = new(StringComparer.Ordinal);

    /// <summary>The locations where the directive may be used, by the names of the specification.</summary>
    public IReadOnlyList<string> Locations { get; internal set; } = [];

    /// <summary>Whether one place may have the directive several times.</summary>
    public bool Repeatable { get; internal set; }
}
