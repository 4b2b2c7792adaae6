using Kalends.Platform.Calls;
using Kalends.Platform.Paging;

namespace Kalends.Messages.Delivery;

/// <summary>
/// Lists the messages about reservations of the caller's organisation, or all messages for admins, newest first. Those
/// that are over are kept for some time.
/// </summary>
static class ListMessages
{
    /// <param name="State">Only messages in this state.</param>
    /// <param name="Kind">Only messages of this kind.</param>
    /// <param name="ReservationId">Only messages about this reservation.</param>
    public sealed record Input(
        MessageState? State = null, MessageKind? Kind = null, [Id] long? ReservationId = null);

    public static Task<Page<Message>> Run(Input input, PageRequest page, Call call) => call.Read(session =>
        new ListQuery<Message>(Newest, Message.Read, Message.Columns, "messages", call.Scope.With())
            .Where("(@all OR organisation_id = @organisation)")
            .LedBy(
                ("reservation_id", input.ReservationId),
                ("organisation_id", call.Scope.All ? null : call.Scope.OrganisationId), ("state", input.State),
                ("kind", input.Kind))
            .Page(session, page));

    static readonly Keyset<Message> Newest =
        new("newest", new Key<Message>("id", message => message.Id, descends: true));
}
