using Kalends.GraphQL.Language;

namespace Kalends.GraphQL.Types;

/// <summary>Says more about a field: its arguments, its text, what it asks of the caller, what it costs.</summary>
public sealed class FieldBuilder
{
    readonly OutputField _definition;

    internal FieldBuilder(OutputField definition) => _definition = definition;

    /// <summary>Adds an argument; the default is written as in a schema, such as <c>[APPOINTMENT_ID_ASC]</c>.</summary>
    public Arg<T> Arg<T>(
        string name, Typed<T> type, string? fallback = null, string? description = null, string? deprecation = null)
    {
        var definition = InputFields.Add(_definition.Arguments, name, type, fallback);
        definition.Description = description;
        definition.Deprecation = deprecation;
        return new Arg<T>(definition);
    }

    /// <summary>What the field tells.</summary>
    public FieldBuilder Describe(string text)
    {
        _definition.Description = text;
        return this;
    }

    /// <summary>Marks the field as one not to use any more.</summary>
    public FieldBuilder Deprecate(string reason = "No longer supported")
    {
        _definition.Deprecation = reason;
        return this;
    }

    /// <summary>What the host must allow before the field is resolved; the host knows what it means.</summary>
    public FieldBuilder Require(object requirement)
    {
        _definition.Requirement = requirement;
        return this;
    }

    /// <summary>What resolving the field once counts towards the cost limit.</summary>
    public FieldBuilder Cost(int cost)
    {
        _definition.Cost = cost;
        return this;
    }

    /// <summary>
    /// How many rows the field gives: the value of one of the arguments, or a default if none is given.
    /// </summary>
    public FieldBuilder Rows(int fallback, int max, params Arg<int?>[] sizes)
    {
        _definition.PageSize = new PageSize([.. sizes.Select(s => s.Name)], fallback, max);
        return this;
    }

    /// <summary>
    /// The same by an argument's name: a size, or a list of which each element gives a row.
    /// </summary>
    public FieldBuilder Rows(int fallback, int max, string argument)
    {
        _definition.PageSize = new PageSize([argument], fallback, max);
        return this;
    }
}

/// <summary>Says more about a directive.</summary>
public sealed class DirectiveBuilder
{
    internal DirectiveBuilder(DirectiveType definition) => Definition = definition;

    internal DirectiveType Definition { get; }

    /// <summary>Adds an argument.</summary>
    public DirectiveBuilder Arg(
        string name, Typed type, string? fallback = null, string? description = null, string? deprecation = null)
    {
        var definition = InputFields.Add(Definition.Arguments, name, type, fallback);
        definition.Description = description;
        definition.Deprecation = deprecation;
        return this;
    }

    /// <summary>What the directive does.</summary>
    public DirectiveBuilder Describe(string text)
    {
        Definition.Description = text;
        return this;
    }

    /// <summary>Lets one place carry the directive several times.</summary>
    public DirectiveBuilder Repeat()
    {
        Definition.Repeatable = true;
        return this;
    }
}

/// <summary>Adds arguments and input fields.</summary>
static class InputFields
{
    public static InputField Add(
        OrderedDictionary<string, InputField> to, string name, Typed type, string? fallback)
    {
        var definition = new InputField(name, type)
        {
            Index = to.Count,
            Default = fallback is null ? null : Parser.ParseValue(fallback),
        };
        return to.TryAdd(name, definition) ? definition : throw new SchemaException([$"\"{name}\" is there twice."]);
    }
}
