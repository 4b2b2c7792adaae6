using System.Text.Json;
using Kalends.Platform.Calls;
using Kalends.Platform.GraphQL.Graphiql;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Kalends.Tests.Http;

public sealed class GraphiqlTests(SqliteApp app, Chromium chromium) : IClassFixture<SqliteApp>
{
    const string Html = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    const string Result = "document.querySelector('.result-window').innerText";

    const string Query = """
        {
          appointments(filters: {hasSpecialisms: ["ADHD"], type: "one-off"}) {
            edges {
              node {
                therapists { specialisms { edges { node { specialismName } } } }
                startTimeUnixSeconds
              }
            }
          }
        }
        """;

    const string NotBundled = "GraphiQL was not bundled: that takes Node 20, npm and its registry.";

    [Fact]
    public async Task A_visitor_signs_in_on_the_page_and_runs_a_query_and_signs_out()
    {
        RequireFiles();
        await GivenAnAppointment();
        await GivenAUser("ann", "correct horse battery");
        await using var screen = await Open();
        await Enter(screen, ".graphiql-query-editor", Query);

        await Execute(screen);
        await screen.Until($"{Result}.includes('Sign in first. POST /v1/auth/token')");
        await SignIn(screen, "ann", "wrong");
        await screen.Until("document.querySelector('[role=alert]').innerText.length > 0");
        var refused = await screen.Read("document.querySelector('[role=alert]').innerText");
        await SignIn(screen, "ann", "correct horse battery");
        await screen.Until("document.querySelector('[role=status]')?.innerText == 'Signed in as ann'");
        await Execute(screen);
        await screen.Until($"{Result}.includes('\"specialismName\": \"ADHD\"')");
        await screen.Read("document.querySelector('.sign-in button').click()");
        await screen.Until("document.querySelector('input[name=password]') !== null");
        await Execute(screen);
        await screen.Until($"{Result}.includes('Sign in first')");

        Assert.Equal("The username or the password is wrong.", refused);
        Assert.Equal("0", await screen.Read("localStorage.length"));
        Assert.DoesNotContain("eyJ", await screen.Read("JSON.stringify(sessionStorage)"), StringComparison.Ordinal);
        // The browser itself tells of the refused sign-in; nothing else is complained of.
        Assert.Contains("401", Assert.Single(screen.Complaints), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sign_in_outlasts_its_token_until_it_is_ended()
    {
        RequireFiles();
        await GivenAUser("bob", "correct horse battery");
        await using var screen = await Open();
        await Enter(screen, ".graphiql-query-editor", "{ me { username } }");
        await SignIn(screen, "bob", "correct horse battery");
        await screen.Until("document.querySelector('[role=status]')?.innerText == 'Signed in as bob'");

        await Pass(screen, minutes: 11);
        await Execute(screen);
        await screen.Until($"{Result}.includes('\"username\": \"bob\"')");
        await Pass(screen, minutes: 40 * 24 * 60);
        await Execute(screen);
        await screen.Until("document.querySelector('[role=alert]')?.innerText.startsWith('Your sign-in has ended')");
        await screen.Until($"{Result}.includes('Sign in first')");
    }

    [Fact]
    public async Task A_subscription_shows_events_as_they_happen()
    {
        RequireFiles();
        await GivenAUser("eve", "correct horse battery", Roles.Admin);
        await using var screen = await Open();
        await Enter(screen, ".graphiql-query-editor", "subscription Log { eventLog { message } }");
        // GraphiQL reads what was entered a moment later, and only then knows that it is a subscription.
        await screen.Until(
            $"{Editor(".graphiql-query-editor")}.operations?.some(operation => operation.name?.value == 'Log')");

        await Execute(screen);
        await screen.Until($"{Result}.includes('Sign in first')");
        await SignIn(screen, "eve", "correct horse battery");
        await screen.Until("document.querySelector('[role=status]')?.innerText == 'Signed in as eve'");
        await Execute(screen);
        await screen.Until("document.querySelector('.graphiql-execute-button').ariaLabel.startsWith('Stop')");
        for (var i = 1; i <= 2; i++)
        {
            var message = $"It happened {i} {Guid.NewGuid()}";
            await Patience.Until(async () =>
            {
                (await app.Admin.Ask(
                    $"mutation {{ appendEvent(input: {{component: \"a\", " +
                    $"message: \"{message}\"}}) {{ logEvent {{ eventId }} }} }}")).Data();
                return await screen.Read($"{Result}.includes('{message}')");
            }, shown => shown == "true");
            await screen.Until($"{Result}.includes('{message}')");
        }
        await Execute(screen);
        await screen.Until("document.querySelector('.graphiql-execute-button').ariaLabel.startsWith('Execute')");

        Assert.Equal("", string.Join('\n', screen.Complaints));
    }

    [Fact]
    public async Task A_browser_that_reaches_nothing_but_this_server_enters_a_token_and_runs_a_query()
    {
        RequireFiles();
        await GivenAnAppointment();
        await using var screen = await Open();

        var offered = await screen.Read($"{Editor(".graphiql-query-editor")}.getValue()");
        await Enter(screen, ".graphiql-query-editor", Query);
        await screen.Read("[...document.querySelectorAll('.graphiql-editor-tools button')]" +
            ".find(tab => tab.innerText == 'Headers').click()");
        await Enter(screen, ".graphiql-editor-tool .graphiql-editor:not(.hidden)",
            $$"""{ "Authorization": "Bearer {{app.Admin.Token}}" }""");
        await Execute(screen);
        await screen.Until($"{Result}.includes('\"startTimeUnixSeconds\": 1644874120')");
        await screen.Until($"{Result}.includes('\"specialismName\": \"ADHD\"')");
        await screen.Read("document.querySelector('button[aria-label=\"Open settings dialog\"]').click()");
        await screen.Until("document.querySelector('.graphiql-dialog') !== null");

        Assert.Equal("0", await screen.Read("localStorage.length"));
        Assert.Contains("appointments(", offered, StringComparison.Ordinal);
        Assert.Equal("", string.Join('\n', screen.Complaints));
    }

    [Theory]
    [InlineData("GET", "/graphql", Html, "text/html")]
    [InlineData("GET", "/graphql", "application/json", "application/json")]
    [InlineData("GET", "/graphql", "*/*", "application/json")]
    [InlineData("GET", "/graphql", "text/html;q=0,*/*", "application/json")]
    [InlineData("GET", "/graphql?query=%7B__typename%7D", "text/html,*/*;q=0.8", "application/json")]
    [InlineData("POST", "/graphql", Html, "application/json")]
    public async Task Only_a_browser_on_a_visit_is_shown_the_page(
        string method, string path, string accept, string type)
    {
        var body = method == "POST" ? Wire.Body("{\"query\":\"{ __typename }\"}") : null;

        var answer = await app.Address.Ask(method, path, body, ("Accept", accept));

        Assert.StartsWith(type, answer.Headers["Content-Type"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_trusts_this_server_and_no_inline_script()
    {
        RequireFiles();

        var page = (await app.Address.Ask("GET", "/graphql", null, ("Accept", Html))).Is(200);
        var script = (await app.Address.Ask("GET", "/graphql/graphiql/graphiql.js")).Is(200);
        var again = await app.Address.Ask(
            "GET", "/graphql/graphiql/graphiql.js", null, ("If-None-Match", script.Headers["ETag"]));

        Assert.Contains("script-src 'self';", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.DoesNotContain("://", page.Text, StringComparison.Ordinal);
        Assert.Equal("Accept", page.Headers["Vary"]);
        Assert.StartsWith("text/javascript", script.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Equal(304, again.Status);
        (await app.Address.Ask("GET", "/graphql/graphiql/package.json")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task Without_its_files_a_plain_page_says_so_and_how_to_get_them()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        await using var bare = builder.Build();
        var page = new GraphiqlPage(Path.Combine(Path.GetTempPath(), "not there"));
        page.UseFiles(bare);
        bare.MapGet("/graphql", page.Show);
        await bare.StartAsync(TestContext.Current.CancellationToken);

        var answer = await new Uri(bare.Urls.First()).Ask("GET", "/graphql", null, ("Accept", Html));

        Assert.StartsWith("text/html", answer.Is(200).Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Contains("GraphiQL is not part of this build", answer.Text, StringComparison.Ordinal);
        Assert.Contains("dotnet build src/Kalends", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", answer.Text, StringComparison.Ordinal);
    }

    static void RequireFiles()
    {
        var isThere = File.Exists(Path.Combine(GraphiqlPage.OwnFolder, "graphiql.js"));
        Machine.Require(isThere ? null : NotBundled);
    }

    async Task<Screen> Open()
    {
        var screen = await chromium.Open(app.Address);
        await screen.Go("/graphql");
        await screen.Until("document.querySelectorAll('.CodeMirror').length >= 3");
        return screen;
    }

    static Task<string> Execute(Screen screen) =>
        screen.Read("document.querySelector('.graphiql-execute-button').click()");

    static async Task SignIn(Screen screen, string username, string password)
    {
        foreach (var (field, text) in new[] { ("username", username), ("password", password) })
        {
            await screen.Read($"(e => (e.focus(), e.select()))(document.querySelector('input[name={field}]'))");
            await screen.Type(text);
        }
        await screen.Read("document.querySelector('.sign-in button').click()");
    }

    /// <summary>Moves the clocks of the server and of the page.</summary>
    async Task Pass(Screen screen, int minutes)
    {
        app.Clock.Advance(TimeSpan.FromMinutes(minutes));
        await screen.Read($"(now => Date.now = () => now() + {minutes} * 60000)(Date.now)");
    }

    async Task GivenAUser(string username, string password, Roles roles = Roles.Client) =>
        (await app.Admin.Post("/v1/users", new
        {
            username,
            password,
            roles = new[] { roles.ToString().ToLowerInvariant() },
        })).Is(201);

    /// <summary>Types over what an editor holds.</summary>
    static async Task Enter(Screen screen, string editor, string text)
    {
        await screen.Read($"(e => (e.focus(), e.execCommand('selectAll')))({Editor(editor)})");
        await screen.Type(text);
        // Editors indent and close brackets as they see fit.
        await screen.Until($"{Editor(editor)}.getValue().replace(/\\s/g, '') == {JsonSerializer.Serialize(text)}" +
            ".replace(/\\s/g, '')");
    }

    async Task GivenAnAppointment()
    {
        var therapist = await app.GivenAProvider();
        (await app.Admin.Put($"/v1/providers/{therapist}/skills", new { skills = new[] { "ADHD" } })).Is(200);
        (await app.Admin.Post("/v1/appointments", new
        {
            provider_id = therapist,
            starts_at = "2022-02-14T21:28:40Z",
            duration_seconds = 3600,
            type = "one-off",
        })).Is(201);
    }

    static string Editor(string place) => $"document.querySelector('{place} .CodeMirror').CodeMirror";
}
