using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Kalends.Web.Frame;

/// <summary>Renders components to HTML on the server, once; nothing of them lives on in the browser.</summary>
sealed class Renderer(IServiceProvider services, ILoggerFactory logs)
{
    public async Task<string> Render(Visit visit, string title, RenderFragment body, Surroundings around)
    {
        RenderFragment layout = builder =>
        {
            builder.OpenComponent<Layout>(0);
            builder.AddComponentParameter(1, nameof(Layout.Shown), title);
            builder.AddComponentParameter(2, nameof(Layout.Body), body);
            builder.AddComponentParameter(3, nameof(Layout.Around), around);
            builder.CloseComponent();
        };
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?>
        {
            [nameof(CascadingValue<>.Value)] = visit,
            [nameof(CascadingValue<>.IsFixed)] = true,
            [nameof(CascadingValue<>.ChildContent)] = layout,
        });
        await using var renderer = new HtmlRenderer(services, logs);
        return await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<CascadingValue<Visit>>(parameters)).ToHtmlString());
    }
}
