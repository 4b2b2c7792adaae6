using Kalends.Accounts.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.GraphQL;
using Kalends.Platform.Http;
using Kalends.Platform.Paging;
using static Kalends.Platform.Calls.Access;

namespace Kalends.Accounts;

/// <summary>Users, roles, organisations and tokens: sign-in and permissions.</summary>
static class AccountsModule
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        T Use<T>() where T : class => endpoints.ServiceProvider.GetRequiredService<T>();

        var v1 = Routes.Canonical(endpoints, "Accounts");
        v1.Act<IssueToken.Input, TokenPair>("/auth/token", Use<IssueToken>().Run, Anyone);
        v1.Act<RefreshToken.Input, TokenPair>("/auth/refresh", Use<RefreshToken>().Run, Anyone);
        v1.Act<RevokeToken.Input, Nothing>("/auth/revoke", Use<RevokeToken>().Run, Anyone);
        v1.Get<NoInput, Me>("/me", GetCurrentUser.Run, SignedIn);
        v1.Act<ChangePassword.Input, Nothing>("/me/password", Use<ChangePassword>().Run, SignedIn);

        v1.Create<CreateUser.Input, UserView>("/users", CreateUser.Run, AdminOnly);
        v1.Get<ListUsers.Input, Page<UserView>>("/users", ListUsers.Run, AdminOnly);
        v1.Get<ReadUser.Input, UserView>("/users/{id}", ReadUser.Run, AdminOnly);
        v1.Put<UpdateUser.Input, UserView>("/users/{id}", Use<UpdateUser>().Run, AdminOnly);
        v1.Act<DisableUser.Input, UserView>("/users/{id}/disable", Use<DisableUser>().Run, AdminOnly);
        v1.Act<EnableUser.Input, UserView>("/users/{id}/enable", EnableUser.Run, AdminOnly);
        v1.Delete<DeleteUser.Input, UserView>("/users/{id}", Use<DeleteUser>().Run, AdminOnly);
        v1.Create<CreateOrganisation.Input, Organisation>("/organisations", CreateOrganisation.Run, AdminOnly);
        v1.List<NoInput, Organisation>("/organisations", ListOrganisations.Run, AdminOnly);
    }

    public static void Map(Graph graph)
    {
        graph.Query<NoInput, Me>("me", UserTypes.Me(graph), GetCurrentUser.Run, SignedIn);
    }
}
