using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Kalends.Events.Public;
using Kalends.Platform.Storage;
using Kalends.Platform.Time;

namespace Kalends.Scheduling.Appointments;

/// <summary>An opening of exactly one slot, with a type (FHIR Appointment).</summary>
/// <param name="Id">Names it; it is the id of the opening.</param>
/// <param name="ProviderId">Who offers it.</param>
/// <param name="StartsAt">When it starts.</param>
/// <param name="EndsAt">When it ends.</param>
/// <param name="Type">What it is for.</param>
sealed record Appointment(long Id, long ProviderId, Instant StartsAt, Instant EndsAt, string Type)
{
    /// <summary>How long one may be.</summary>
    public static readonly TimeSpan LengthMax = TimeSpan.FromHours(24);

    /// <summary>The last second at which one may start: clients count in 32 bits.</summary>
    public static readonly Instant StartMax = Instant.FromUnixSeconds(int.MaxValue);

    /// <summary>The id of its one slot: what a reservation asks for.</summary>
    public long SlotId => Scheduling.SlotId.Of(Id, 0);

    /// <summary>How long it is, in seconds.</summary>
    public long DurationSeconds => (long)(EndsAt - StartsAt).TotalSeconds;

    [JsonIgnore]
    public Opening Opening => new(Id, ProviderId, StartsAt, EndsAt, EndsAt - StartsAt, Type);

    /// <summary>The words of an event about this appointment.</summary>
    public DomainEvent Event(string verb) => new("scheduling", $"appointment.{verb}", $"appointment/{Id}", this)
    {
        ProviderId = ProviderId,
    };

    /// <summary>What <see cref="Read"/> reads.</summary>
    public const string Columns = "id, provider_id, starts_at, ends_at, type";

    /// <summary>Which openings are appointments that stand; the indexes of appointments hold exactly these.</summary>
    public const string Standing = "type IS NOT NULL AND removed_at IS NULL";

    public static Appointment Read(Row row) => new(
        row.Long("id"), row.Long("provider_id"), row.At("starts_at"), row.At("ends_at"), row.Text("type"));
}

/// <summary>What an appointment is for.</summary>
static class AppointmentType
{
    /// <summary>All there are, in the order of their names.</summary>
    public static readonly ImmutableArray<string> All = ["consultation", "one-off"];
}
