using Kalends.GraphQL.Types;
using Kalends.Platform.GraphQL;

namespace Kalends.Providers.Invitations;

/// <summary>The GraphQL types of invitations.</summary>
static class InvitationTypes
{
    public static ObjectBuilder<Invitation> Invitation(Graph graph) => graph.Known<Invitation>("Invitation") ??
        graph.Schema.Object<Invitation>("Invitation", Docs.Of(typeof(Invitation)))
            .Id("invitationId", one => one.Id)
            .Field("as", graph.Words<InvitedAs>(), one => one.As)
            .Field("createdAt", graph.DateTime, one => one.CreatedAt)
            .String("createdBy", one => one.CreatedBy)
            .Field("expiresAt", graph.DateTime, one => one.ExpiresAt);

    public static ObjectBuilder<Invite.Made> Made(Graph graph) => graph.Schema
        .Object<Invite.Made>("NewInvitation", "An invitation with its code, which is shown only this once.")
        .Id("invitationId", one => one.Id)
        .Field("as", graph.Words<InvitedAs>(), one => one.As)
        .String("code", one => one.Code)
        .Field("createdAt", graph.DateTime, one => one.CreatedAt)
        .Field("expiresAt", graph.DateTime, one => one.ExpiresAt);

    public static void Accepted(Graph graph, ObjectBuilder<Payload<AcceptInvitation.Accepted>> payload)
    {
        payload.Field("as", graph.Words<InvitedAs>(), given => given.Answer.As);
        Public.ProviderTypes.LeadToProvider(graph, payload, given => given.Answer.ProviderId);
        Public.ClientTypes.LeadToClient(graph, payload, given => given.Answer.ClientId);
    }
}
