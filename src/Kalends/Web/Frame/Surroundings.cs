using Microsoft.AspNetCore.Components;

namespace Kalends.Web.Frame;

/// <summary>What some pages have besides their content and what all pages have.</summary>
/// <param name="Navigation">The navigation among them.</param>
/// <param name="Styles">The addresses of their styles.</param>
/// <param name="Scripts">The addresses of their scripts.</param>
public sealed record Surroundings(
    RenderFragment? Navigation, IReadOnlyList<string> Styles, IReadOnlyList<string> Scripts)
{
    public static readonly Surroundings None = new(null, [], []);
}
