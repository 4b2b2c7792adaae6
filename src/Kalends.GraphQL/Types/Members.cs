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

    /// <summary>What the field tells, in Markdown.</summary>
    public string? Description { get; internal set; }

    /// <summary>Why not to use the field any more; null if one may.</summary>
    public string? Deprecation { get; internal set; }

    /// <summary>What the host must allow before the field is resolved; null if nothing.</summary>
    public object? Requirement { get; internal set; }

    /// <summary>What one resolution of the field counts towards the cost limit.</summary>
    public int Cost { get; internal set; } = 1;

    /// <summary>The name as a key of an answer: of the first field of an object, and of all others.</summary>
    internal byte[] FirstKey { get; } = JsonKey.Of(name, first: true);

    internal byte[] LaterKey { get; } = JsonKey.Of(name, first: false);

    internal PageSize? PageSize { get; set; }

    internal Resolver? Resolver { get; set; }

    internal Func<Args, FieldContext, IAsyncEnumerable<object>>? Source { get; set; }
}

/// <summary>How many rows a field may give, for the cost of what is selected below it.</summary>
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

    /// <summary>What the value is for, in Markdown.</summary>
    public string? Description { get; internal set; }

    /// <summary>Why not to give the value any more; null if one may.</summary>
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

    /// <summary>What the directive does, in Markdown.</summary>
    public string? Description { get; internal set; }

    /// <summary>The arguments in the order of their definition.</summary>
    public OrderedDictionary<string, InputField> Arguments { get; } = new(StringComparer.Ordinal);

    /// <summary>Where the directive may stand, by the names that the specification gives.</summary>
    public IReadOnlyList<string> Locations { get; internal set; } = [];

    /// <summary>Whether one place may carry the directive several times.</summary>
    public bool Repeatable { get; internal set; }
}
