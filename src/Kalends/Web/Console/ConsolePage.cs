using Kalends.Web.Frame;
using Kalends.Web.Look;

namespace Kalends.Web.Console;

/// <summary>A page of the console: its content, with the navigation and the style that all of them have.</summary>
static class ConsolePage
{
    /// <param name="visit">The visit.</param>
    /// <param name="title">The title of the page.</param>
    /// <param name="seen">What the component shows.</param>
    /// <param name="styles">The addresses of further styles.</param>
    /// <param name="scripts">The addresses of scripts.</param>
    public static Shown Of<TView, TSeen>(
        Visit visit, string title, TSeen seen, IReadOnlyList<string>? styles = null,
        IReadOnlyList<string>? scripts = null)
        where TView : View<TSeen>
    {
        var navigation = ConsoleNavigation.Seen.Of(visit);
        return Shown.As<TView, TSeen>(title, seen, new Surroundings(
            View<ConsoleNavigation.Seen>.Of<ConsoleNavigation>(navigation),
            [Assets.ConsoleStyle.Path, .. styles ?? []], [Assets.ConsoleScript.Path, .. scripts ?? []]));
    }
}
