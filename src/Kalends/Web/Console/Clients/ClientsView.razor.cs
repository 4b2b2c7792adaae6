namespace Kalends.Web.Console.Clients;

/// <summary>The clients of the practice.</summary>
partial class ClientsView
{
    /// <param name="Filter">The form that finds clients by name.</param>
    /// <param name="Clients">The clients.</param>
    public sealed record Seen(FilterForm.Seen Filter, RowTable.Seen Clients);
}
