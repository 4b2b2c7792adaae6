using System.Buffers.Text;
using System.Text;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling;

/// <summary>Writes slots as the members of a JSON list.</summary>
/// <remarks>
/// Most rows continue the one before: the id is the next, and the slot starts where the last one ended. Such a row is
/// a copy of the row before with its digits written over, which takes a third of the time.
/// </remarks>
/// <param name="to">The place for them.</param>
/// <param name="showsStates">Whether their states are written.</param>
/// <param name="isFirst">Whether the list begins here.</param>
ref struct SlotWriter(Span<byte> to, bool showsStates, bool isFirst)
{
    /// <summary>
    /// The most bytes of a row: all the names, two instants, two ids of 19 digits, the longest state.
    /// </summary>
    public const int RowBytesMax = 220;

    const long Second = 1_000_000;
    const long Day = 86_400 * Second;

    // An instant without a fraction, and the place of its time of day.
    const int InstantBytes = 20;
    const int TimeAt = 11;

    static readonly byte[][] States =
        Enum.GetValues<SlotState>().Select(state => Encoding.ASCII.GetBytes(EnumText.Of(state))).ToArray();

    static ReadOnlySpan<byte> Id => "{\"id\":"u8;

    static ReadOnlySpan<byte> StartsAt => ",\"starts_at\":\""u8;

    static ReadOnlySpan<byte> EndsAt => "\",\"ends_at\":\""u8;

    readonly Span<byte> _to = to;
    readonly bool _showsStates = showsStates;
    bool _isFirst = isFirst;

    // The last row: its place, without the state, and what it shows. Only a row of whole seconds is copied.
    int _row;
    int _rowBytes;
    int _idBytes;
    long _id;
    long _end;
    long _length;
    long _day;
    bool _isWhole;

    /// <summary>The bytes that are written.</summary>
    public int Length { get; private set; }

    /// <summary>Whether another row fits.</summary>
    public readonly bool HasRoom => _to.Length - Length >= RowBytesMax;

    public void Put(in Slot slot)
    {
        if (!_isFirst)
            Put(","u8);
        _isFirst = false;
        if (!Continues(slot) || !TryCopy(slot))
            PutWhole(slot);
        (_id, _end) = (slot.Id, slot.End);
        if (_showsStates)
            PutState(slot);
        Put("}"u8);
    }

    /// <summary>Whether the row differs from the last one only in the digits of its id and its times of day.</summary>
    readonly bool Continues(in Slot slot) =>
        _isWhole && slot.Id == _id + 1 && slot.Start == _end && slot.End - slot.Start == _length
        && slot.End < _day + Day;

    /// <summary>Copies the last row and writes over it; false if the id has become longer.</summary>
    bool TryCopy(in Slot slot)
    {
        var row = _to.Slice(Length, _rowBytes);
        _to.Slice(_row, _rowBytes).CopyTo(row);
        if (slot.Id % 10 != 0)
            row[Id.Length + _idBytes - 1] = (byte)('0' + slot.Id % 10);
        else if (!Utf8Formatter.TryFormat(slot.Id, row[Id.Length..], out var length) || length != _idBytes)
            return false;
        var starts = row.Slice(Id.Length + _idBytes + StartsAt.Length, InstantBytes);
        var ends = row.Slice(Id.Length + _idBytes + StartsAt.Length + InstantBytes + EndsAt.Length, InstantBytes);
        ends.CopyTo(starts);
        var seconds = (int)((slot.End - _day) / Second);
        TwoDigits(ends, TimeAt, seconds / 3600);
        TwoDigits(ends, TimeAt + 3, seconds / 60 % 60);
        TwoDigits(ends, TimeAt + 6, seconds % 60);
        (_row, Length) = (Length, Length + _rowBytes);
        return true;
    }

    static void TwoDigits(Span<byte> to, int at, int number)
    {
        to[at] = (byte)('0' + number / 10);
        to[at + 1] = (byte)('0' + number % 10);
    }

    void PutWhole(in Slot slot)
    {
        _row = Length;
        Put(Id);
        _idBytes = Put(slot.Id);
        Put(StartsAt);
        Length += slot.StartsAt.Write(_to[Length..]);
        Put(EndsAt);
        Length += slot.EndsAt.Write(_to[Length..]);
        Put("\""u8);
        _rowBytes = Length - _row;
        _length = slot.End - slot.Start;
        _day = slot.End / Day * Day;
        _isWhole = slot.Start >= 0 && slot.Start % Second == 0 && slot.End % Second == 0;
    }

    void PutState(in Slot slot)
    {
        Put(",\"state\":\""u8);
        Put(States[(int)slot.State]);
        Put("\""u8);
        if (slot.ReservationId is not { } reservation)
            return;
        Put(",\"reservation_id\":"u8);
        Put(reservation);
    }

    int Put(long number)
    {
        Utf8Formatter.TryFormat(number, _to[Length..], out var written);
        Length += written;
        return written;
    }

    void Put(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_to[Length..]);
        Length += bytes.Length;
    }
}
