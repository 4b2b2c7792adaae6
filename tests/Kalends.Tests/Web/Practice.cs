using Kalends.Platform.Calls;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Web;

/// <summary>A practice whose times people book on the pages.</summary>
static class Practice
{
    public const string Password = "correct horse battery";

    /// <summary>A user with a password, and the client that they are.</summary>
    public static async Task<string> GivenAClientWithPassword(this TestApp app)
    {
        var name = await app.GivenAUserWithPassword(Roles.Client);
        var token = (await app.Nobody.Post("/v1/auth/token", new { username = name, password = Password })).Is(200);
        (await app.Nobody.With((string)token["access_token"]!)
            .Post("/v1/clients", new { first_name = "Alan", last_name = "Turing" })).Is(201);
        return name;
    }

    public static async Task<string> GivenAUserWithPassword(
        this TestApp app, Roles roles, long? organisationId = null)
    {
        var username = $"u{Guid.NewGuid():N}"[..16];
        (await app.Admin.Post("/v1/users", new
        {
            username,
            password = Password,
            roles = new[] { roles.ToString().ToLowerInvariant() },
            organisation_id = organisationId,
        })).Is(201);
        return username;
    }

    /// <summary>A browser in which a client is signed in.</summary>
    public static async Task<PageVisitor> GivenABrowserOfAClient(this TestApp app)
    {
        var visitor = new PageVisitor(app);
        (await visitor.SignIn(await app.GivenAClientWithPassword(), Password)).Is(303);
        return visitor;
    }

    /// <summary>The address of the page that books the first free time of a provider.</summary>
    public static string FirstTime(this TestApp app, long providerId) =>
        $"/book/{providerId}/time?starts_at={Uri.EscapeDataString(app.NextHour().AddDays(2).Text())}";
}
