using System.Text.Json.Serialization;
using Kalends.Events.Public;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling;

/// <summary>A period that a provider offers, divided into slots of equal length (FHIR Schedule).</summary>
/// <param name="Id">The id of the opening; an opening never moves, and its replacement gets a new id.</param>
/// <param name="ProviderId">The provider who offers it.</param>
/// <param name="StartsAt">The start of its first slot.</param>
/// <param name="EndsAt">The end of its last slot.</param>
/// <param name="SlotLength">The length of a slot.</param>
/// <param name="Type">The type of an appointment; null for any other opening.</param>
/// <param name="Hours">The working hours that it was made of; null if a person offered it.</param>
sealed record Opening(
    long Id, long ProviderId, Instant StartsAt, Instant EndsAt, [property: JsonIgnore] TimeSpan SlotLength,
    string? Type = null, OpeningHours? Hours = null)
{
    /// <summary>Reads an earlier answer again, for repeated requests with the same Idempotency-Key.</summary>
    [JsonConstructor]
    public Opening(
        long id, long providerId, Instant startsAt, Instant endsAt, string? type, long slotSeconds,
        OpeningHours? hours)
        : this(id, providerId, startsAt, endsAt, TimeSpan.FromSeconds(slotSeconds), type, hours)
    {
    }

    /// <summary>The greatest length of an opening.</summary>
    public static readonly TimeSpan LengthMax = TimeSpan.FromDays(42);

    /// <summary>The greatest length of a slot.</summary>
    public static readonly TimeSpan SlotLengthMax = TimeSpan.FromDays(1);

    /// <summary>The length of a slot in whole minutes; the seconds are exact.</summary>
    public int SlotMinutes => (int)SlotLength.TotalMinutes;

    /// <summary>The length of a slot in seconds.</summary>
    public long SlotSeconds => (long)SlotLength.TotalSeconds;

    /// <summary>The number of slots; their ids count up from the id of the first.</summary>
    public int SlotCount => (int)(EndsAt.Since(StartsAt).Ticks / SlotLength.Ticks);

    /// <summary>The id of the first slot.</summary>
    public long FirstSlotId => SlotId.Of(Id, 0);

    /// <summary>The event about this opening.</summary>
    public DomainEvent Event(string verb) => new("scheduling", $"opening.{verb}", $"opening/{Id}", new Facts(
        Id, ProviderId, StartsAt, EndsAt, Type, SlotMinutes, SlotSeconds, SlotCount, FirstSlotId))
    {
        ProviderId = ProviderId,
    };

    sealed record Facts(
        long Id, long ProviderId, Instant StartsAt, Instant EndsAt, string? Type, int SlotMinutes, long SlotSeconds,
        int SlotCount, long FirstSlotId);

    [JsonIgnore]
    public Interval Stretch => new(StartsAt, EndsAt);

    public Interval SlotAt(int index)
    {
        // The product SlotLength * index would go through a floating-point number.
        var start = StartsAt + new TimeSpan(SlotLength.Ticks * index);
        return new Interval(start, start + SlotLength);
    }

    /// <summary>
    /// The index of the slot at an instant; 0 before the first, and the number of slots after the last.
    /// </summary>
    public int IndexAt(Instant at) =>
        (int)Math.Clamp(at.Since(StartsAt).Ticks / SlotLength.Ticks, 0, SlotCount);

    /// <summary>
    /// The index of the first slot that starts at or after an instant; the number of slots if none does.
    /// </summary>
    public int IndexFrom(Instant at) =>
        (int)Math.Min(SlotsBefore(at.Since(StartsAt), SlotLength), SlotCount);

    /// <summary>The number of slots that start before a time has passed since the start of the first one.</summary>
    public static long SlotsBefore(TimeSpan passed, TimeSpan slotLength) =>
        passed <= TimeSpan.Zero ? 0 : (passed.Ticks + slotLength.Ticks - 1) / slotLength.Ticks;

    /// <summary>
    /// The parts that are left when a period is cut out: at most one opening before it and one after it, of whole
    /// slots.
    /// </summary>
    public IEnumerable<Opening> Beside(Interval cut)
    {
        var (before, behind) = (IndexAt(cut.Start), IndexFrom(cut.End));
        if (before > 0)
            yield return this with { Id = 0, EndsAt = SlotAt(before).Start };
        if (behind < SlotCount)
        {
            var rest = SlotAt(behind).Start;
            yield return this with { Id = 0, StartsAt = rest, Hours = Hours?.From(rest) };
        }
    }

    /// <summary>
    /// The condition on openings that overlap the time from <c>@from</c> to <c>@to</c>. It states the greatest length
    /// of an opening; without it, an index scan could not end.
    /// </summary>
    public static readonly string Overlap =
        $"ends_at > @from AND ends_at < @to + {LengthMax.Micros} AND starts_at < @to";

    /// <summary>The columns that <see cref="Read"/> reads.</summary>
    public const string Columns = "id, provider_id, starts_at, ends_at, slot_micros, type";

    /// <summary>The columns that <see cref="ReadWithHours"/> reads, from <c>openings</c>.</summary>
    public const string ColumnsWithHours = $$"""
        {{Columns}}, time_zone, local_start,
        (SELECT {gather}(CAST(s.service_id AS TEXT)) FROM opening_services s
         WHERE s.opening_id = openings.id) AS service_ids
        """;

    /// <summary>Reads an opening without the working hours that it was made of.</summary>
    public static Opening Read(Row row) => new(
        row.Long("id"), row.Long("provider_id"), row.At("starts_at"), row.At("ends_at"),
        LengthOf(row.Long("slot_micros")), row.TextOrNull("type"));

    public static Opening ReadWithHours(Row row) => Read(row) with { Hours = OpeningHours.Read(row) };

    public static TimeSpan LengthOf(long micros) => new(micros * 10);
}

/// <summary>
/// Converts the ids of slots. A slot has no row: its id is computed from its opening and its index in it, and never
/// changes its meaning.
/// </summary>
static class SlotId
{
    /// <summary>The greatest number of slots of an opening.</summary>
    public const int PerOpening = 4096;

    public static long Of(long openingId, int index) => openingId * PerOpening + index;

    public static (long OpeningId, int Index) Split(long slotId) => (slotId / PerOpening, (int)(slotId % PerOpening));
}
