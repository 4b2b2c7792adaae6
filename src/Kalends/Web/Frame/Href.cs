using Microsoft.AspNetCore.WebUtilities;

namespace Kalends.Web.Frame;

/// <summary>Addresses with a query string.</summary>
static class Href
{
    /// <summary>The path with those parameters that have a value.</summary>
    public static string Of(string path, params IEnumerable<(string Name, string? Value)> parameters) =>
        QueryHelpers.AddQueryString(path, parameters
            .Where(parameter => !string.IsNullOrEmpty(parameter.Value))
            .Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value)));
}
