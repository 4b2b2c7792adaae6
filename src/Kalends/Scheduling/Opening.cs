using System.Text.Json.Serialization;
using Kalends.Events.Public;
using Kalends.Platform.Storage;
using Kalends.Platform.Time;

namespace Kalends.Scheduling;

/// <summary>A stretch that a provider offers, cut into slots of equal length (FHIR Schedule).</summary>
/// <param name="Id">Names it; an opening never moves, a replaced one gets a new id.</param>
/// <param name="ProviderId">Who offers it.</param>
/// <param name="StartsAt">When its first slot starts.</param>
/// <param name="EndsAt">When its last slot ends.</param>
/// <param name="SlotLength">The length of a slot.</param>
/// <param name="Type">Where it is an appointment, what for; null for any other opening.</param>
sealed record Opening(
    long Id, long ProviderId, Instant StartsAt, Instant EndsAt, [property: JsonIgnore] TimeSpan SlotLength,
    string? Type = null)
{
    /// <summary>Reads back what was answered, for those who ask again with the same Idempotency-Key.</summary>
    [JsonConstructor]
    public Opening(
        long id, long providerId, Instant startsAt, Instant endsAt, string? type, long slotSeconds)
        : this(id, providerId, startsAt, endsAt, TimeSpan.FromSeconds(slotSeconds), type)
    {
    }

    /// <summary>How long an opening may be.</summary>
    public static readonly TimeSpan LengthMax = TimeSpan.FromDays(42);

    /// <summary>How long a slot may be.</summary>
    public static readonly TimeSpan SlotLengthMax = TimeSpan.FromDays(1);

    /// <summary>Whole minutes of a slot; the seconds are exact.</summary>
    public int SlotMinutes => (int)SlotLength.TotalMinutes;

    /// <summary>Seconds of a slot.</summary>
    public long SlotSeconds => (long)SlotLength.TotalSeconds;

    /// <summary>How many slots it has; their ids count up from that of the first.</summary>
    public int SlotCount => (int)((EndsAt - StartsAt).Ticks / SlotLength.Ticks);

    /// <summary>The id of its first slot.</summary>
    public long FirstSlotId => SlotId.Of(Id, 0);

    /// <summary>The words of an event about this opening.</summary>
    public DomainEvent Event(string verb) => new("scheduling", $"opening.{verb}", $"opening/{Id}", this)
    {
        ProviderId = ProviderId,
    };

    [JsonIgnore]
    public Interval Stretch => new(StartsAt, EndsAt);

    public Interval SlotAt(int index)
    {
        // Not SlotLength * index, which goes through a floating-point number.
        var start = StartsAt + new TimeSpan(SlotLength.Ticks * index);
        return new Interval(start, start + SlotLength);
    }

    /// <summary>
    /// What is left of it beside a stretch that is cut out: one opening before and one behind, of whole slots, where
    /// there are any.
    /// </summary>
    public IEnumerable<Opening> Beside(Interval cut)
    {
        var before = Math.Clamp((cut.Start - StartsAt).Ticks / SlotLength.Ticks, 0, SlotCount);
        var behind = Math.Clamp(((cut.End - StartsAt).Ticks + SlotLength.Ticks - 1) / SlotLength.Ticks, 0, SlotCount);
        if (before > 0)
            yield return this with { Id = 0, EndsAt = SlotAt((int)before).Start };
        if (behind < SlotCount)
            yield return this with { Id = 0, StartsAt = SlotAt((int)behind).Start };
    }

    /// <summary>What <see cref="Read"/> reads.</summary>
    public const string Columns = "id, provider_id, starts_at, ends_at, slot_micros, type";

    public static Opening Read(Row row) => new(
        row.Long("id"), row.Long("provider_id"), row.At("starts_at"), row.At("ends_at"),
        LengthOf(row.Long("slot_micros")), row.TextOrNull("type"));

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
