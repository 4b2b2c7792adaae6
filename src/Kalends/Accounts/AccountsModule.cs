using Kalends.Accounts.ApiKeys;
using Kalends.Accounts.Organisations;
using Kalends.Accounts.Public;
using Kalends.Accounts.ServiceAccounts;
using Kalends.Accounts.SigningIn;
using Kalends.Accounts.StreamTickets;
using Kalends.Accounts.Users;
using Kalends.Platform.Calls;
using Kalends.Platform.GraphQL;
using Kalends.Platform.Http;
using static Kalends.Accounts.AccountsAccess;
using static Kalends.Platform.Calls.Access;

namespace Kalends.Accounts;

/// <summary>Users, roles, organisations, tokens and API keys: sign-in and permissions.</summary>
static class AccountsModule
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        T Use<T>() where T : class => endpoints.ServiceProvider.GetRequiredService<T>();

        var v1 = Routes.Canonical(endpoints, "Accounts", typeof(AccountsModule));
        v1.Act<IssueToken.Input, TokenPair>("/auth/token", Use<IssueToken>().Run, Anyone);
        v1.Act<RefreshToken.Input, TokenPair>("/auth/refresh", Use<RefreshToken>().Run, Anyone);
        v1.Act<RevokeToken.Input, Nothing>("/auth/revoke", Use<RevokeToken>().Run, Anyone);
        v1.Get<NoInput, Me>("/me", GetCurrentUser.Run, AnyKey);
        v1.Act<ChangePassword.Input, Nothing>("/me/password", Use<ChangePassword>().Run, InPerson);

        v1.Create<CreateUser.Input, UserView>("/users", CreateUser.Run, AdminOnly);
        v1.List<NoInput, UserView>("/users", ListUsers.Run, AdminOnly);
        v1.Get<ReadUser.Input, UserView>("/users/{id}", ReadUser.Run, AdminOnly);
        v1.Put<UpdateUser.Input, UserView>("/users/{id}", Use<UpdateUser>().Run, AdminOnly);
        v1.Act<DisableUser.Input, UserView>("/users/{id}/disable", Use<DisableUser>().Run, AdminOnly);
        v1.Act<EnableUser.Input, UserView>("/users/{id}/enable", EnableUser.Run, AdminOnly);
        v1.Delete<DeleteUser.Input, UserView>("/users/{id}", Use<DeleteUser>().Run, AdminOnly);
        v1.Create<CreateOrganisation.Input, Organisation>("/organisations", CreateOrganisation.Run, AdminOnly);
        v1.List<NoInput, Organisation>("/organisations", ListOrganisations.Run, AdminOnly);

        v1.Create<CreateApiKey.Input, NewApiKey>("/api-keys", Use<CreateApiKey>().Run, ManageApiKeys);
        v1.List<ListApiKeys.Input, ApiKey>("/api-keys", ListApiKeys.Run, SignedIn);
        v1.Get<ReadApiKey.Input, ApiKey>("/api-keys/{id}", ReadApiKey.Run, SignedIn);
        v1.Put<RenameApiKey.Input, ApiKey>("/api-keys/{id}", RenameApiKey.Run, ManageApiKeys);
        v1.Delete<RevokeApiKey.Input, ApiKey>("/api-keys/{id}", Use<RevokeApiKey>().Run, ManageApiKeys);
        v1.Act<RotateApiKey.Input, NewApiKey>("/api-keys/{id}/rotate", Use<RotateApiKey>().Run, ManageApiKeys);
        v1.Create<CreateServiceAccount.Input, ServiceAccount>(
            "/service-accounts", CreateServiceAccount.Run, KeepServiceAccounts);
        v1.List<NoInput, ServiceAccount>("/service-accounts", ListServiceAccounts.Run, ReadServiceAccounts);
        v1.Get<ReadServiceAccount.Input, ServiceAccount>(
            "/service-accounts/{id}", ReadServiceAccount.Run, ReadServiceAccounts);
        v1.Act<DisableServiceAccount.Input, ServiceAccount>(
            "/service-accounts/{id}/disable", Use<DisableServiceAccount>().Run, KeepServiceAccounts);
        v1.Create<CreateStreamTicket.Input, CreateStreamTicket.Made>(
            "/stream-tickets", CreateStreamTicket.Run, AnyKey);
    }

    public static void Map(Graph graph)
    {
        T Use<T>() where T : class => graph.ServiceProvider.GetRequiredService<T>();

        graph.Query<NoInput, Me>("me", UserTypes.Me(graph), GetCurrentUser.Run, AnyKey);
        graph.Mutation<IssueToken.Input, TokenPair>(
            "issueToken", Use<IssueToken>().Run, Anyone, answer: AccountsTypes.Tokens);
        graph.Mutation<RefreshToken.Input, TokenPair>(
            "refreshToken", Use<RefreshToken>().Run, Anyone, answer: AccountsTypes.Tokens);
        graph.Mutation<RevokeToken.Input, Nothing>("revokeToken", Use<RevokeToken>().Run, Anyone);
        graph.Mutation<ChangePassword.Input, Nothing>("changePassword", Use<ChangePassword>().Run, InPerson);

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
        MapPrograms(graph);
    }

    static void MapPrograms(Graph graph)
    {
        T Use<T>() where T : class => graph.ServiceProvider.GetRequiredService<T>();

        var (key, account) = (ApiKeyTypes.ApiKey(graph), ServiceAccountTypes.ServiceAccount(graph));
        graph.Query<ReadApiKey.Input, ApiKey>("apiKey", key, ReadApiKey.Run, SignedIn);
        graph.Connection<ListApiKeys.Input, ApiKey>("apiKeys", key, ListApiKeys.Run, SignedIn);
        graph.Mutation<CreateApiKey.Input, NewApiKey>(
            "createApiKey", Use<CreateApiKey>().Run, ManageApiKeys, answer: ApiKeyTypes.Made(graph));
        graph.Mutation<RenameApiKey.Input, ApiKey>("renameApiKey", key, RenameApiKey.Run, ManageApiKeys);
        graph.Mutation<RevokeApiKey.Input, ApiKey>("revokeApiKey", key, Use<RevokeApiKey>().Run, ManageApiKeys);
        graph.Mutation<RotateApiKey.Input, NewApiKey>(
            "rotateApiKey", Use<RotateApiKey>().Run, ManageApiKeys, of: "ApiKey", answer: ApiKeyTypes.Made(graph));
        graph.Query<ReadServiceAccount.Input, ServiceAccount>(
            "serviceAccount", account, ReadServiceAccount.Run, ReadServiceAccounts);
        graph.Connection<NoInput, ServiceAccount>(
            "serviceAccounts", account, ListServiceAccounts.Run, ReadServiceAccounts);
        graph.Mutation<CreateServiceAccount.Input, ServiceAccount>(
            "createServiceAccount", account, CreateServiceAccount.Run, KeepServiceAccounts);
        graph.Mutation<DisableServiceAccount.Input, ServiceAccount>(
            "disableServiceAccount", account, Use<DisableServiceAccount>().Run, KeepServiceAccounts);
        graph.Mutation<CreateStreamTicket.Input, CreateStreamTicket.Made>(
            "createStreamTicket", CreateStreamTicket.Run, AnyKey, answer: AccountsTypes.Ticket(graph));
    }
}
