using Kalends.Platform.Calls;
using Kalends.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;

namespace Kalends.Tests.Accounts.ApiKeys;

/// <summary>API keys, and what tests do with them.</summary>
static class Keys
{
    public static Task<Answer> MakeKey(this Visitor user, params string[] scopes) =>
        user.Post("/v1/api-keys", new { name = "a key", scopes });

    /// <summary>The same user with a new API key.</summary>
    public static async Task<Visitor> ByKey(this Visitor user, params string[] scopes) =>
        user.With((await user.MakeKey(scopes)).Secret());

    public static string Secret(this Answer made) => (string)made.Body["secret"]!;

    public static long KeyId(this Answer made) => (long)made.Body["api_key"]!["id"]!;

    internal static string[] AllScopes(this TestApp app) =>
        [.. app.Services.GetRequiredService<KeyScopes>().Words];

    /// <summary>A service account of an organisation, made by a visitor.</summary>
    public static async Task<string> GivenAServiceAccount(
        this Visitor keeper, string role = "manager", long? organisation = null) =>
        (string)(await keeper.Post("/v1/service-accounts", new
        {
            name = $"program {Guid.NewGuid()}",
            roles = new[] { role },
            organisation_id = organisation,
        })).Is(201)["id"]!;

    /// <summary>An organisation, and a manager of it.</summary>
    internal static async Task<(long Organisation, Visitor Manager)> GivenAnOrganisation(this TestApp app)
    {
        var organisation = (await app.Admin.Post("/v1/organisations", new { name = Guid.NewGuid() })).Is(201).Id;
        return (organisation, await app.As(Roles.Manager, organisation));
    }
}
