using Kalends.Web.Frame;

namespace Kalends.Web.Console;

/// <summary>A field of a form with its label, a hint, and what is wrong with it.</summary>
partial class Field
{
    /// <param name="Name">The name by which it is sent.</param>
    /// <param name="Label">The label.</param>
    /// <param name="Value">The value, unless something was typed.</param>
    public sealed record Seen(string Name, string Label, string? Value = null)
    {
        /// <summary>The id in the page; by default the name.</summary>
        public string Id
        {
            get => field ?? Name;
            init;
        }

        /// <summary>
        /// The type of an input, or <c>textarea</c>, or <c>checkboxes</c>, of whose choices several may be made.
        /// </summary>
        public string Type { get; init; } = "text";

        public bool Required { get; init; }

        /// <summary>Whether it narrows what a page shows; that it may be left empty goes without saying.</summary>
        public bool IsFilter { get; init; }

        public int? LengthMax { get; init; }

        public string? Min { get; init; }

        public string? Max { get; init; }

        public string? Step { get; init; }

        public string? Hint { get; init; }

        /// <summary>The values to choose from; null if it is typed.</summary>
        public IReadOnlyList<Choice>? Choices { get; init; }

        /// <summary>The values that are chosen, unless others were.</summary>
        public IReadOnlyList<string> Values { get; init; } = [];

        /// <summary>What the browser may fill in.</summary>
        public string? Autocomplete { get; init; }

        public FieldFault.Seen? Fault { get; init; }
    }

    /// <param name="Value">The value as it is sent.</param>
    /// <param name="Name">The value in words.</param>
    public sealed record Choice(string Value, string Name);

    // A password never comes back from the server.
    string? Value => Shown.Type == "password" ? null : Visit.Typed(Shown.Name) ?? Shown.Value;

    IReadOnlyList<string?> Values => Visit.Sent(Shown.Name) is { Count: > 0 } sent ? sent : Shown.Values;

    string? HintId => Shown.Hint is null ? null : $"{Shown.Id}-hint";

    string Optional => $" ({T.Optional})";
}
