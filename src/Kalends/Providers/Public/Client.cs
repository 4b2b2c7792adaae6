using System.Text.Json.Serialization;
using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Providers.Public;

/// <summary>A person who receives care or a service (FHIR Patient).</summary>
/// <param name="Id">The id of the client in the whole API.</param>
/// <param name="FirstName">The first name, or the only one.</param>
/// <param name="LastName">The last name; empty if there is only one name.</param>
/// <param name="TimeZone">The IANA name of the client's time zone.</param>
/// <param name="UserId">The user who is this client.</param>
/// <param name="OwnerUserId">The user who may act for the client.</param>
/// <param name="OrganisationId">The organisation whose managers may act for the client.</param>
/// <param name="CreatedAt">The time when the client was created.</param>
/// <param name="UpdatedAt">The time of the last change.</param>
/// <param name="Version">The number of the version; each change counts.</param>
/// <param name="ErasedAt">The time since which nothing is known of the person; the name was made up then.</param>
sealed record Client(
    long Id, string FirstName, string LastName, string TimeZone, string? UserId, string OwnerUserId,
    long? OrganisationId, Instant CreatedAt, Instant UpdatedAt, long Version, Instant? ErasedAt = null) : ITagged
{
    [JsonIgnore]
    public EntityTag Tag => new(Version, "");

    /// <summary>The first and last name in one text.</summary>
    public string Name => $"{FirstName} {LastName}".Trim();

    /// <summary>An event about this client, without the name, for its present keepers.</summary>
    public DomainEvent Event(string verb) => new("providers", $"client.{verb}", $"client/{Id}", new Facts(
        Id, TimeZone, UserId, OwnerUserId, OrganisationId, CreatedAt, UpdatedAt, Version))
    {
        OrganisationId = OrganisationId,
        OwnerUserId = OwnerUserId,
    };

    sealed record Facts(
        long Id, string TimeZone, string? UserId, string OwnerUserId, long? OrganisationId, Instant CreatedAt,
        Instant UpdatedAt, long Version);

    public static Client Read(Row row) => new(
        row.Long("id"), row.Text("first_name"), row.Text("last_name"), row.Text("time_zone"),
        row.TextOrNull("user_id"), row.Text("owner_user_id"), row.LongOrNull("organisation_id"),
        row.At("created_at"), row.At("updated_at"), row.Long("version"), row.AtOrNull("erased_at"));

    /// <summary>
    /// The columns of a client, each prefixed with <paramref name="table"/> if a statement has several tables.
    /// </summary>
    public static string Columns(string table = "") => string.Join(", ",
        ((string[])[
            "id", "first_name", "last_name", "time_zone", "user_id", "owner_user_id", "organisation_id",
            "created_at", "updated_at", "version", "erased_at",
        ]).Select(column => table + column));

    /// <summary>The values of a client, as parameters of every statement over clients.</summary>
    public (string, object?)[] Values() =>
    [
        ("id", Id), ("first", FirstName), ("last", LastName), ("zone", TimeZone), ("user", UserId),
        ("owner", OwnerUserId), ("organisation", OrganisationId), ("created", CreatedAt), ("updated", UpdatedAt),
        ("version", Version),
    ];
}
