using Kalends.GraphQL.Types;

namespace Kalends.GraphQL.Introspection;

/// <summary>The last step of building a schema, which adds introspection.</summary>
public static class SchemaBuilding
{
    /// <summary>
    /// Checks everything and seals it; throws a <see cref="SchemaException"/> that names every fault.
    /// </summary>
    public static Schema Build(this SchemaBuilder types) =>
        types.Seal(schema => new IntrospectionTypes(schema).RootFields);
}
