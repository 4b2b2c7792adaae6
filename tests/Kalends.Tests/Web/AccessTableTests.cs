using Kalends.Platform.Calls;
using Kalends.Tests.Kit;
using Kalends.Web.Frame;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kalends.Tests.Web;

/// <summary>Who may open which page and send which form, written down once more.</summary>
public abstract class AccessTableTests
{
    const string Everybody = "client provider manager accountant admin";
    const string Bookers = "client provider manager admin";
    const string Reviewers = "client provider admin";

    static readonly string[] ByLink =
    [
        "GET /reservations/{token}", "GET /reservations/{token}/calendar", "POST /reservations/{token}/confirm",
        "POST /reservations/{token}/cancel", "GET /reservations/{token}/move", "POST /reservations/{token}/move",
        "GET /done/{what}",
    ];

    /// <summary>What guests do, which other sites may show too.</summary>
    static readonly string[] ByGuests =
    [
        "GET /book/{provider_id}", "GET /book/{provider_id}/time", "POST /book/{provider_id}/guest",
        "POST /book/{provider_id}/guest/hold",
    ];
    const string Keepers = "provider manager admin";
    const string Managers = "manager admin";
    const string Correctors = "manager accountant admin";
    const string Admins = "admin";
    const string Payers = "accountant admin";
    const string Staff = "provider manager accountant admin";

    static readonly string[] Open =
    [
        "GET /", "GET /preferences", "GET /guide", "GET /guide/{topic}", "GET /sign-in", "POST /sign-in",
        "POST /sign-out",
        "GET /verify/{code}", "POST /verify/{code}", "GET /unsubscribe/{token}", "POST /unsubscribe/{token}",
        "GET /reset-password/{token}", "POST /reset-password/{token}", .. ByLink, .. InFrames(ByLink),
    ];

    /// <summary>Those that show strangers what is of providers who are open to all.</summary>
    static readonly string[] Published =
    [
        "GET /book", "GET /book/organisations/{organisation_id}", .. ByGuests, .. InFrames(ByGuests),
    ];

