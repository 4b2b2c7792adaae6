namespace Kalends.Platform.GraphQL;

/// <summary>What the fields of objects tell: the sentences above the members of the records that they show.</summary>
static class FieldDocs
{
    /// <summary>The sentence of what a field shows; of one that leads to an object, that of the object's id.</summary>
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
