namespace Kalends.Web.Console;

/// <summary>A form that chooses what a page shows.</summary>
partial class FilterForm
{
    /// <param name="Action">The address of the page.</param>
    /// <param name="Fields">The fields.</param>
    public sealed record Seen(string Action, IReadOnlyList<Field.Seen> Fields);
}
