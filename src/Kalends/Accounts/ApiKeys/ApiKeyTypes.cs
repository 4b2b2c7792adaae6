using Kalends.GraphQL.Types;
using Kalends.Platform.GraphQL;

namespace Kalends.Accounts.ApiKeys;

/// <summary>API keys as types of the schema.</summary>
static class ApiKeyTypes
{
    public static ObjectBuilder<ApiKey> ApiKey(Graph graph) => graph.Known<ApiKey>("ApiKey") ?? graph.Schema
        .Object<ApiKey>("ApiKey", Docs.Of(typeof(ApiKey)))
        .Id("apiKeyId", key => key.Id)
        .Id("userId", key => key.UserId)
        .String("name", key => key.Name)
        .String("prefix", key => key.Prefix)
        .Field("scopes", Scalars.String.List(), key => key.Scopes)
        .Field("createdAt", graph.DateTime, key => key.CreatedAt)
        .Id("createdBy", key => key.CreatedBy)
        .Field("rotatedAt", graph.DateTime.OrNull(), key => key.RotatedAt)
        .Field("expiresAt", graph.DateTime.OrNull(), key => key.ExpiresAt)
        .Field("revokedAt", graph.DateTime.OrNull(), key => key.RevokedAt)
        .Field("lastUsedAt", graph.DateTime.OrNull(), key => key.LastUsedAt);

    public static Action<ObjectBuilder<Payload<NewApiKey>>> Made(Graph graph) => payload => payload
        .Field("apiKey", ApiKey(graph), given => given.Answer.ApiKey)
        .String("secret", given => given.Answer.Secret);
}
