using Kalends.Web.Frame;

namespace Kalends.Web.Console;

/// <summary>The navigation of the console: the sections that the visitor may see, and no others.</summary>
partial class ConsoleNavigation
{
    /// <param name="Links">The sections.</param>
    public sealed record Seen(IReadOnlyList<Link> Links)
    {
        internal static Seen Of(Visit visit) => new(Section.Of(visit)
            .Select(section => new Link(section.Path, section.NameIn(visit.Texts), section.Has(visit.Here)))
            .ToList());
    }

    /// <param name="Path">The address of the section.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="IsHere">Whether the page belongs to it.</param>
    public sealed record Link(string Path, string Name, bool IsHere);
}
