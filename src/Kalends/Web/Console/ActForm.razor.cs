namespace Kalends.Web.Console;

/// <summary>
/// A form that does one thing. One that cannot be undone stands behind a line that opens it, and says what will happen.
/// </summary>
partial class ActForm
{
    /// <param name="Action">The address to which it is sent.</param>
    /// <param name="Button">The words on the button.</param>
    public sealed record Seen(string Action, string Button)
    {
        /// <summary>What will happen.</summary>
        public string? About { get; init; }

        public IReadOnlyList<Field.Seen> Fields { get; init; } = [];

        /// <summary>The fields that nobody sees, by name and value.</summary>
        public IReadOnlyList<(string Name, string Value)> Hidden { get; init; } = [];

        /// <summary>The line that opens the form; null if it is open always.</summary>
        public string? Opens { get; init; }

        /// <summary>Whether it stands open at first, for instance because it was refused.</summary>
        public bool IsOpen { get; init; }

        /// <summary>Whether it takes something away.</summary>
        public bool Warns { get; init; }
    }
}
