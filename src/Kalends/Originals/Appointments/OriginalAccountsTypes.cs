using Kalends.Accounts;
using Kalends.Accounts.SigningIn;
using Kalends.GraphQL.Types;
using Kalends.Platform.GraphQL;

namespace Kalends.Originals.Appointments;

/// <summary>The types of tokens in the schema, in the words of the original appointment service.</summary>
static class OriginalAccountsTypes
{
    public static ObjectBuilder<TokenPair> Auth(Graph graph) => graph.Schema
        .Object<TokenPair>("AuthMutation", "The tokens of a signed-in user.")
        .String("accessToken", pair => pair.AccessToken)
        .String("refreshToken", pair => pair.RefreshToken)
        .Describe(
            "refreshToken", "The token with which refresh issues access tokens; it is valid as long as the sign-in.");

    public static ObjectBuilder<AccessToken> Refresh(Graph graph) => graph.Schema
        .Object<AccessToken>("RefreshMutation", "A new access token.")
        .String("newToken", token => token.Token)
        .Describe("newToken", "The token for the header Authorization: Bearer ….");
}
