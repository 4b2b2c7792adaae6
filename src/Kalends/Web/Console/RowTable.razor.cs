namespace Kalends.Web.Console;

/// <summary>A table of rows with the links to its other pages, or a word that there are none.</summary>
partial class RowTable
{
    /// <param name="Caption">What the rows are.</param>
    /// <param name="Columns">The columns.</param>
    /// <param name="Rows">The rows, each with a cell for each column.</param>
    public sealed record Seen(string Caption, IReadOnlyList<Column> Columns, IReadOnlyList<IReadOnlyList<Cell>> Rows)
    {
        /// <summary>What is said if there are no rows.</summary>
        public string? IfEmpty { get; init; }

        public Pager.Seen Pages { get; init; } = new(null, null);
    }

    /// <param name="Name">The heading.</param>
    /// <param name="IsNumber">Whether its cells are numbers or amounts.</param>
    public sealed record Column(string Name, bool IsNumber = false)
    {
        public static implicit operator Column(string name) => new(name);
    }

    /// <param name="Text">The text.</param>
    /// <param name="Href">The address to which it leads.</param>
    public sealed record Cell(string? Text, string? Href = null)
    {
        /// <summary>Whether it is the state of the row.</summary>
        public bool IsState { get; init; }

        /// <summary>The time that it tells, as programs read it.</summary>
        public string? At { get; init; }

        /// <summary>The name and the value that are sent if the row is picked; the text is the label.</summary>
        public (string Name, string Value)? Pick { get; init; }

        /// <summary>What can be done about the row.</summary>
        public IReadOnlyList<ActForm.Seen> Acts { get; init; } = [];

        public static implicit operator Cell(string? text) => new(text);
    }
}