    static readonly (string Page, string Roles)[] Table =
    [
        ("GET /book", Everybody),
        ("GET /book/organisations/{organisation_id}", Everybody),
        ("GET /book/{provider_id}", Everybody),
        ("GET /book/{provider_id}/time", Everybody),
        ("POST /book/{provider_id}/time", Bookers),
        ("GET /reviews/{provider_id}", Reviewers),
        ("POST /reviews/{provider_id}", Reviewers),
        ("GET /appointments", Bookers),
        ("GET /appointments/{id}", Bookers),
        ("GET /appointments/{id}/calendar", Bookers),
        ("POST /appointments/{id}/confirm", Bookers),
        ("POST /appointments/{id}/cancel", Bookers),
        ("GET /appointments/{id}/move", Bookers),
        ("POST /appointments/{id}/move", Bookers),
        ("GET /console", Staff),
        ("GET /console/clients", Keepers),
        ("GET /console/clients/{id}", Keepers),
        ("GET /console/reviews", Managers),
        ("POST /console/reviews/{id}/moderate", Managers),
        ("GET /console/events", Keepers),
        ("GET /console/events/stream", Keepers),
        ("GET /console/hours", Keepers),
        ("POST /console/hours", Keepers),
        ("POST /console/hours/exceptions", Keepers),
        ("POST /console/hours/exceptions/{date}/remove", Keepers),
        ("GET /console/closed-days", Managers),
        ("POST /console/closed-days", Managers),
        ("POST /console/closed-days/{date}/remove", Managers),
        ("GET /console/closures", Keepers),
        ("POST /console/closures", Keepers),
        ("POST /console/closures/{closure_id}/reopen", Keepers),
        ("GET /console/services", Keepers),
        ("GET /console/services/new", Keepers),
        ("POST /console/services/new", Keepers),
        ("GET /console/services/{id}", Keepers),
        ("POST /console/services/{id}", Keepers),
        ("POST /console/services/{id}/pause", Keepers),
        ("POST /console/services/{id}/resume", Keepers),
        ("GET /console/calendar", Keepers),
        ("GET /console/calendar/stream", Keepers),
        ("POST /console/calendar/move", Keepers),
        ("POST /console/calendar/hours", Keepers),
        ("POST /console/calendar/hours/back", Keepers),
        ("GET /console/book", Keepers),
        ("POST /console/book", Keepers),
        ("GET /console/reservations/{id}", Keepers),
        ("POST /console/reservations/{id}/confirm", Keepers),
        ("POST /console/reservations/{id}/extend", Keepers),
        ("POST /console/reservations/{id}/move-back", Keepers),
        ("POST /console/reservations/{id}/arrive", Keepers),
        ("POST /console/reservations/{id}/no-show", Keepers),
        ("POST /console/reservations/{id}/reinstate", Keepers),
        ("POST /console/reservations/{id}/complete", Keepers),
        ("POST /console/reservations/{id}/cancel", Keepers),
        ("POST /console/reservations/{id}/move", Keepers),
        ("GET /console/care-events", Staff),
        ("GET /console/care-events/new", Staff),
        ("POST /console/care-events/new", Staff),
        ("GET /console/care-events/{id}", Staff),
        ("POST /console/care-events/{id}/delete", Correctors),
        ("POST /console/care-events/{id}/reverse", Correctors),
        ("GET /console/remittances", Payers),
        ("GET /console/remittances/new", Payers),
        ("POST /console/remittances/new", Payers),
        ("GET /console/remittances/{id}", Payers),
        ("POST /console/remittances/{id}/reverse", Payers),
        ("GET /console/months", Staff),
        ("GET /console/months/{month}", Staff),
        ("GET /console/months/check", Payers),
        ("GET /console/reports", Staff),
        ("GET /console/reports/csv", Staff),
        ("GET /console/settings", Staff),
        ("GET /console/settings/health", Admins),
        ("GET /console/settings/users", Admins),
        ("POST /console/settings/users", Admins),
        ("GET /console/settings/users/{id}", Admins),
        ("POST /console/settings/users/{id}", Admins),
        ("POST /console/settings/users/{id}/disable", Admins),
        ("POST /console/settings/users/{id}/enable", Admins),
        ("POST /console/settings/users/{id}/password", Admins),
        ("POST /console/settings/users/{id}/delete", Admins),
        ("GET /console/settings/organisations", Admins),
        ("POST /console/settings/organisations", Admins),
        ("GET /console/settings/publication", Managers),
        ("POST /console/settings/publication", Managers),
        ("POST /console/settings/publication/{provider_id}/hide", Managers),
        ("POST /console/settings/publication/{provider_id}/follow", Managers),
        ("GET /console/settings/service-accounts", Managers),
        ("POST /console/settings/service-accounts", Managers),
        ("POST /console/settings/service-accounts/{id}/disable", Managers),
        ("GET /console/settings/api-keys", Staff),
        ("POST /console/settings/api-keys", Staff),
        ("GET /console/settings/api-keys/{id}", Staff),
        ("POST /console/settings/api-keys/{id}/rotate", Staff),
        ("POST /console/settings/api-keys/{id}/revoke", Staff),
        ("GET /console/settings/webhooks", Keepers),
        ("POST /console/settings/webhooks", Keepers),
        ("GET /console/settings/webhooks/{id}", Keepers),
        ("POST /console/settings/webhooks/{id}/test", Keepers),
        ("POST /console/settings/webhooks/{id}/pause", Keepers),
        ("POST /console/settings/webhooks/{id}/resume", Keepers),
        ("POST /console/settings/webhooks/{id}/secret", Keepers),
        ("POST /console/settings/webhooks/{id}/delete", Keepers),
        ("GET /console/settings/webhooks/{webhook_id}/deliveries/{delivery_id}", Keepers),
        ("POST /console/settings/webhooks/{webhook_id}/deliveries/{delivery_id}/redeliver", Keepers),
    ];

    readonly TestApp _app;

    protected AccessTableTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    public static TheoryData<string, string> Rows => new(Table);

