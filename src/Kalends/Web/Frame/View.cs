using Kalends.Web.Languages;
using Microsoft.AspNetCore.Components;

namespace Kalends.Web.Frame;

/// <summary>A part of a page, which shows one value to one visitor.</summary>
/// <remarks>
/// The compiler makes components public, so what they show is public too. What they are given by the frame is not: a
/// cascading parameter may be internal.
/// </remarks>
public abstract class View<TShown> : ComponentBase
{
    [Parameter, EditorRequired]
    public TShown Shown { get; set; } = default!;

    [CascadingParameter]
    internal Visit Visit { get; set; } = null!;

    internal Texts T => Visit.Texts;

    /// <summary>The part as a fragment that shows a value.</summary>
    internal static RenderFragment Of<TView>(TShown shown)
        where TView : View<TShown> => builder =>
        {
            builder.OpenComponent<TView>(0);
            builder.AddComponentParameter(1, nameof(Shown), shown);
            builder.CloseComponent();
        };
}
