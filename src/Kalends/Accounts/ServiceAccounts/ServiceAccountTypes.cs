using Kalends.Accounts.Public;
using Kalends.GraphQL.Types;
using Kalends.Platform.GraphQL;
using Kalends.Platform.Storage;

namespace Kalends.Accounts.ServiceAccounts;

/// <summary>Service accounts as types of the schema.</summary>
static class ServiceAccountTypes
{
    public static ObjectBuilder<ServiceAccount> ServiceAccount(Graph graph) => graph.Schema
        .Object<ServiceAccount>("ServiceAccount", Docs.Of(typeof(ServiceAccount)))
        .Id("serviceAccountId", account => account.Id)
        .String("name", account => account.Name)
        .Field("roles", graph.Words<Role>().List(), account => account.Roles.Select(EnumText.Parse<Role>).ToList())
        .Field("organisationId", Scalars.IdFromLong.OrNull(), account => account.OrganisationId)
        .Field("createdAt", graph.DateTime, account => account.CreatedAt)
        .Field("disabledAt", graph.DateTime.OrNull(), account => account.DisabledAt);
}
