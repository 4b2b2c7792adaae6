using Kalends.GraphQL.Types;
using Kalends.Platform.GraphQL;
using Kalends.Platform.Storage;

namespace Kalends.Accounts.Public;

/// <summary>The caller as a type of the schema, so that other modules can extend it.</summary>
static class UserTypes
{
    /// <summary>Whether accounts are served here; otherwise nothing can extend the caller.</summary>
    public static bool AreServed(Graph graph) => graph.Serves("accounts");

    public static ObjectBuilder<Me> Me(Graph graph) => graph.Known<Me>("Me") ?? graph.Schema
        .Object<Me>("Me", "The caller.")
        .Id("userId", me => me.Id)
        .String("username", me => me.Username)
        .Field("roles", graph.Words<Role>().List(), RolesOf)
        .Field("organisationId", Scalars.IdFromLong.OrNull(), me => me.OrganisationId);

    static IReadOnlyList<Role> RolesOf(Me me) => me.Roles.Select(EnumText.Parse<Role>).ToList();
}
