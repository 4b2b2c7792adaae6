using Kalends.GraphQL.Types;
using Kalends.Originals;
using Kalends.Platform.Calls;
using Kalends.Platform.GraphQL;
using Kalends.Platform.Http;
using Kalends.Providers.Clients;
using Kalends.Providers.Invitations;
using Kalends.Providers.Public;
using Kalends.Providers.Recommendations;
using Kalends.Providers.Reviews;
using Kalends.Providers.Search;
using static Kalends.Platform.Calls.Access;
using static Kalends.Providers.ProvidersAccess;

namespace Kalends.Providers;

/// <summary>The directory: who gives care, and who receives it.</summary>
static class ProvidersModule
{
    // A walk along an order, and looking at all who are found, perhaps with their calendars.
    static readonly Weight Searching = new(Cost: 1_000);
    static readonly Weight Counting = new(Cost: 10_000);

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var v1 = Routes.Canonical(endpoints, "Providers");
        v1.Create<ProviderInput, Profile>("/providers", CreateProvider.Run, EnterOrChangeProviders);
        v1.Search<SearchProviders.Input, SearchProviders.Answer>("/providers", ListProviders.Run, SignedIn);
        v1.Ask<SearchProviders.Input, SearchProviders.Answer>("/providers/search", SearchProviders.Run, SignedIn);
        v1.Ask<Recommend.Input, Recommend.Answer>("/providers/recommend", Recommend.Run, SignedIn);
        v1.Get<ReadProvider.Input, Profile>("/providers/{id}", ReadProvider.Run, SignedIn);
        v1.Put<ReplaceProvider.Input, Profile>("/providers/{id}", ReplaceProvider.Run, EnterOrChangeProviders);
        v1.Patch<PatchProvider.Input, Profile>("/providers/{id}", PatchProvider.Run, EnterOrChangeProviders);
        v1.Delete<DeleteProvider.Input, Profile>("/providers/{id}", DeleteProvider.Run, EnterOrChangeProviders);
        v1.Get<ReadSkills.Input, ReadSkills.Named>("/providers/{id}/skills", ReadSkills.Run, SignedIn);
        v1.Put<SetSkills.Input, ReadSkills.Named>("/providers/{id}/skills", SetSkills.Run, EnterOrChangeProviders);

        v1.Create<ClientInput, Client>("/clients", CreateClient.Run, KeepClients);
        v1.Get<ListClients.Input, Page<Client>>("/clients", ListClients.Run, KeepClients);
        v1.Get<ReadClient.Input, Client>("/clients/{id}", ReadClient.Run, KeepClients);
        v1.Put<ChangedClient, Client>("/clients/{id}", UpdateClient.Run, KeepClients);
        v1.Patch<PatchClient.Input, Client>("/clients/{id}", PatchClient.Run, KeepClients);

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

        v1.Create<ReviewProvider.Input, Review>("/providers/{id}/reviews", ReviewProvider.Run, WriteReviews);
        v1.Get<ListReviewsOfProvider.Input, Page<Review>>(
            "/providers/{id}/reviews", ListReviewsOfProvider.Run, SignedIn);
        v1.Get<ListReviews.Input, Page<Review>>("/reviews", ListReviews.Run, SignedIn);
        v1.Get<ReadReview.Input, Review>("/reviews/{id}", ReadReview.Run, SignedIn);
        v1.Delete<WithdrawReview.Input, Review>("/reviews/{id}", WithdrawReview.Run, WriteReviews);
        v1.Act<ReplyToReview.Input, Review>("/reviews/{id}/reply", ReplyToReview.Run, ReplyToReviews);
        v1.Act<ModerateReview.Input, Review>("/reviews/{id}/moderate", ModerateReview.Run, Moderate);

        var original = OriginalRoutes.Of(endpoints, "Original reservations", takesForms: true);
        original.Create<OriginalPeople.Input, OriginalPeople.Provider>(
            "/provider/create", OriginalPeople.CreateProvider, EnterOrChangeProviders);
        original.Create<OriginalPeople.Input, OriginalPeople.Client>(
            "/client/create", OriginalPeople.CreateClient, KeepClients);

