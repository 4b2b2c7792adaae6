using Kalends.Web.Frame;

namespace Kalends.Web.Console;

/// <summary>A page of the console that has nothing but the usual parts, one below the other.</summary>
partial class Sheet
{
    /// <param name="Title">The heading.</param>
    public sealed record Seen(string Title)
    {
        /// <summary>What was refused.</summary>
        public string? Why { get; init; }

        /// <summary>What the page is about, or what was just done.</summary>
        public string? Lead { get; init; }

        public IReadOnlyList<RowTable.Cell> Links { get; init; } = [];

        /// <summary>What is known of the one thing that the page shows, by name.</summary>
        public IReadOnlyList<(string Name, RowTable.Cell Fact)> Facts { get; init; } = [];

        public FilterForm.Seen? Filter { get; init; }

        public IReadOnlyList<Part> Parts { get; init; } = [];

        /// <summary>What can be done.</summary>
        public IReadOnlyList<ActForm.Seen> Acts { get; init; } = [];
    }

    /// <param name="Heading">The heading.</param>
    /// <param name="Rows">The rows.</param>
    public sealed record Part(string? Heading, RowTable.Seen Rows)
    {
        /// <summary>The address to which the picked rows are sent, and the words on the button.</summary>
        public RowTable.Cell? Sends { get; init; }

        public IReadOnlyList<ActForm.Seen> Acts { get; init; } = [];
    }

    internal static Shown Page(Visit visit, Seen seen) => ConsolePage.Of<Sheet, Seen>(visit, seen.Title, seen);
}
