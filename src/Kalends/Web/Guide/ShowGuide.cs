using System.Collections.Concurrent;
using Kalends.Platform.Calls;
using Kalends.Web.Frame;
using Markdig;
using Microsoft.AspNetCore.Components;

namespace Kalends.Web.Guide;

/// <summary>Shows the guide for developers, which is written in Markdown and compiled into the program.</summary>
static class ShowGuide
{
    /// <param name="Topic">The name of the topic.</param>
    public sealed record Input([Text(1, 100)] string Topic);

    /// <summary>The topics in their order, by name and title.</summary>
    static readonly (string Name, string Title)[] Topics =
    [
        ("authentication", "Authentication"), ("refresh", "Refreshing a token"), ("pages", "Lists and their pages"),
        ("idempotency", "Sending a request again"), ("errors", "Errors"), ("dates", "Times and dates"),
        ("streams", "Streams"),
    ];

    static readonly MarkdownPipeline Rules = new MarkdownPipelineBuilder().UsePipeTables().DisableHtml().Build();

    static readonly ConcurrentDictionary<string, string> Rendered = new();

    public static Task<Shown> Contents(NoInput input, Visit visit) =>
        Task.FromResult(Show(visit.Texts.Guide, name: null));

    public static Task<Shown> Topic(Input input, Visit visit) =>
        Array.Find(Topics, topic => topic.Name == input.Topic) is { Name: { } name, Title: var title }
            ? Task.FromResult(Show(title, name))
            : throw PlatformErrors.NothingHere.Refused();

    static Shown Show(string title, string? name) => Shown.As<GuideView, GuideView.Seen>(title, new(
        [.. Topics.Select(topic => new GuideView.Link($"/guide/{topic.Name}", topic.Title, topic.Name == name))],
        name is null ? null : (MarkupString)Rendered.GetOrAdd(name, Render)));

    static string Render(string name)
    {
        using var file = new StreamReader(
            typeof(ShowGuide).Assembly.GetManifestResourceStream($"Guide/{name}.md")!);
        return Markdown.ToHtml(file.ReadToEnd(), Rules);
    }
}
