using Kalends.Platform.Calls;

namespace Kalends.Reimbursements;

/// <summary>Reads one event type with the tariff that is in force now.</summary>
static class ReadEventType
{
    /// <param name="Id">Which one.</param>
    public sealed record Input([Id] long Id);

    public static Task<EventType> Run(Input input, Call call) =>
        call.Read(session => EventType.Find(session, call.Now, input.Id));
}
