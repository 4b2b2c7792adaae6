using System.Text.Json;
using System.Text.Json.Serialization;
using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling;

/// <summary>The way in which a service takes place.</summary>
enum ServiceMode
{
    /// <summary>At a place.</summary>
    OnSite,

    /// <summary>As a video call.</summary>
    Video,

    /// <summary>As a telephone call.</summary>
    Phone,
}

/// <summary>What can be booked (FHIR HealthcareService).</summary>
/// <param name="Id">The id of the service.</param>
/// <param name="OrganisationId">The organisation that owns it; null if a provider does.</param>
/// <param name="ProviderId">The provider who owns it; null if an organisation does.</param>
/// <param name="Name">The name.</param>
/// <param name="DurationMinutes">The length of the care in minutes.</param>
/// <param name="BufferBeforeMinutes">The minutes before it in which nobody else may be reserved.</param>
/// <param name="BufferAfterMinutes">The minutes after it in which nobody else may be reserved.</param>
/// <param name="Mode">The way in which it takes place.</param>
/// <param name="Place">The address, the link or the telephone number.</param>
/// <param name="EventTypeId">The kind of care that a completed reservation registers.</param>
/// <param name="Questions">The questions to answer at booking.</param>
/// <param name="Active">Whether it can be booked.</param>
/// <param name="CreatedAt">The time when it was created.</param>
/// <param name="UpdatedAt">The time of the last change.</param>
/// <param name="Version">The number of the version; each change counts.</param>
sealed record Service(
    long Id, long? OrganisationId, long? ProviderId, string Name, int DurationMinutes, int BufferBeforeMinutes,
    int BufferAfterMinutes, ServiceMode Mode, string? Place, long? EventTypeId, IReadOnlyList<Question> Questions,
    bool Active, Instant CreatedAt, Instant UpdatedAt, long Version) : ITagged
{
    [JsonIgnore]
    public EntityTag Tag => new(Version, "");

    [JsonIgnore]
    public Fit Fit => new(
        TimeSpan.FromMinutes(DurationMinutes), TimeSpan.FromMinutes(BufferBeforeMinutes),
        TimeSpan.FromMinutes(BufferAfterMinutes));

    /// <summary>Whether both say the same, whenever they were changed.</summary>
    public bool SaysTheSameAs(Service other) =>
        this with { UpdatedAt = other.UpdatedAt, Version = other.Version, Questions = other.Questions } == other
        && Written(Questions) == Written(other.Questions);

    static string Written(IReadOnlyList<Question> questions) => JsonSerializer.Serialize(questions, Json.Options);

    /// <summary>The event about this service, without its name, its place and its questions.</summary>
    public DomainEvent Event(string verb)
    {
        var happened = new DomainEvent("scheduling", $"service.{verb}", $"service/{Id}", new Facts(
            Id, OrganisationId, ProviderId, DurationMinutes, BufferBeforeMinutes, BufferAfterMinutes, Mode, EventTypeId,
            Active, CreatedAt, UpdatedAt, Version))
        {
            ProviderId = ProviderId,
        };
        return OrganisationId is null ? happened : happened with { OrganisationId = OrganisationId };
    }

    sealed record Facts(
        long Id, long? OrganisationId, long? ProviderId, int DurationMinutes, int BufferBeforeMinutes,
        int BufferAfterMinutes, ServiceMode Mode, long? EventTypeId, bool Active, Instant CreatedAt, Instant UpdatedAt,
        long Version);

    /// <summary>
    /// The columns that <see cref="Read"/> reads, each prefixed with <paramref name="table"/> if a statement has
    /// several tables.
    /// </summary>
    public static string Columns(string table = "") => string.Join(", ",
        ((string[])[
            "id", "organisation_id", "provider_id", "name", "duration_minutes", "buffer_before_minutes",
            "buffer_after_minutes", "mode", "place", "event_type_id", "questions", "active", "created_at", "updated_at",
            "version",
        ]).Select(column => table + column));

    public static Service Read(Row row) => new(
        row.Long("id"), row.LongOrNull("organisation_id"), row.LongOrNull("provider_id"), row.Text("name"),
        row.Int("duration_minutes"), row.Int("buffer_before_minutes"), row.Int("buffer_after_minutes"),
        row.Word<ServiceMode>("mode"), row.TextOrNull("place"), row.LongOrNull("event_type_id"),
        JsonSerializer.Deserialize<List<Question>>(row.Text("questions"), Json.Options)!, row.Long("active") == 1,
        row.At("created_at"), row.At("updated_at"), row.Long("version"));

    /// <summary>The values of a service, as parameters of the statements that write one.</summary>
    public (string, object?)[] Values() =>
    [
        ("id", Id), ("organisation", OrganisationId), ("provider", ProviderId), ("name", Name),
        ("duration", DurationMinutes), ("before", BufferBeforeMinutes), ("after", BufferAfterMinutes), ("mode", Mode),
        ("place", Place), ("type", EventTypeId), ("questions", Written(Questions)),
        ("active", Active ? 1L : 0L), ("created", CreatedAt), ("updated", UpdatedAt), ("version", Version),
    ];
}