    [Fact]
    public void Every_page_is_in_the_table_or_open_to_all()
    {
        var pages = _app.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .Select(endpoint => endpoint.Metadata.GetMetadata<Page>()).OfType<Page>()
            .ToList();
        string[] Of(Func<Page, bool> which) =>
            [.. pages.Where(which).Select(page => $"{page.Method} {page.Template}").Order()];

        Assert.Equal(Open.Order(), Of(page => !page.Access.AsksCaller));
        Assert.Equal(Published.Order(), Of(page => page.Access is { AsksCaller: true, NeedsToken: false }));
        Assert.Equal(
            Table.Select(row => row.Page).Order(), Of(page => page.Access.AsksCaller && !page.IsEmbedded && page is not
            {
                Method: "POST", Access.NeedsToken: false,
            }));
    }

    [Theory, MemberData(nameof(Rows))]
    public async Task A_page_lets_in_the_roles_of_the_table_and_sends_others_to_sign_in(string page, string roles)
    {
        var organisation = (await _app.Admin.Post("/v1/organisations", new { name = Guid.NewGuid() })).Is(201).Id;
        var allowed = new List<string>();
        using var nobody = new PageVisitor(_app);
        foreach (var role in Everybody.Split(' '))
        {
            using var visitor = new PageVisitor(_app);
            var name = await _app.GivenAUserWithPassword(
                Enum.Parse<Roles>(role, ignoreCase: true), role == "manager" ? organisation : null);
            (await visitor.SignIn(name, Practice.Password)).Is(303);
            if ((await Ask(visitor, page)).Status != 403)
                allowed.Add(role);
        }

        var without = (await Ask(nobody, page)).Is(303);

        Assert.Equal(roles, string.Join(' ', allowed));
        Assert.StartsWith("/sign-in?return_to=", without.Headers["Location"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everybody_may_look_at_a_provider_who_is_open_to_all_but_signs_in_for_others()
    {
        var (hidden, _) = await _app.GivenFreeSlots();
        var (open, _) = await _app.GivenFreeSlots();
        (await _app.Admin.Patch($"/v1/providers/{open}", new { published = true })).Is(200);
        using var nobody = new PageVisitor(_app);

        var found = (await nobody.Get("/book")).Is(200);
        var times = (await nobody.Get($"/book/{open}")).Is(200);
        var elsewhere = (await nobody.Get($"/book/{hidden}")).Is(303);

        Assert.Contains($"/book/{open}/time", found.Text, StringComparison.Ordinal);
        Assert.DoesNotContain($"/book/{hidden}/time", found.Text, StringComparison.Ordinal);
        Assert.Contains("class=\"time\"", times.Text, StringComparison.Ordinal);
        Assert.StartsWith("/sign-in?return_to=", elsewhere.Headers["Location"], StringComparison.Ordinal);
        Assert.Empty(nobody.Cookies);
        (await nobody.Get("/appointments")).Is(303);
        (await _app.Admin.Patch($"/v1/providers/{open}", new { published = false })).Is(200);
    }

    [Fact]
    public async Task Where_no_pages_are_served_a_browser_is_answered_like_a_program()
    {
        await using var _ = await _app.Restart("--Kalends:Modules=accounts");
        using var visitor = new PageVisitor(_app);

        (await visitor.Get("/book")).IsRefused(404, "not_found");
    }

    static IEnumerable<string> InFrames(string[] pages) => pages.Select(page => page.Replace(" /", " /embed/"));

    /// <summary>Asks for what is not there; past the door it is a 404 or a 422, never a 403.</summary>
    static async Task<Answer> Ask(PageVisitor visitor, string page)
    {
        var (method, template) = (page.Split(' ')[0], page.Split(' ')[1]);
        var path = string.Join('/', template.Split('/').Select(part => part.StartsWith('{') ? "999999" : part));
        // A stream that is let in does not end, unless its input is refused.
        if (method == "GET")
            return await visitor.Get(path + path.Split('/')[^1] switch
            {
                "stream" => "?provider_id=x&provider_ids=x",
                "time" => "?starts_at=2030-01-07T09:00:00Z",
                _ => "",
            });
        var start = await visitor.Get("/");
        return await visitor.Post(
            path, start.Text.Contains("/sign-out") ? PageVisitor.HiddenFields(start, "/sign-out") : []);
    }
}

public sealed class AccessTableTestsOnSqlite(SqliteApp app) : AccessTableTests(app), IClassFixture<SqliteApp>;

public sealed class AccessTableTestsOnPostgres(PostgresApp app) : AccessTableTests(app), IClassFixture<PostgresApp>;
