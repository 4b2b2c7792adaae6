using System.Globalization;

namespace Kalends.GraphQL.Tests.Differential;

/// <summary>Writes locations as the oracle reports them: line:column, one after the other.</summary>
static class Locations
{
    public static string Text(GraphError error) => string.Join(' ', error.Locations.Select(Text));

    public static string Text(SourceLocation location) =>
        string.Create(CultureInfo.InvariantCulture, $"{location.Line}:{location.Column}");
}