        var directory = OriginalRoutes.Of(endpoints, "Original service providers");
        directory.Probe<OriginalDirectory.Healthy>("/v1_0/health", OriginalDirectory.Health);
        directory.Create<OriginalDirectory.New, ServiceProvider>(
            "/v1_0/service-provider", OriginalDirectory.Create, EnterOrChangeProviders);
        directory.Get<OriginalDirectory.Which, ServiceProvider>(
            "/v1_0/service-provider/{id}", OriginalDirectory.Read, SignedIn);
        directory.Put<OriginalDirectory.Changed, ServiceProvider>(
            "/v1_0/service-provider/{id}", OriginalDirectory.Replace, EnterOrChangeProviders);
        directory.Delete<OriginalDirectory.Which, OriginalDirectory.Empty>(
            "/v1_0/service-provider/{id}", OriginalDirectory.Delete, EnterOrChangeProviders);
        directory.Ask<OriginalSearch.Input, OriginalSearch.Answer>(
            "/v1_0/service-providers", OriginalSearch.Run, SignedIn);
        directory.Ask<OriginalRecommend.Input, OriginalSearch.Answer>(
            "/v1_0/service-providers/recommend", OriginalRecommend.Run, SignedIn);
        directory.Create<OriginalReviews.New, OriginalReviews.Rated>(
            "/v1_0/service-provider/{id}/review", OriginalReviews.Create, WriteReviews);
    }

    public static void Map(Graph graph)
    {
        var provider = ProviderTypes.Provider(graph);
        graph.Query<ReadProvider.Input, Profile>("provider", provider, ReadProvider.Run, SignedIn);
        graph.Words<ProviderSort>();
        graph.Words<SkillsMatch>();
        graph.Connection<PageProviders.Input, Profile>("providers", provider, PageProviders.Run, SignedIn, Searching);
        graph.Query<CountProviders.Input, ProviderFacets>(
            "providerFacets", SearchTypes.Facets(graph), CountProviders.Run, SignedIn, Counting);
        graph.Words<RecommendationOrder>();
        graph.Query<Recommend.Input, Recommend.Answer>(
            "recommend", RecommendationTypes.Recommendations(graph), Recommend.Run, SignedIn, Counting);
        TherapistTypes.Therapist(graph);
        graph.Mutation<ProviderInput, Profile>(
            "createProvider", provider, CreateProvider.Run, EnterOrChangeProviders);
        graph.Mutation<ReplaceProvider.Input, Profile>(
            "replaceProvider", provider, ReplaceProvider.Run, EnterOrChangeProviders);
        graph.Mutation<DeleteProvider.Input, Profile>(
            "deleteProvider", provider, DeleteProvider.Run, EnterOrChangeProviders);
        MapReviews(graph, provider);

        var client = ClientTypes.Client(graph);
        graph.Query<ReadClient.Input, Client>("client", client, ReadClient.Run, KeepClients);
        MapInvitations(graph);
    }

    static void MapInvitations(Graph graph)
    {
        var (made, invitation) = (InvitationTypes.Made(graph), InvitationTypes.Invitation(graph));
        graph.Query<ListInvitations.Input, IReadOnlyList<Invitation>>(
            "invitationsToProvider", invitation.List(), ListInvitations.AllToProvider, EnterOrChangeProviders,
            of: "Provider");
        graph.Query<ListInvitations.Input, IReadOnlyList<Invitation>>(
            "invitationsToClient", invitation.List(), ListInvitations.AllToClient, KeepClients, of: "Client");
        graph.Mutation<Invite.Input, Invite.Made>(
            "inviteToProvider", made, Invite.ToProvider, EnterOrChangeProviders, of: "Provider");
        graph.Mutation<Invite.Input, Invite.Made>("inviteToClient", made, Invite.ToClient, KeepClients, of: "Client");
        graph.Mutation<RevokeInvitation.Input, Invitation>(
            "revokeInvitationToProvider", invitation, RevokeInvitation.ToProvider, EnterOrChangeProviders,
            of: "Provider");
        graph.Mutation<RevokeInvitation.Input, Invitation>(
            "revokeInvitationToClient", invitation, RevokeInvitation.ToClient, KeepClients, of: "Client");
        graph.Mutation<AcceptInvitation.Input, AcceptInvitation.Accepted>(
            "acceptInvitation", InvitationTypes.Accepted(graph), AcceptInvitation.Run, SignedIn);
    }

    static void MapReviews(Graph graph, ObjectBuilder<Profile> provider)
    {
        var review = ReviewTypes.Review(graph);
        graph.Words<Verdict>();
        graph.Connections<Profile, NoInput, Review>(
            provider, "reviews", review, PageReviewsOfProviders.Run, SignedIn);
        graph.Query<ReadReview.Input, Review>("review", review, ReadReview.Run, SignedIn);
        graph.Connection<ReviewFilter, Review>("reviews", review, PageReviews.Run, SignedIn);
        graph.Mutation<ReviewProvider.Input, Review>(
            "reviewProvider", review, ReviewProvider.Run, WriteReviews, of: "Provider");
        graph.Mutation<WithdrawReview.Input, Review>("withdrawReview", review, WithdrawReview.Run, WriteReviews);
        graph.Mutation<ReplyToReview.Input, Review>("replyToReview", review, ReplyToReview.Run, ReplyToReviews);
        graph.Mutation<ModerateReview.Input, Review>("moderateReview", review, ModerateReview.Run, Moderate);
    }
}
