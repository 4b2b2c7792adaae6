using System.Text.Json.Serialization;
using Kalends.Platform.Calls;
using Kalends.Platform.Http;
using Kalends.Reimbursements.CareEvents;
using Kalends.Reimbursements.Remittances;

namespace Kalends.Originals.Reimbursements;

/// <summary>The routes for events of the original reimbursement service, over the same use cases.</summary>
static class OriginalCareEvents
{
    const int PageSize = 100;

    /// <summary>A care event, in the words of the original.</summary>
    public sealed record EventView(
        long Id, long TypeId, long CaregiverId, Instant StartTime, bool Reimbursed, Instant CreatedAt);

    /// <summary>A new event: its id under the name in the original's README, and under the name in its code.</summary>
    public sealed record Created(long EventId, long Id, string Message, string Status = "success");

    /// <summary>A confirmation that the request was carried out.</summary>
    public sealed record Done(string Message, string Status = "success");

    /// <summary>One event in the original's envelope.</summary>
    public sealed record One(EventView Data, string Status = "success");

    /// <summary>A page of events in the original's envelope; the next one is in the header Link.</summary>
    public sealed record Listed(Events Data, string Status = "success") : ILinked
    {
        [JsonIgnore]
        public string? Next { get; init; }
    }

    /// <summary>Events under the original's key.</summary>
    public sealed record Events([property: JsonPropertyName("events")] IReadOnlyList<EventView> Items);

    /// <param name="TypeId">The id of the event type.</param>
    /// <param name="CaregiverId">The id of the caregiver.</param>
    /// <param name="StartTime">The time at which the care took place.</param>
    public sealed record New([Id] long TypeId, [Id] long CaregiverId, Instant StartTime);

    /// <param name="Cursor">The cursor of a further page, from the header Link.</param>
    public sealed record Ask([Text(0, 500)] string? Cursor = null);

    /// <param name="EventId">The id of the event.</param>
    public sealed record Which([Id] long EventId);

    /// <summary>Registers an event, which is always unreimbursed at first, whatever the request says.</summary>
    public static async Task<Answer<Created>> Create(New input, Call call)
    {
        var made = await RegisterCareEvent.Run(new(input.CaregiverId, input.TypeId, input.StartTime), call);
        return made.As(one => new Created(one.Id, one.Id, "Event created."));
    }

    /// <summary>Lists the events in the order of their ids, 100 per page, without reversals.</summary>
    public static async Task<Listed> List(Ask input, Call call)
    {
        var page = await ListRegistered.Run(new(), new(PageSize, input.Cursor), call);
        return new Listed(new Events(page.Items.Select(View).ToList())) { Next = page.Next };
    }

    /// <summary>Reads one event.</summary>
    public static async Task<One> Read(Which input, Call call) =>
        new(View(await ReadCareEvent.Run(new(input.EventId), call)));

    /// <summary>Deletes an event that is not reimbursed.</summary>
    public static async Task<Answer<Done>> Delete(Which input, Call call)
    {
        await DeleteCareEvent.Run(new(input.EventId), call);
        return new Done("Event deleted.");
    }

    /// <summary>Marks an event as reimbursed, once.</summary>
    public static async Task<Answer<Done>> Reimburse(Which input, Call call)
    {
        var remitted = await RemitCareEvents.RunOne(input.EventId, call);
        return remitted.As(_ => new Done("Event reimbursed."));
    }

    static EventView View(CareEvent one) => new(
        one.Id, one.EventTypeId, one.CaregiverId, one.StartsAt, one.State == CareEventState.Reimbursed,
        one.CreatedAt);
}
