using Kalends.Web.Frame;

namespace Kalends.Web.Console;

/// <summary>The links to the other pages of a list.</summary>
partial class Pager
{
    /// <param name="First">The address of the first page; null on it.</param>
    /// <param name="Next">The address of the next page; null on the last.</param>
    public sealed record Seen(string? First, string? Next);

    /// <summary>The links of a list whose cursor is the parameter <c>cursor</c>.</summary>
    /// <param name="visit">The visit of one of its pages.</param>
    /// <param name="path">The path of the list.</param>
    /// <param name="next">The cursor of the next page.</param>
    /// <param name="filters">The names of the other parameters, which stay as they are.</param>
    internal static Seen Of(Visit visit, string path, string? next, params IReadOnlyList<string> filters)
    {
        string HrefOf(string? cursor) => Href.Of(
            path, filters.Select(name => (name, visit.Typed(name))).Append(("cursor", cursor)));
        return new Seen(
            string.IsNullOrEmpty(visit.Typed("cursor")) ? null : HrefOf(null), next is null ? null : HrefOf(next));
    }
}
