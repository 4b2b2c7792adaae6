using System.Buffers;
using System.Text;
using System.Text.Json.Serialization;
using Kalends.Platform.Calls;
using Kalends.Platform.Http;
using Kalends.Platform.Paging;

namespace Kalends.Scheduling;

/// <summary>A slot, with its state if all slots are shown.</summary>
/// <param name="Id">The id of the slot, by which it is reserved.</param>
/// <param name="StartsAt">The start of the slot.</param>
/// <param name="EndsAt">The end of the slot.</param>
/// <param name="State">Whether the slot can be reserved; only if all slots are shown.</param>
/// <param name="ReservationId">The live reservation of the slot, if it has one and all slots are shown.</param>
readonly record struct SlotView(
    long Id, Instant StartsAt, Instant EndsAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SlotState? State = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? ReservationId = null);

/// <summary>One page of slots.</summary>
/// <remarks>The slots are found while the page is read or written.</remarks>
/// <param name="walk">The slots of the page, and those after it.</param>
/// <param name="limit">The greatest number of slots in the page.</param>
/// <param name="showsAll">Whether it shows all slots with their states; otherwise only those that are free.</param>
/// <param name="tag">Names the state of the calendar that it shows.</param>
sealed class SlotPage(SlotWalk walk, int limit, bool showsAll, EntityTag tag) : IJsonBody, ITagged
{
    public static readonly Keyset<Slot> ByStart =
        new("starts_at", new Key<Slot>("starts_at", slot => slot.Start));

    int _count;
    Slot? _after;

    [JsonIgnore]
    public EntityTag Tag => tag;

    /// <summary>The slots, in order.</summary>
    public IReadOnlyList<SlotView> Items => field ??= Read();

    /// <summary>The cursor of the page after this one; null on the last page.</summary>
    public string? Next
    {
        get
        {
            _ = Items;
            return Cursor;
        }
    }

    string? Cursor => _after is { } slot ? ByStart.PlaceOf(slot).Write() : null;

    /// <summary>
    /// Writes the slots as they are found, straight to where they are sent from. A serializer would take longer than
    /// the search for a thousand slots.
    /// </summary>
    public async Task WriteTo(HttpContext http)
    {
        http.Response.ContentType = "application/json";
        await http.Response.StartAsync(http.RequestAborted);
        var to = http.Response.BodyWriter;
        to.Write("{\"items\":["u8);
        for (var more = true; more; await to.SendPiece(http))
            to.Advance(Write(to.GetSpan(SlotWriter.RowBytesMax), out more));
        to.Write(Cursor is { } next ? Encoding.ASCII.GetBytes($"],\"next\":\"{next}\"}}") : "],\"next\":null}"u8);
    }

    /// <summary>Writes as many slots as fit.</summary>
    int Write(Span<byte> to, out bool more)
    {
        var rows = new SlotWriter(to, showsAll, isFirst: _count == 0);
        while (rows.HasRoom)
        {
            if (!Take(out var slot))
            {
                more = false;
                return rows.Length;
            }
            rows.Put(slot);
        }
        more = true;
        return rows.Length;
    }

    List<SlotView> Read()
    {
        var slots = new List<SlotView>();
        while (Take(out var slot))
            slots.Add(slot.View(showsAll));
        return slots;
    }

    /// <summary>The next slot of the page; false at its end.</summary>
    bool Take(out Slot slot)
    {
        while (walk.Next(out slot))
        {
            if (!showsAll && slot.State != SlotState.Free)
                continue;
            if (_count++ < limit)
                return true;
            _after = slot;
            return false;
        }
        return false;
    }
}
