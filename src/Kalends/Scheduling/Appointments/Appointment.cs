using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Kalends.Events.Public;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Appointments;

/// <summary>An opening of exactly one slot, with a type (FHIR Appointment).</summary>
/// <param name="Id">The id of the appointment, which is the id of its opening.</param>
/// <param name="ProviderId">The provider who offers it.</param>
/// <param name="StartsAt">The start of the appointment.</param>
/// <param name="EndsAt">The end of the appointment.</param>
/// <param name="Type">The purpose of the appointment: one-off or consultation.</param>
sealed record Appointment(long Id, long ProviderId, Instant StartsAt, Instant EndsAt, string Type)
{
    /// <summary>The greatest length of an appointment.</summary>
    public static readonly TimeSpan LengthMax = TimeSpan.FromHours(24);

    /// <summary>The last second at which an appointment may start: clients count in 32 bits.</summary>
    public static readonly Instant StartMax = Instant.FromUnixTimeSeconds(int.MaxValue);

    /// <summary>The id of its one slot, by which it is reserved.</summary>
    public long SlotId => Scheduling.SlotId.Of(Id, 0);

    /// <summary>The length in seconds.</summary>
    public long DurationSeconds => (long)EndsAt.Since(StartsAt).TotalSeconds;

    [JsonIgnore]
    public Opening Opening => new(Id, ProviderId, StartsAt, EndsAt, EndsAt.Since(StartsAt), Type);

    /// <summary>The event about this appointment.</summary>
    public DomainEvent Event(string verb) => new("scheduling", $"appointment.{verb}", $"appointment/{Id}", new Facts(
        Id, ProviderId, StartsAt, EndsAt, Type, SlotId, DurationSeconds))
    {
        ProviderId = ProviderId,
    };

    sealed record Facts(
        long Id, long ProviderId, Instant StartsAt, Instant EndsAt, string Type, long SlotId, long DurationSeconds);

    /// <summary>The columns that <see cref="Read"/> reads.</summary>
    public const string Columns = "id, provider_id, starts_at, ends_at, type";

    /// <summary>
    /// The condition on openings that are appointments and not removed; the indexes of appointments contain exactly
    /// these.
    /// </summary>
    public const string Standing = "type IS NOT NULL AND removed_at IS NULL";

    public static Appointment Read(Row row) => new(
        row.Long("id"), row.Long("provider_id"), row.At("starts_at"), row.At("ends_at"), row.Text("type"));
}

/// <summary>The types of appointments.</summary>
static class AppointmentType
{
    /// <summary>All types, in the order of their names.</summary>
    public static readonly ImmutableArray<string> All = ["consultation", "one-off"];
}
