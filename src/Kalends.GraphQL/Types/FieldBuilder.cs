using Kalends.GraphQL.Language;

namespace Kalends.GraphQL.Types;

/// <summary>Adds to a field: its arguments, description, requirement and cost.</summary>
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

    /// <summary>Sets the description of the field.</summary>
    public FieldBuilder Describe(string text)
    {
        _definition.Description = text;
        return this;
    }

    /// <summary>Marks the field as deprecated.</summary>
    public FieldBuilder Deprecate(string reason = "No longer supported")
    {
        _definition.Deprecation = reason;
        return this;
    }

    /// <summary>
    /// Sets a requirement that the host must allow before the field is resolved; only the host interprets it.
    /// </summary>
    public FieldBuilder Require(object requirement)
    {
        _definition.Requirement = requirement;
        return this;
    }

    /// <summary>Sets the cost of one resolution of the field, which counts towards the cost limit.</summary>
    public FieldBuilder Cost(int cost)
    {
        _definition.Cost = cost;
        return this;
    }

    /// <summary>
    /// Sets the number of rows that the field yields: the value of one of the arguments, or a default if none is given.
    /// </summary>
    public FieldBuilder Rows(int fallback, int max, params Arg<int?>[] sizes)
    {
        _definition.PageSize = new PageSize([.. sizes.Select(s => s.Name)], fallback, max);
        return this;
    }

    /// <summary>
    /// Sets the number of rows by an argument's name: a size, or a list in which each element yields a row.
    /// </summary>
    public FieldBuilder Rows(int fallback, int max, string argument)
    {
        _definition.PageSize = new PageSize([argument], fallback, max);
        return this;
    }
}

/// <summary>Adds to a directive.</summary>
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

    /// <summary>Sets the description of the directive.</summary>
    public DirectiveBuilder Describe(string text)
    {
        Definition.Description = text;
        return this;
    }

    /// <summary>Allows the directive several times in one place.</summary>
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
