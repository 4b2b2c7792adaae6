using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Serialization;
using Kalends.Platform.Calls;
using Kalends.Platform.Http;
using Kalends.Platform.Storage;
using Kalends.Platform.Time;

namespace Kalends.Scheduling;

/// <summary>Lists the slots of a provider that can be reserved at this moment, soonest first.</summary>
static class ListSlots
{
    /// <param name="ProviderId">Whose.</param>
    /// <param name="From">Slots that start at or after it; now where it is left out.</param>
    /// <param name="To">
    /// Slots that start before it, at most 366 days after <c>from</c>; 31 days where it is left out.
    /// </param>
    /// <param name="Include">Only bookable slots, or all with their states for those who keep the calendar.</param>
    /// <param name="Limit">Slots a page.</param>
    /// <param name="Cursor">The <c>next</c> of the page before.</param>
    public sealed record Input(
        [Id] long ProviderId, Instant? From = null, Instant? To = null, Include Include = Include.Bookable,
        [Number(1, SlotId.PerOpening)] int Limit = SlotId.PerOpening, [Text(0, 500)] string? Cursor = null);

    /// <summary>Which slots a list shows.</summary>
    public enum Include
    {
        Bookable,
        All,
    }

    static readonly TimeSpan WindowMax = TimeSpan.FromDays(366);
    static readonly TimeSpan WindowDefault = TimeSpan.FromDays(31);

    public static async Task<SlotPage> Run(Input input, Call call)
    {
        var (window, now) = (WindowOf(input, call.Now), call.Now);
        var rules = call.Settings<SchedulingSettings>();
        var calendar = await call.Read(async session =>
        {
            if (input.Include == Include.All)
                await Provider.CheckAuthority(session, call.With(SchedulingModule.KeepCalendar), input.ProviderId);
            else
                await Provider.Find(session, input.ProviderId);
            return await Calendar.Load(session, input.ProviderId, window);
        });

        var slots = calendar.Slots(window, now, earliest: now + rules.Notice);
        return SlotPage.Of(slots, input.Limit, showAll: input.Include == Include.All);
    }

    static Interval WindowOf(Input input, Instant now)
    {
        var from = input.From ?? now;
        var to = input.To ?? from + WindowDefault;
        var faults = new Faults();
        if (to < from)
            faults.AddParameter("to", "end_before_start", "to must not be before from.");
        else if (to - from > WindowMax)
            faults.AddParameter("to", "too_long", $"from and to lie at most {WindowMax.TotalDays} days apart.");
        faults.ThrowIfAny();
        return new Interval(Cursor.Read(input.Cursor) is { } after ? new Instant(after.At) : from, to);
    }
}

/// <summary>A slot, with its state where all are shown.</summary>
/// <param name="Id">Names it: what a reservation asks for.</param>
/// <param name="StartsAt">When it starts.</param>
/// <param name="EndsAt">When it ends.</param>
/// <param name="State">Only with <c>include=all</c>: free, held, booked, closed or too_soon.</param>
/// <param name="ReservationId">Only with <c>include=all</c>: the live reservation on it.</param>
readonly record struct SlotView(
    long Id, Instant StartsAt, Instant EndsAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SlotState? State = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? ReservationId = null);

/// <summary>One page of slots.</summary>
/// <param name="Items">The slots, in order.</param>
/// <param name="Next">Asks for the page after this one; null on the last.</param>
sealed record SlotPage(IReadOnlyList<SlotView> Items, string? Next) : IJsonBody
{
    // Two instants, two ids of 19 digits, the longest state and all the names.
    const int RowBytesMax = 220;

    public static SlotPage Of(IEnumerable<Slot> slots, int limit, bool showAll)
    {
        var items = new List<SlotView>();
        foreach (var slot in slots)
        {
            if (!showAll && slot.State != SlotState.Free)
                continue;
            if (items.Count == limit)
                return new SlotPage(items, Cursor.Write(slot.Id, slot.Stretch.Start.Micros));
            items.Add(new SlotView(slot.Id, slot.Stretch.Start, slot.Stretch.End,
                showAll ? slot.State : null, slot.ReservationId));
        }
        return new SlotPage(items, null);
    }

    /// <summary>
    /// Writes the bytes itself: a month of slots is a thousand rows, and a serializer costs more than finding them.
    /// </summary>
    public async Task WriteTo(HttpContext http)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(RowBytesMax * Items.Count + 600);
        try
        {
            var length = Write(buffer);
            http.Response.ContentType = "application/json";
            http.Response.ContentLength = length;
            await http.Response.Body.WriteAsync(buffer.AsMemory(0, length), http.RequestAborted);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    int Write(Span<byte> to)
    {
        var at = Put(to, 0, "{\"items\":["u8);
        var end = new Written(Instant.From(DateTimeOffset.MinValue), 0..0);
        for (var i = 0; i < Items.Count; i++)
            at = Write(to, i == 0 ? at : Put(to, at, ","u8), Items[i], ref end);
        at = Put(to, at, "],\"next\":"u8);
        at = Next is null ? Put(to, at, "null"u8) : Put(to, at, Encoding.ASCII.GetBytes($"\"{Next}\""));
        return Put(to, at, "}"u8);
    }

    /// <summary>An instant and where its text stands.</summary>
    readonly record struct Written(Instant At, Range Text);

    static int Write(Span<byte> to, int at, SlotView slot, ref Written end)
    {
        at = Put(to, Put(to, at, "{\"id\":"u8), slot.Id);
        at = Put(to, at, ",\"starts_at\":\""u8);
        // Most slots start where the one before them ended.
        at = slot.StartsAt == end.At ? Put(to, at, to[end.Text]) : Put(to, at, slot.StartsAt);
        var start = Put(to, at, "\",\"ends_at\":\""u8);
        at = Put(to, start, slot.EndsAt);
        end = new Written(slot.EndsAt, start..at);
        at = Put(to, at, "\""u8);
        if (slot.State is { } state)
        {
            at = Put(to, Put(to, at, ",\"state\":\""u8), Encoding.ASCII.GetBytes(Words.Of(state)));
            at = Put(to, at, "\",\"reservation_id\":"u8);
            at = slot.ReservationId is { } reservation ? Put(to, at, reservation) : Put(to, at, "null"u8);
        }
        return Put(to, at, "}"u8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int Put(Span<byte> to, int at, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(to[at..]);
        return at + bytes.Length;
    }

    static int Put(Span<byte> to, int at, long number)
    {
        number.TryFormat(to[at..], out var written, provider: System.Globalization.CultureInfo.InvariantCulture);
        return at + written;
    }

    static int Put(Span<byte> to, int at, Instant instant) => at + instant.Write(to[at..]);
}
