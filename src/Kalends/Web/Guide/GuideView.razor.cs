using Microsoft.AspNetCore.Components;

namespace Kalends.Web.Guide;

/// <summary>The contents of the guide, or one of its topics.</summary>
partial class GuideView
{
    /// <param name="Topics">All topics.</param>
    /// <param name="Text">The topic that is shown, as HTML; null on the page of contents.</param>
    public sealed record Seen(IReadOnlyList<Link> Topics, MarkupString? Text);

    /// <param name="Href">The address of the topic.</param>
    /// <param name="Title">Its title.</param>
    /// <param name="IsShown">Whether it is the topic that is shown.</param>
    public sealed record Link(string Href, string Title, bool IsShown);
}
