using Microsoft.AspNetCore.Components;

namespace Kalends.Web.Frame;

/// <summary>What all pages have around their content; it shows the title of the page.</summary>
partial class Layout
{
    [Parameter, EditorRequired]
    public RenderFragment Body { get; set; } = null!;

    [Parameter, EditorRequired]
    public Surroundings Around { get; set; } = Surroundings.None;

    string HrefOf(string tag) => $"/preferences?language={tag}&return_to={Uri.EscapeDataString(Visit.Here)}";
}
