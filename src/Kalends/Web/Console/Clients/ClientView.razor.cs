namespace Kalends.Web.Console.Clients;

/// <summary>A client and their history.</summary>
partial class ClientView
{
    /// <param name="Name">The name of the client.</param>
    /// <param name="TimeZone">The time zone of the client.</param>
    /// <param name="Reservations">Their appointments.</param>
    public sealed record Seen(string Name, string TimeZone, RowTable.Seen Reservations);
}
