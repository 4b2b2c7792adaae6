using Kalends.Accounts.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.GraphQL;
using Kalends.Platform.Http;
using static Kalends.Platform.Calls.Access;

namespace Kalends.Accounts;

/// <summary>Users, roles, organisations and tokens: sign-in and permissions.</summary>
static class AccountsModule
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        T Use<T>() where T : class => endpoints.ServiceProvider.GetRequiredService<T>();

        var v1 = Routes.Canonical(endpoints, "Accounts", typeof(AccountsModule));
        v1.Act<IssueToken.Input, TokenPair>("/auth/token", Use<IssueToken>().Run, Anyone);
        v1.Act<RefreshToken.Input, TokenPair>("/auth/refresh", Use<RefreshToken>().Run, Anyone);
        v1.Act<RevokeToken.Input, Nothing>("/auth/revoke", Use<RevokeToken>().Run, Anyone);
        v1.Get<NoInput, Me>("/me", GetCurrentUser.Run, SignedIn);
        v1.Act<ChangePassword.Input, Nothing>("/me/password", Use<ChangePassword>().Run, SignedIn);

        v1.Create<CreateUser.Input, UserView>("/users", CreateUser.Run, AdminOnly);
        v1.List<NoInput, UserView>("/users", ListUsers.Run, AdminOnly);
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
        T Use<T>() where T : class => graph.ServiceProvider.GetRequiredService<T>();

        graph.Query<NoInput, Me>("me", UserTypes.Me(graph), GetCurrentUser.Run, SignedIn);
        graph.Mutation<IssueToken.Input, TokenPair>(
            "issueToken", Use<IssueToken>().Run, Anyone, answer: AccountsTypes.Tokens);
        graph.Mutation<RefreshToken.Input, TokenPair>(
            "refreshToken", Use<RefreshToken>().Run, Anyone, answer: AccountsTypes.Tokens);
        graph.Mutation<RevokeToken.Input, Nothing>("revokeToken", Use<RevokeToken>().Run, Anyone);
        graph.Mutation<ChangePassword.Input, Nothing>("changePassword", Use<ChangePassword>().Run, SignedIn);

        var (user, organisation) = (AccountsTypes.User(graph), AccountsTypes.Organisation(graph));
        graph.Query<ReadUser.Input, UserView>("user", user, ReadUser.Run, AdminOnly);
        graph.Connection<NoInput, UserView>("users", user, ListUsers.Run, AdminOnly);
        graph.Mutation<CreateUser.Input, UserView>("createUser", user, CreateUser.Run, AdminOnly);
        graph.Mutation<UpdateUser.Input, UserView>("updateUser", user, Use<UpdateUser>().Run, AdminOnly);
        graph.Mutation<DisableUser.Input, UserView>("disableUser", user, Use<DisableUser>().Run, AdminOnly);
        graph.Mutation<EnableUser.Input, UserView>("enableUser", user, EnableUser.Run, AdminOnly);
        graph.Mutation<DeleteUser.Input, UserView>("deleteUser", user, Use<DeleteUser>().Run, AdminOnly);
        graph.Connection<NoInput, Organisation>(
            "organisations", organisation, ListOrganisations.Run, AdminOnly);
        graph.Mutation<CreateOrganisation.Input, Organisation>(
            "createOrganisation", organisation, CreateOrganisation.Run, AdminOnly);
    }
}
