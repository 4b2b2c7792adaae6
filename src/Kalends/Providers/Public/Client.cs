using System.Text.Json.Serialization;
using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Platform.Time;

namespace Kalends.Providers.Public;

/// <summary>Who receives care or a service (FHIR Patient).</summary>
/// <param name="Id">Names them everywhere.</param>
/// <param name="FirstName">The first name, or the only one.</param>
/// <param name="LastName">The last name; empty where there is only one.</param>
/// <param name="TimeZone">The IANA name of the zone that they live by.</param>
/// <param name="UserId">The user who is this client.</param>
/// <param name="OwnerUserId">The user who may act for them.</param>
/// <param name="OrganisationId">The organisation whose managers may act for them.</param>
/// <param name="CreatedAt">When they were entered.</param>
/// <param name="UpdatedAt">When they were last changed.</param>
/// <param name="Version">Counts what was changed in all this.</param>
sealed record Client(
    long Id, string FirstName, string LastName, string TimeZone, string? UserId, string OwnerUserId,
    long? OrganisationId, Instant CreatedAt, Instant UpdatedAt, long Version) : ITagged
{
    [JsonIgnore]
    public EntityTag Tag => new(Version, "");

    /// <summary>Both names in one text.</summary>
    public string Name => $"{FirstName} {LastName}".Trim();

    /// <summary>The words of an event about this client, for who keeps them now.</summary>
    public DomainEvent Event(string verb, object? told = null) => new(
        "providers", $"client.{verb}", $"client/{Id}", told ?? this)
    {
        OrganisationId = OrganisationId,
        OwnerUserId = OwnerUserId,
    };

    public static Client Read(Row row) => new(
        row.Long("id"), row.Text("first_name"), row.Text("last_name"), row.Text("time_zone"),
        row.TextOrNull("user_id"), row.Text("owner_user_id"), row.LongOrNull("organisation_id"),
        row.At("created_at"), row.At("updated_at"), row.Long("version"));

    /// <summary>What a client is read of, each behind <paramref name="table"/> where a statement has several.</summary>
    public static string Columns(string table = "") => string.Join(", ",
        ((string[])[
            "id", "first_name", "last_name", "time_zone", "user_id", "owner_user_id", "organisation_id",
            "created_at", "updated_at", "version",
        ]).Select(column => table + column));

    /// <summary>The values of a client, as every statement over them takes them.</summary>
    public (string, object?)[] Values() =>
    [
        ("id", Id), ("first", FirstName), ("last", LastName), ("zone", TimeZone), ("user", UserId),
        ("owner", OwnerUserId), ("organisation", OrganisationId), ("created", CreatedAt), ("updated", UpdatedAt),
        ("version", Version),
    ];
}
