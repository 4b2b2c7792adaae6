using Kalends.Accounts.Public;
using Kalends.GraphQL.Types;
using Kalends.Platform.Calls;
using Kalends.Platform.GraphQL;
using Kalends.Platform.Http;
using Kalends.Platform.Paging;
using Kalends.Providers.Clients;
using Kalends.Providers.Invitations;
using Kalends.Providers.People;
using Kalends.Providers.Public;
using Kalends.Providers.Publishing;
using Kalends.Providers.Reads;
using static Kalends.Platform.Calls.Access;
using static Kalends.Providers.ProvidersAccess;

namespace Kalends.Providers;

/// <summary>Providers, who give care, and clients, who receive it.</summary>
static class ProvidersModule
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var v1 = Routes.Canonical(endpoints, "Providers", typeof(ProvidersModule));
        v1.Create<ProviderInput, Profile>("/providers", CreateProvider.Run, EnterOrChangeProviders);
        v1.Get<ReadProvider.Input, Profile>("/providers/{id}", ReadProvider.Run, Published);
        v1.Put<ReplaceProvider.Input, Profile>("/providers/{id}", ReplaceProvider.Run, EnterOrChangeProviders);
        v1.Patch<PatchProvider.Input, Profile>("/providers/{id}", PatchProvider.Run, EnterOrChangeProviders);
        v1.Delete<DeleteProvider.Input, Profile>("/providers/{id}", DeleteProvider.Run, EnterOrChangeProviders);
        v1.Get<ReadSkills.Input, ReadSkills.Named>("/providers/{id}/skills", ReadSkills.Run, SignedIn);
        v1.Put<SetSkills.Input, ReadSkills.Named>("/providers/{id}/skills", SetSkills.Run, EnterOrChangeProviders);

        v1.Get<ReadPublication.Input, OrganisationPublication>(
            "/organisations/{organisation_id}/publication", ReadPublication.Run, PublishProviders);
        v1.Put<ReplacePublication.Input, OrganisationPublication>(
            "/organisations/{organisation_id}/publication", ReplacePublication.Run, PublishProviders);

        v1.Create<ClientInput, Client>("/clients", CreateClient.Run, KeepClients);
        v1.List<ListClients.Input, Client>("/clients", ListClients.Run, KeepClients);
        v1.Get<ReadClient.Input, Client>("/clients/{id}", ReadClient.Run, KeepClients);
        v1.Put<ChangedClient, Client>("/clients/{id}", UpdateClient.Run, KeepClients);
        v1.Patch<PatchClient.Input, Client>("/clients/{id}", PatchClient.Run, KeepClients);
        v1.List<ListClientReads.Input, ClientRead>("/clients/{id}/reads", ListClientReads.Run, SeeReads);

        v1.GetAtLength<NoInput, PersonBody>("/me/export", ExportPerson.OfMe, ExportOwn);
        v1.GetAtLength<ExportPerson.ClientInput, PersonBody>(
            "/clients/{id}/export", ExportPerson.OfClient, KeepPersons);
        v1.GetAtLength<ExportPerson.UserInput, PersonBody>("/users/{id}/export", ExportPerson.OfUser, KeepPersons);
        v1.GetAtLength<ExportPerson.ProviderInput, PersonBody>(
            "/providers/{id}/export", ExportPerson.OfProvider, KeepPersons);
        v1.Act<ErasePerson.ClientInput, ErasePerson.Erased>("/clients/{id}/erase", ErasePerson.OfClient, KeepPersons);
        v1.Act<ErasePerson.UserInput, ErasePerson.Erased>("/users/{id}/erase", ErasePerson.OfUser, KeepPersons);
        v1.Act<ErasePerson.ProviderInput, ErasePerson.Erased>(
            "/providers/{id}/erase", ErasePerson.OfProvider, KeepPersons);

        v1.Create<Invite.Input, Invite.Made>(
            "/providers/{id}/invitations", Invite.ToProvider, EnterOrChangeProviders);
        v1.Get<ListInvitations.Input, Page<Invitation>>(
            "/providers/{id}/invitations", ListInvitations.ToProvider, EnterOrChangeProviders);
        v1.Delete<RevokeInvitation.Input, Invitation>(
            "/providers/{id}/invitations/{invitation_id}", RevokeInvitation.ToProvider, EnterOrChangeProviders);
        v1.Create<Invite.Input, Invite.Made>("/clients/{id}/invitations", Invite.ToClient, KeepClients);
        v1.Get<ListInvitations.Input, Page<Invitation>>(
            "/clients/{id}/invitations", ListInvitations.ToClient, KeepClients);
        v1.Delete<RevokeInvitation.Input, Invitation>(
            "/clients/{id}/invitations/{invitation_id}", RevokeInvitation.ToClient, KeepClients);
        v1.Act<AcceptInvitation.Input, AcceptInvitation.Accepted>(
            "/me/invitations/accept", AcceptInvitation.Run, SignedIn);
    }

    public static void Map(Graph graph)
    {
        var provider = ProviderTypes.Provider(graph);
        graph.Query<ReadProvider.Input, Profile>("provider", provider, ReadProvider.Run, Published);
        TherapistTypes.Therapist(graph);
        graph.Mutation<ProviderInput, Profile>(
            "createProvider", provider, CreateProvider.Run, EnterOrChangeProviders);
        graph.Mutation<ReplaceProvider.Input, Profile>(
            "replaceProvider", provider, ReplaceProvider.Run, EnterOrChangeProviders);
        graph.Mutation<PatchProvider.Input, Profile>(
            "patchProvider", provider, PatchProvider.Run, EnterOrChangeProviders);
        graph.Mutation<SetSkills.Input, ReadSkills.Named>(
            "setSkills", SetSkills.Run, EnterOrChangeProviders, "Provider",
            payload => payload.Field("skills", Scalars.String.List(), given => given.Answer.Skills));
        graph.Mutation<DeleteProvider.Input, Profile>(
            "deleteProvider", provider, DeleteProvider.Run, EnterOrChangeProviders);

        var publication = PublicationTypes.Publication(graph);
        graph.Query<ReadPublication.Input, OrganisationPublication>(
            "publication", publication, ReadPublication.Run, PublishProviders);
        graph.Mutation<ReplacePublication.Input, OrganisationPublication>(
            "replacePublication", publication, ReplacePublication.Run, PublishProviders);

        var client = ClientTypes.Client(graph);
        graph.Query<ReadClient.Input, Client>("client", client, ReadClient.Run, KeepClients);
        graph.Connection<ListClients.Input, Client>(
            "clients", client, ListClients.Run, KeepClients, sizes: new(IsForward: true));
        graph.Mutation<ClientInput, Client>("createClient", client, CreateClient.Run, KeepClients);
        graph.Mutation<ChangedClient, Client>("updateClient", client, UpdateClient.Run, KeepClients);
        graph.Mutation<PatchClient.Input, Client>("patchClient", client, PatchClient.Run, KeepClients);
        graph.Mutation<ErasePerson.ClientInput, ErasePerson.Erased>(
            "erasePersonOfClient", ErasePerson.OfClient, KeepPersons, "Client", ErasedPerson(graph));
        graph.Mutation<ErasePerson.UserInput, ErasePerson.Erased>(
            "erasePersonOfUser", ErasePerson.OfUser, KeepPersons, "User", ErasedPerson(graph));
        graph.Mutation<ErasePerson.ProviderInput, ErasePerson.Erased>(
            "erasePersonOfProvider", ErasePerson.OfProvider, KeepPersons, "Provider", ErasedPerson(graph));
        graph.Connection<ListClientReads.Input, ClientRead>(
            "clientReads", ClientReadTypes.ClientRead(graph), ListClientReads.Run, SeeReads, of: "Client");
        if (UserTypes.AreServed(graph))
        {
            ProviderTypes.LeadToProvider(graph, UserTypes.Me(graph), me => me.ProviderId);
            ClientTypes.LeadToClient(graph, UserTypes.Me(graph), me => me.ClientId);
        }
        MapInvitations(graph);
    }

    static Action<ObjectBuilder<Payload<ErasePerson.Erased>>> ErasedPerson(Graph graph) => payload => payload
        .StringOrNull("userId", given => given.Answer.UserId)
        .Field("clientId", Scalars.IdFromLong.OrNull(), given => given.Answer.ClientId)
        .Field("providerId", Scalars.IdFromLong.OrNull(), given => given.Answer.ProviderId)
        .Field("erasedAt", graph.DateTime, given => given.Answer.ErasedAt);

    static void MapInvitations(Graph graph)
    {
        var (made, invitation) = (InvitationTypes.Made(graph), InvitationTypes.Invitation(graph));
        void Answer(ObjectBuilder<Payload<Invite.Made>> payload) =>
            payload.Field("invitation", made, given => given.Answer)
                .Describe("invitation", "The invitation with its code, which is shown only this once.");

        graph.Query<ListInvitations.Input, IReadOnlyList<Invitation>>(
            "invitationsToProvider", invitation.List(), ListInvitations.AllToProvider, EnterOrChangeProviders,
            of: "Provider");
        graph.Query<ListInvitations.Input, IReadOnlyList<Invitation>>(
            "invitationsToClient", invitation.List(), ListInvitations.AllToClient, KeepClients, of: "Client");
        graph.Mutation<Invite.Input, Invite.Made>(
            "inviteToProvider", Invite.ToProvider, EnterOrChangeProviders, "Provider", Answer);
        graph.Mutation<Invite.Input, Invite.Made>("inviteToClient", Invite.ToClient, KeepClients, "Client", Answer);
        graph.Mutation<RevokeInvitation.Input, Invitation>(
            "revokeInvitationToProvider", invitation, RevokeInvitation.ToProvider, EnterOrChangeProviders,
            of: "Provider");
        graph.Mutation<RevokeInvitation.Input, Invitation>(
            "revokeInvitationToClient", invitation, RevokeInvitation.ToClient, KeepClients, of: "Client");
        graph.Mutation<AcceptInvitation.Input, AcceptInvitation.Accepted>(
            "acceptInvitation", AcceptInvitation.Run, SignedIn,
            answer: payload => InvitationTypes.Accepted(graph, payload));
    }
}
