using Kalends.Accounts.Organisations;
using Kalends.Accounts.Public;
using Kalends.Accounts.StreamTickets;
using Kalends.GraphQL.Types;
using Kalends.Platform.GraphQL;
using Kalends.Platform.Storage;

namespace Kalends.Accounts;

/// <summary>Users, organisations and tokens as types of the schema.</summary>
static class AccountsTypes
{
    public static ObjectBuilder<UserView> User(Graph graph) => graph.Schema
        .Object<UserView>("User", "A user as admins see them.")
        .Id("userId", user => user.Id)
        .String("username", user => user.Username)
        .Field("roles", graph.Words<Role>().List(), user => user.Roles.Select(EnumText.Parse<Role>).ToList())
        .Field("organisationId", Scalars.IdFromLong.OrNull(), user => user.OrganisationId)
        .Field("disabledAt", graph.DateTime.OrNull(), user => user.DisabledAt)
        .Field("erasedAt", graph.DateTime.OrNull(), user => user.ErasedAt)
        .String("version", user => user.Tag.ToString())
        .Describe("version", "The ETag of the user, for ifMatch.");

    public static ObjectBuilder<Organisation> Organisation(Graph graph) => graph.Schema
        .Object<Organisation>("Organisation", Docs.Of(typeof(Organisation)))
        .Id("organisationId", organisation => organisation.Id)
        .String("name", organisation => organisation.Name);

    public static void Tokens(ObjectBuilder<Payload<TokenPair>> payload) => payload
        .String("accessToken", given => given.Answer.AccessToken)
        .String("refreshToken", given => given.Answer.RefreshToken)
        .String("tokenType", given => given.Answer.TokenType)
        .Int("expiresIn", given => given.Answer.ExpiresIn);

    public static Action<ObjectBuilder<Payload<CreateStreamTicket.Made>>> Ticket(Graph graph) => payload => payload
        .String("ticket", given => given.Answer.Ticket)
        .Field("expiresAt", graph.DateTime, given => given.Answer.ExpiresAt);
}
