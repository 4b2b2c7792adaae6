using System.Text.Json.Serialization;
using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Feeds;

/// <summary>
/// A calendar feed: a user's secret address at which calendar programs read the reservations of a provider or a client.
/// </summary>
/// <param name="Id">The id of the feed.</param>
/// <param name="ProviderId">The provider whose reservations it shows.</param>
/// <param name="ClientId">The client whose reservations it shows.</param>
/// <param name="ShowsClients">Whether the titles have the names of clients.</param>
/// <param name="CreatedAt">The time when its address was made.</param>
/// <param name="LastReadAt">The time when it was last read, to the hour; null if it never was.</param>
sealed record Feed(
    long Id, long? ProviderId, long? ClientId, bool ShowsClients, Instant CreatedAt, Instant? LastReadAt)
{
    const int SecretBytesCount = 32;

    /// <summary>The user who made it, as they are now: the feed shows what they may see.</summary>
    [JsonIgnore]
    public Caller Maker { get; init; } = Caller.Nobody;

    public static string NewSecret() => SecretBytes.Text(SecretBytesCount);

    /// <summary>The path at which calendar programs read it.</summary>
    public static string AddressOf(string secret) => $"/v1/feeds/{secret}.ics";

    /// <summary>The event about this feed, without its address.</summary>
    public DomainEvent Event(string verb) => new(
        "scheduling", $"feed.{verb}", ProviderId is { } provider ? $"provider/{provider}" : $"client/{ClientId}",
        new Facts(Id, ProviderId, ClientId, ShowsClients, CreatedAt))
    {
        ProviderId = ProviderId,
    };

    sealed record Facts(long Id, long? ProviderId, long? ClientId, bool ShowsClients, Instant CreatedAt);

    public static Feed Read(Row row) => new(
        row.Long("id"), row.LongOrNull("provider_id"), row.LongOrNull("client_id"), row.Long("shows_clients") == 1,
        row.At("created_at"), row.AtOrNull("last_read_at"))
    {
        Maker = new Caller(row.Text("user_id"), (Roles)row.Int("roles"), row.LongOrNull("organisation_id")),
    };
}
