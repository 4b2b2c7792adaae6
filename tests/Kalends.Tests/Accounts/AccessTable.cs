using System.Text.Json.Nodes;
using Kalends.Platform.Calls;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Accounts;

/// <summary>Who may call the routes of a document, written down once more.</summary>
sealed class AccessTable(string document, string[] open, (string Route, string Roles)[] table)
{
    public const string Everybody = "client provider manager accountant admin";
    public const string EvenStrangers = "nobody guest client provider manager accountant admin";
    public const string BookersAndGuests = "guest client provider manager admin";
    public const string Bookers = "client provider manager admin";
    public const string Reviewers = "client provider admin";
    public const string CalendarKeepers = "provider manager admin";
    public const string Registrars = "provider manager accountant admin";
    public const string Correctors = "manager accountant admin";
    public const string Accountants = "accountant admin";

    public TheoryData<string, string> Rows => new(table);

    /// <summary>A route that is not in the table has not been thought about.</summary>
    public async Task HasEveryRoute(TestApp app)
    {
        var served = (await app.Nobody.Get($"/openapi/{document}.json")).Is(200)["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(operation => (
                Route: $"{operation.Key.ToUpperInvariant()} {path.Key}",
                AsksCaller: operation.Value!["security"] is JsonArray { Count: > 0 })))
            .ToLookup(route => route.AsksCaller, route => route.Route);

        Assert.Equal(open.Order(), served[false].Order());
        Assert.Equal(table.Select(row => row.Route).Order(), served[true].Order());
    }

    public static async Task LetsIn(TestApp app, string route, string roles)
    {
        var organisation = (await app.Admin.Post("/v1/organisations", new { name = Guid.NewGuid() })).Is(201).Id;
        var allowed = new List<string>();

        foreach (var role in EvenStrangers.Split(' '))
        {
            var managed = role == "manager" ? organisation : (long?)null;
            var visitor = role switch
            {
                "nobody" => app.Nobody,
                "guest" => app.AsGuest(999_999),
                _ => await app.As(Enum.Parse<Roles>(role, ignoreCase: true), managed),
            };
            var answer = await Call(route, visitor);
            if (answer.Status is not (401 or 403))
                allowed.Add(role);
            else if (role == "nobody")
                answer.IsRefused(401, "token_missing").IsCleanRefusal();
            else
                answer.IsRefused(403, "forbidden").IsCleanRefusal();
        }

        Assert.Equal(roles, string.Join(' ', allowed));
    }

    public static async Task GivesAManagerOfNothingNoMore(TestApp app, string route, string roles)
    {
        var answer = await Call(route, await app.As(Roles.Manager));

        Assert.Equal(roles is not (Everybody or EvenStrangers), answer.Status == 403);
    }

    /// <summary>Asks for what is not there, with nothing: past the door it is a 404 or a 422, never a 403.</summary>
    public static Task<Answer> Call(string route, Visitor visitor)
    {
        var (method, template) = (route.Split(' ')[0], route.Split(' ')[1]);
        var path = string.Join('/', template.Split('/').Select(part => part.StartsWith('{') ? "999999" : part));
        var body = method is "POST" or "PUT" or "PATCH" ? Wire.Body("{}") : null;
        // A stream would go on; from a place that is none it ends at once.
        if (path.EndsWith("/stream", StringComparison.Ordinal))
            path += "?last_event_id=nowhere";
        return visitor.Send(HttpMethod.Parse(method), path, body);
    }
}
