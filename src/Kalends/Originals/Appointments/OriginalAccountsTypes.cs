using Kalends.Accounts;
using Kalends.GraphQL.Types;
using Kalends.Platform.GraphQL;

namespace Kalends.Originals.Appointments;

/// <summary>The types of tokens in the schema, in the words of the original appointment service.</summary>
static class OriginalAccountsTypes
{
    public static ObjectBuilder<TokenPair> Auth(Graph graph) => graph.Schema
        .Object<TokenPair>("AuthMutation", "What a signed-in user carries.")
        .String("accessToken", pair => pair.AccessToken)
        .String("refreshToken", pair => pair.RefreshToken)
        .Describe("refreshToken", "Gets new access tokens by refresh, and stays good as long as the sign-in.");

    public static ObjectBuilder<AccessToken> Refresh(Graph graph) => graph.Schema
        .Object<AccessToken>("RefreshMutation", "A new access token.")
        .String("newToken", token => token.Token)
        .Describe("newToken", "Goes into Authorization: Bearer ….");
}
