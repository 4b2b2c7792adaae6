using Kalends.GraphQL.Types;
using Kalends.Platform.GraphQL;

namespace Kalends.Messages.Delivery;

/// <summary>The schema type of messages.</summary>
static class MessageTypes
{
    public static ObjectBuilder<Message> Message(Graph graph) => graph.Schema
        .Object<Message>("Message", Docs.Of(typeof(Message)))
        .Id("messageId", message => message.Id)
        .Field("kind", graph.Words<MessageKind>(), message => message.Kind)
        .Field("channel", graph.Words<MessageChannel>(), message => message.Channel)
        .Field("reservationId", Scalars.IdFromLong.OrNull(), message => message.ReservationId)
        .Field("clientId", Scalars.IdFromLong.OrNull(), message => message.ClientId)
        .Field("organisationId", Scalars.IdFromLong.OrNull(), message => message.OrganisationId)
        .StringOrNull("recipient", message => message.Recipient)
        .Field("state", graph.Words<MessageState>(), message => message.State)
        .Int("attempts", message => message.Attempts)
        .Field("problem", graph.Words<MessageProblem>().OrNull(), message => message.Problem)
        .Field("smtpStatus", Scalars.Int.OrNull(), message => message.SmtpStatus)
        .Field("createdAt", graph.DateTime, message => message.CreatedAt)
        .Field("nextAttemptAt", graph.DateTime.OrNull(), message => message.NextAttemptAt)
        .Field("finishedAt", graph.DateTime.OrNull(), message => message.FinishedAt);
}
