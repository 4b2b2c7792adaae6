namespace Kalends.Web.Console.Clients;

/// <summary>The clients of the practice.</summary>
partial class ClientsView
{
    /// <param name="Clients">The clients.</param>
    public sealed record Seen(RowTable.Seen Clients);
}
