namespace Kalends.Platform.GraphQL;

/// <summary>
/// The descriptions of the fields of objects, which are the summaries of the members of the records behind them.
/// </summary>
static class FieldDocs
{
    /// <summary>
    /// The description of a field; a field that leads to an object has the description of the object's id.
    /// </summary>
    public static string? Of(Type type, string field)
    {
        var name = Capital(field);
        var answer = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Payload<>)
            ? type.GenericTypeArguments[0]
            : type;
        return Docs.Of(answer, name) ?? Docs.Of(answer, $"{name}Id") ?? Docs.Of(type, name)
            ?? (name.EndsWith("Id", StringComparison.Ordinal) ? Docs.Of(answer, "Id") : null);
    }

    public static string Capital(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
