using Kalends.GraphQL.Types;

namespace Kalends.GraphQL.Relay;

/// <summary>Globally identified objects.</summary>
public sealed class NodeBuilder
{
    internal NodeBuilder(SchemaBuilder schema) => _ = schema;
}
