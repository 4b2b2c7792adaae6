using System.Text;
using System.Text.Json.Serialization;
using Kalends.Platform.Http;
using Kalends.Platform.Paging;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling;

/// <summary>A slot, with its state if all slots are shown.</summary>
/// <param name="Id">The id of the slot, by which it is reserved.</param>
/// <param name="StartsAt">The start of the slot.</param>
/// <param name="EndsAt">The end of the slot.</param>
/// <param name="State">Whether the slot can be reserved; only if all slots are shown.</param>
/// <param name="ReservationId">The live reservation of the slot; only if all slots are shown.</param>
readonly record struct SlotView(
    long Id, Instant StartsAt, Instant EndsAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SlotState? State = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? ReservationId = null);

/// <summary>One page of slots.</summary>
/// <param name="Items">The slots, in order.</param>
/// <param name="Next">The cursor of the page after this one; null on the last page.</param>
sealed record SlotPage(IReadOnlyList<SlotView> Items, string? Next) : IJsonBody
{
    // A row has two instants, two ids of 19 digits, the longest state and all the names.
    const int RowBytesMax = 220;

    public static readonly Keyset<Slot> ByStart =
        new("starts_at", new Key<Slot>("starts_at", slot => slot.Stretch.Start.Micros));

    public static SlotPage Of(IEnumerable<Slot> slots, int expected, int limit, bool showAll)
    {
        var items = new List<SlotView>(Math.Min(expected, limit));
        foreach (var slot in slots)
        {
            if (!showAll && slot.State != SlotState.Free)
                continue;
            if (items.Count == limit)
                return new SlotPage(items, ByStart.PlaceOf(slot).Write());
            items.Add(new SlotView(slot.Id, slot.Stretch.Start, slot.Stretch.End,
                showAll ? slot.State : null, slot.ReservationId));
        }
        return new SlotPage(items, null);
    }

    /// <summary>
    /// Writes the bytes without a serializer: a month of slots has a thousand rows, and a serializer takes longer than
    /// the search for them.
    /// </summary>
    public async Task WriteTo(HttpContext http)
    {
        using var buffer = http.Buffer();
        var size = RowBytesMax * Items.Count + 600;
        buffer.Advance(new SlotWriter(buffer.GetSpan(size)).Write(this));
        http.Response.ContentType = "application/json";
        await buffer.Send(http);
    }
}

/// <summary>Writes a page of slots as JSON into a buffer that is large enough.</summary>
ref struct SlotWriter(Span<byte> to)
{
    const long Second = 1_000_000;
    const long Day = 86_400 * Second;
    const int DateBytes = 11;

    readonly Span<byte> _to = to;
    int _at;
    long _day = -1;
    int _dayAt;

    public int Write(SlotPage page)
    {
        Put("{\"items\":["u8);
        for (var i = 0; i < page.Items.Count; i++)
        {
            if (i > 0)
                Put(","u8);
            Put(page.Items[i]);
        }
        Put("],\"next\":"u8);
        Put(page.Next is null ? "null"u8 : Encoding.ASCII.GetBytes($"\"{page.Next}\""));
        Put("}"u8);
        return _at;
    }

    void Put(SlotView slot)
    {
        Put("{\"id\":"u8);
        Put(slot.Id);
        Put(",\"starts_at\":\""u8);
        Put(slot.StartsAt);
        Put("\",\"ends_at\":\""u8);
        Put(slot.EndsAt);
        Put("\""u8);
        if (slot.State is { } state)
        {
            Put(",\"state\":\""u8);
            Put(Encoding.ASCII.GetBytes(EnumText.Of(state)));
            Put("\",\"reservation_id\":"u8);
            if (slot.ReservationId is { } reservation)
                Put(reservation);
            else
                Put("null"u8);
        }
        Put("}"u8);
    }

    /// <summary>
    /// Writes an instant. The date is computed once for all slots of a day, and then copied from its first place in the
    /// buffer.
    /// </summary>
    void Put(Instant instant)
    {
        var (day, rest) = Math.DivRem(instant.Micros, Day);
        if (day != _day || day < 0 || rest % Second != 0)
        {
            (_day, _dayAt) = (day, _at);
            _at += instant.Write(_to[_at..]);
            return;
        }

        _to.Slice(_dayAt, DateBytes).CopyTo(_to[_at..]);
        _at += DateBytes;
        var seconds = (int)(rest / Second);
        Put(seconds / 3600, (byte)':');
        Put(seconds / 60 % 60, (byte)':');
        Put(seconds % 60, (byte)'Z');
    }

    void Put(int twoDigits, byte end)
    {
        var to = _to.Slice(_at, 3);
        to[0] = (byte)('0' + twoDigits / 10);
        to[1] = (byte)('0' + twoDigits % 10);
        to[2] = end;
        _at += 3;
    }

    void Put(long number)
    {
        number.TryFormat(_to[_at..], out var written, provider: System.Globalization.CultureInfo.InvariantCulture);
        _at += written;
    }

    void Put(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_to[_at..]);
        _at += bytes.Length;
    }
}
