using Kalends.Platform.Paging;

namespace Kalends.Scheduling.Availability;

/// <summary>A start that can be booked now.</summary>
/// <param name="ProviderId">The id of the provider.</param>
/// <param name="Id">The id of the slot, by which it is reserved.</param>
/// <param name="StartsAt">The start of the slot.</param>
/// <param name="EndsAt">The end of the slot, or of the service that starts at it.</param>
sealed record FirstSlot(long ProviderId, long Id, Instant StartsAt, Instant EndsAt)
{
    /// <summary>The order of first slots: by start, and of equal starts by the id of the provider.</summary>
    public static readonly Keyset<FirstSlot> Order = new(
        "first_slots", new("starts_at", slot => slot.StartsAt.Micros), new("provider_id", slot => slot.ProviderId));

    public static FirstSlot Of(long providerId, Slot slot) =>
        new(providerId, slot.Id, slot.StartsAt, slot.EndsAt);
}

/// <summary>A place in the order of first slots.</summary>
readonly record struct Spot(Instant Start, long ProviderId) : IComparable<Spot>
{
    public static Spot Of(FirstSlot slot) => new(slot.StartsAt, slot.ProviderId);

    public bool IsBefore(FirstSlot slot) => CompareTo(Of(slot)) < 0;

    public int CompareTo(Spot other) => (Start, ProviderId).CompareTo((other.Start, other.ProviderId));
}
