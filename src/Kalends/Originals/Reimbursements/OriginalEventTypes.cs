using System.Text.Json.Serialization;
using Kalends.Platform.Calls;
using Kalends.Platform.Http;
using Kalends.Reimbursements;
using Kalends.Reimbursements.Tariffs;

namespace Kalends.Originals.Reimbursements;

/// <summary>The routes for event types of the original reimbursement service, over the same use cases.</summary>
static class OriginalEventTypes
{
    const int PageSize = 100;
    const string Crowns = "SEK";

    /// <summary>An event type, in the words of the original.</summary>
    public sealed record TypeView(long Id, string Name, long? AmountInCents, string Currency);

    /// <summary>A new event type.</summary>
    public sealed record Created(long Id, string Message, string Status = "success");

    /// <summary>One event type in the original's envelope.</summary>
    public sealed record One(TypeView Data, string Status = "success");

    /// <summary>A page of event types in the original's envelope; the next one is in the header Link.</summary>
    public sealed record Listed(Types Data, string Status = "success") : ILinked
    {
        [JsonIgnore]
        public string? Next { get; init; }
    }

    /// <summary>Event types under the original's key.</summary>
    public sealed record Types([property: JsonPropertyName("event_types")] IReadOnlyList<TypeView> Items);

    /// <param name="Name">The unique name.</param>
    /// <param name="AmountInCents">The amount for one event of this type, in minor units of the currency.</param>
    /// <param name="Currency">SEK, like all amounts of the original; /v1 has other currencies.</param>
    public sealed record New(
        [Text(1, 100)] string Name, [Number(0, Money.Max)] long AmountInCents, [Text(0, 100)] string Currency = Crowns);

    /// <param name="Cursor">The cursor of a further page, from the header Link.</param>
    public sealed record Ask([Text(0, 500)] string? Cursor = null);

    /// <param name="TypeId">The id of the event type.</param>
    public sealed record Which([Id] long TypeId);

    /// <summary>Creates an event type, whose amount is in force for all time.</summary>
    public static async Task<Answer<Created>> Create(New input, Call call)
    {
        if (input.Currency != Crowns)
            throw Refused.Invalid("/currency", FaultCode.UnknownCurrency, $"currency must be {Crowns} on this route.");
        var made = await CreateEventType.Run(new(input.Name, input.Currency, input.AmountInCents), call);
        return made.As(type => new Created(type.Id, "Event type created."));
    }

    /// <summary>Lists the event types, 100 per page.</summary>
    public static async Task<Listed> List(Ask input, Call call)
    {
        var page = await ListEventTypes.Run(new(), new(PageSize, input.Cursor), call);
        return new Listed(new Types(page.Items.Select(View).ToList())) { Next = page.Next };
    }

    /// <summary>Reads one event type.</summary>
    public static async Task<One> Read(Which input, Call call) =>
        new(View(await ReadEventType.Run(new(input.TypeId), call)));

    /// <summary>Deletes an event type that was never used.</summary>
    public static async Task<Answer<OriginalCareEvents.Done>> Delete(Which input, Call call)
    {
        await DeleteEventType.Run(new(input.TypeId), call);
        return new OriginalCareEvents.Done("Event type deleted.");
    }

    static TypeView View(EventType type) => new(type.Id, type.Name, type.Amount, type.Currency);
}
