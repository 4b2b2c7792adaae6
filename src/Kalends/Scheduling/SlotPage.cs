using System.Buffers.Text;
using System.Text;
using System.Text.Json.Serialization;
using Kalends.Platform.Calls;
using Kalends.Platform.Http;
using Kalends.Platform.Paging;
using Kalends.Platform.Storage;

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
/// <param name="slots">The slots that it shows, and those after it, in order.</param>
/// <param name="limit">The greatest number of slots in the page.</param>
/// <param name="showsStates">Whether it shows the states of the slots.</param>
/// <param name="tag">Names the state of the calendar that it shows.</param>
sealed class SlotPage(IEnumerable<Slot> slots, int limit, bool showsStates, EntityTag tag) : IJsonBody, ITagged
{
    // A page is sent piece by piece, so that it takes the same memory however long it is.
    const int PieceBytes = 64 << 10;

    public static readonly Keyset<Slot> ByStart =
        new("starts_at", new Key<Slot>("starts_at", slot => slot.Start));

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

    public async Task WriteTo(HttpContext http)
    {
        http.Response.ContentType = "application/json";
        await http.Response.StartAsync(http.RequestAborted);
        using var walk = Page().GetEnumerator();
        for (var (body, isFirst, more) = (http.Response.BodyWriter, true, true); more; isFirst = false)
        {
            body.Advance(Write(body.GetSpan(PieceBytes), walk, isFirst, out more));
            await body.FlushAsync(http.RequestAborted);
        }
    }

    List<SlotView> Read() => Page().Select(slot => slot.View(showsStates)).ToList();

    IEnumerable<Slot> Page()
    {
        var count = 0;
        foreach (var slot in slots)
        {
            if (count++ == limit)
            {
                _after = slot;
                yield break;
            }
            yield return slot;
        }
    }

    /// <summary>
    /// Writes what fits without a serializer, which would take longer than the search for a thousand slots.
    /// </summary>
    int Write(Span<byte> to, IEnumerator<Slot> walk, bool isFirst, out bool more)
    {
        var json = new SlotWriter(to, showsStates);
        if (isFirst)
            json.Begin();
        while (more = walk.MoveNext())
        {
            json.Put(walk.Current);
            if (!json.HasRoom)
                return json.Length;
        }
        json.End(Cursor);
        return json.Length;
    }
}

/// <summary>Writes slots as JSON.</summary>
ref struct SlotWriter(Span<byte> to, bool showsStates)
{
    // A row has two instants, two ids of 19 digits, the longest state and all the names; the end has a cursor.
    const int RowBytesMax = 220;
    const int EndBytesMax = 600;

    const long Second = 1_000_000;
    const long Day = 86_400 * Second;
    const int DateBytes = 11;

    readonly Span<byte> _to = to;
    int _at;
    bool _isFirst;
    long _day = -1;
    int _dayAt;
    long _end = long.MinValue;
    int _endAt;
    int _endBytes;

    public readonly int Length => _at;

    public readonly bool HasRoom => _to.Length - _at >= RowBytesMax + EndBytesMax;

    public void Begin()
    {
        Put("{\"items\":["u8);
        _isFirst = true;
    }

    public void Put(in Slot slot)
    {
        Put(_isFirst ? "{\"id\":"u8 : ",{\"id\":"u8);
        _isFirst = false;
        Put(slot.Id);
        Put(",\"starts_at\":\""u8);
        // Most slots start where the one before ended.
        if (slot.Start == _end)
            Put(_to.Slice(_endAt, _endBytes));
        else
            PutInstant(slot.Start);
        Put("\",\"ends_at\":\""u8);
        var at = _at;
        PutInstant(slot.End);
        (_end, _endAt, _endBytes) = (slot.End, at, _at - at);
        Put("\""u8);
        if (showsStates)
            PutState(slot);
        Put("}"u8);
    }

    public void End(string? next)
    {
        Put("],\"next\":"u8);
        Put(next is null ? "null"u8 : Encoding.ASCII.GetBytes($"\"{next}\""));
        Put("}"u8);
    }

    void PutState(in Slot slot)
    {
        Put(",\"state\":\""u8);
        Put(Encoding.ASCII.GetBytes(EnumText.Of(slot.State)));
        Put("\""u8);
        if (slot.ReservationId is not { } reservation)
            return;
        Put(",\"reservation_id\":"u8);
        Put(reservation);
    }

    /// <summary>Writes an instant. A date is computed once for all slots of its day, and then copied.</summary>
    void PutInstant(long micros)
    {
        var (day, rest) = Math.DivRem(micros, Day);
        if (day != _day || day < 0 || rest % Second != 0)
        {
            (_day, _dayAt) = (day, _at);
            _at += Instants.FromMicros(micros).Write(_to[_at..]);
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
        Utf8Formatter.TryFormat(number, _to[_at..], out var written);
        _at += written;
    }

    void Put(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_to[_at..]);
        _at += bytes.Length;
    }
}
