using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Reservations;

/// <summary>A move of a reservation, with the place that it left.</summary>
/// <param name="Sequence">How often the reservation had been moved before.</param>
/// <param name="SlotId">The slot that it left.</param>
/// <param name="ProviderId">The provider of that slot.</param>
/// <param name="StartsAt">The start that it had there.</param>
/// <param name="EndsAt">The end that it had there.</param>
/// <param name="MovedAt">The time of the move.</param>
sealed record Move(int Sequence, long SlotId, long ProviderId, Instant StartsAt, Instant EndsAt, Instant MovedAt)
{
    public const string Columns = "sequence, opening_id, slot_index, provider_id, starts_at, ends_at, moved_at";

    public static Move Read(Row row) => new(
        row.Int("sequence"), Scheduling.SlotId.Of(row.Long("opening_id"), row.Int("slot_index")),
        row.Long("provider_id"), row.At("starts_at"), row.At("ends_at"), row.At("moved_at"));
}

/// <summary>Lists where a reservation was before each of its moves, the first move first.</summary>
static class ListMoves
{
    /// <param name="Id">The id of the reservation.</param>
    public sealed record Input([Id] long Id);

    public static Task<Page<Move>> Run(Input input, PageRequest page, Call call) => call.Read(async session =>
    {
        await ReadReservation.Find(session, call, input.Id);
        return await new ListQuery<Move>(BySequence, Move.Read, Move.Columns, "reservation_moves")
            .Where("reservation_id = {0}", input.Id)
            .Page(session, page);
    });

    static readonly Keyset<Move> BySequence = new("sequence", new Key<Move>("sequence", move => (long)move.Sequence));
}
