using Kalends.GraphQL.Types;
using Kalends.Platform.GraphQL;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Accounts;

/// <summary>The caller and their tokens as types of the schema.</summary>
static class AccountsTypes
{
    public static ObjectBuilder<Me> Me(Graph graph)
    {
        var type = graph.Schema.Object<Me>("Me", "The caller.")
            .Id("userId", me => me.Id)
            .String("username", me => me.Username)
            .Field("roles", graph.Words<CreateUser.Role>().List(), RolesOf)
            .Field("organisationId", Scalars.IdFromLong.OrNull(), me => me.OrganisationId);
        ProviderTypes.LeadToProvider(graph, type, me => me.ProviderId);
        ClientTypes.LeadToClient(graph, type, me => me.ClientId);
        return type;
    }

    public static ObjectBuilder<TokenPair> Auth(Graph graph) => graph.Schema
        .Object<TokenPair>("AuthMutation", "What a signed-in user carries.")
        .String("accessToken", pair => pair.AccessToken)
        .String("refreshToken", pair => pair.RefreshToken);

    public static ObjectBuilder<AccessToken> Refresh(Graph graph) => graph.Schema
        .Object<AccessToken>("RefreshMutation", "A new access token.")
        .String("newToken", token => token.Token);

    static IReadOnlyList<CreateUser.Role> RolesOf(Me me) => me.Roles.Select(EnumText.Parse<CreateUser.Role>).ToList();
}
