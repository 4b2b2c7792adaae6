using System.Text.Json.Serialization;
using Kalends.Platform.Storage;
using Kalends.Platform.Time;

namespace Kalends.Scheduling;

/// <summary>A stretch that a provider offers, cut into slots of equal length (FHIR Schedule).</summary>
/// <param name="Id">Names it; an opening never moves, a replaced one gets a new id.</param>
/// <param name="ProviderId">Who offers it.</param>
/// <param name="StartsAt">When its first slot starts.</param>
/// <param name="EndsAt">When its last slot ends.</param>
/// <param name="SlotLength">The length of a slot.</param>
sealed record Opening(
    long Id, long ProviderId, Instant StartsAt, Instant EndsAt, [property: JsonIgnore] TimeSpan SlotLength)
{
    /// <summary>Reads back what was answered, for those who ask again with the same Idempotency-Key.</summary>
    [JsonConstructor]
    public Opening(long id, long providerId, Instant startsAt, Instant endsAt, int slotMinutes)
        : this(id, providerId, startsAt, endsAt, TimeSpan.FromMinutes(slotMinutes))
    {
    }

    /// <summary>How long an opening may be.</summary>
    public static readonly TimeSpan LengthMax = TimeSpan.FromDays(42);

    /// <summary>Minutes of a slot.</summary>
    public int SlotMinutes => (int)SlotLength.TotalMinutes;

    /// <summary>How many slots it has; their ids count up from <c>first_slot_id</c>.</summary>
    public int SlotCount => (int)((EndsAt - StartsAt).Ticks / SlotLength.Ticks);

    /// <summary>The id of its first slot.</summary>
    public long FirstSlotId => SlotId.Of(Id, 0);

    [JsonIgnore]
    public Interval Stretch => new(StartsAt, EndsAt);

    public Interval SlotAt(int index)
    {
        // Not SlotLength * index, which goes through a floating-point number.
        var start = StartsAt + new TimeSpan(SlotLength.Ticks * index);
        return new Interval(start, start + SlotLength);
    }

    /// <summary>What <see cref="Read"/> reads.</summary>
    public const string Columns = "id, provider_id, starts_at, ends_at, slot_micros";

    public static Opening Read(Row row) => new(
        row.Long("id"), row.Long("provider_id"), row.At("starts_at"), row.At("ends_at"),
        LengthOf(row.Long("slot_micros")));

    public static TimeSpan LengthOf(long micros) => new(micros * 10);
}

/// <summary>
/// A slot has no row: its id is computed from its opening and its place in it, and never changes its meaning.
/// </summary>
static class SlotId
{
    /// <summary>Slots of an opening, at most.</summary>
    public const int PerOpening = 4096;

    public static long Of(long openingId, int index) => openingId * PerOpening + index;

    public static (long OpeningId, int Index) Split(long slotId) => (slotId / PerOpening, (int)(slotId % PerOpening));
}
