using System.Text.Json.Nodes;
using Kalends.Platform.Calls;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Accounts;

/// <summary>Who may call what, written down once more: a route that is not here has not been thought about.</summary>
public abstract class AccessTableTests
{
    const string Everybody = "client provider manager accountant admin";
    const string Bookers = "client provider manager admin";
    const string Reviewers = "client provider admin";
    const string CalendarKeepers = "provider manager admin";
    const string Registrars = "provider manager accountant admin";
    const string Correctors = "manager accountant admin";
    const string Accountants = "accountant admin";

    static readonly string[] Open =
    [
        "GET /livez", "GET /ping", "GET /readyz", "GET /v1_0/health",
        "POST /v1/auth/refresh", "POST /v1/auth/revoke", "POST /v1/auth/token",
    ];

    static readonly (string Route, string Roles)[] Table =
    [
        ("GET /v1/me", Everybody),
        ("POST /v1/users", "admin"),
        ("GET /v1/users", "admin"),
        ("GET /v1/users/{id}", "admin"),
        ("PUT /v1/users/{id}", "admin"),
        ("DELETE /v1/users/{id}", "admin"),
        ("POST /v1/users/{id}/disable", "admin"),
        ("POST /v1/users/{id}/enable", "admin"),
        ("POST /v1/me/password", Everybody),
        ("POST /v1/organisations", "admin"),
        ("GET /v1/organisations", "admin"),

        ("POST /v1/providers", Bookers),
        ("GET /v1/providers", Everybody),
        ("POST /v1/providers/search", Everybody),
        ("POST /v1/providers/recommend", Everybody),
        ("GET /v1/providers/{id}", Everybody),
        ("PUT /v1/providers/{id}", Bookers),
        ("PATCH /v1/providers/{id}", Bookers),
        ("DELETE /v1/providers/{id}", Bookers),
        ("GET /v1/providers/{id}/skills", Everybody),
        ("PUT /v1/providers/{id}/skills", Bookers),
        ("POST /v1/providers/{id}/reviews", Reviewers),
        ("GET /v1/providers/{id}/reviews", Everybody),
        ("GET /v1/reviews", Everybody),
        ("GET /v1/reviews/{id}", Everybody),
        ("DELETE /v1/reviews/{id}", Reviewers),
        ("POST /v1/reviews/{id}/reply", Bookers),
        ("POST /v1/reviews/{id}/moderate", "manager admin"),
        ("POST /v1/clients", Bookers),
        ("GET /v1/clients", Bookers),
        ("GET /v1/clients/{id}", Bookers),
        ("PUT /v1/clients/{id}", Bookers),
        ("PATCH /v1/clients/{id}", Bookers),
        ("POST /v1/providers/{id}/invitations", Bookers),
        ("GET /v1/providers/{id}/invitations", Bookers),
        ("DELETE /v1/providers/{id}/invitations/{invitation_id}", Bookers),
        ("POST /v1/clients/{id}/invitations", Bookers),
        ("GET /v1/clients/{id}/invitations", Bookers),
        ("DELETE /v1/clients/{id}/invitations/{invitation_id}", Bookers),
        ("POST /v1/me/invitations/accept", Everybody),

        ("POST /v1/providers/{provider_id}/openings", CalendarKeepers),
        ("GET /v1/providers/{provider_id}/openings", Everybody),
        ("DELETE /v1/providers/{provider_id}/openings/{opening_id}", CalendarKeepers),
        ("POST /v1/providers/{provider_id}/closures", CalendarKeepers),
        ("GET /v1/providers/{provider_id}/closures", CalendarKeepers),
        ("DELETE /v1/providers/{provider_id}/closures/{closure_id}", CalendarKeepers),
        ("GET /v1/providers/{provider_id}/slots", Everybody),

        ("POST /v1/appointments", CalendarKeepers),
        ("GET /v1/appointments", Everybody),
        ("POST /v1/appointments/search", Everybody),
        ("GET /v1/appointments/{id}", Everybody),

        ("POST /v1/reservations", Bookers),
        ("GET /v1/reservations", Bookers),
        ("GET /v1/reservations/{id}", Bookers),
        ("POST /v1/reservations/{id}/confirm", Bookers),
        ("POST /v1/reservations/{id}/cancel", Bookers),
        ("POST /v1/reservations/{id}/no-show", CalendarKeepers),
        ("POST /v1/reservations/{id}/reinstate", CalendarKeepers),
        ("POST /v1/reservations/expire", "manager admin"),

        ("POST /v1/event-types", Accountants),
        ("GET /v1/event-types", Registrars),
        ("GET /v1/event-types/{id}", Registrars),
        ("DELETE /v1/event-types/{id}", Accountants),
        ("POST /v1/event-types/{id}/close", Accountants),
        ("POST /v1/event-types/{id}/tariffs", Accountants),
        ("GET /v1/event-types/{id}/tariffs", Registrars),
        ("POST /v1/care-events", Registrars),
        ("GET /v1/care-events", Registrars),
        ("GET /v1/care-events/{id}", Registrars),
        ("DELETE /v1/care-events/{id}", Correctors),
        ("POST /v1/care-events/{id}/reverse", Correctors),
        ("POST /v1/reservations/{id}/complete", Registrars),
        ("POST /v1/reservations/{id}/care-event", Registrars),
        ("POST /v1/remittances", Accountants),
        ("GET /v1/remittances", Accountants),
        ("GET /v1/remittances/{id}", Accountants),
        ("POST /v1/remittances/{id}/reverse", Accountants),
        ("GET /v1/remittances/{id}/care-events", Accountants),
        ("GET /v1/reports/reimbursements", Registrars),
        ("POST /v1/reports/reimbursements", Registrars),
        ("GET /v1/reports/reimbursements/verify", Accountants),

        ("POST /v1/events", "admin"),
        ("GET /v1/events", CalendarKeepers),
        ("GET /v1/events/{id}", CalendarKeepers),
        ("GET /v1/events/stream", CalendarKeepers),

        ("POST /provider/create", Bookers),
        ("POST /client/create", Bookers),
        ("POST /provider/availability", CalendarKeepers),
        ("GET /client/getProviderAvailability", Everybody),
        ("PUT /provider/expiredReservations", "manager admin"),
        ("POST /client/reserve", Bookers),
        ("PUT /client/confirm", Bookers),

        ("POST /v1_0/service-provider", Bookers),
        ("POST /v1_0/service-providers", Everybody),
        ("POST /v1_0/service-providers/recommend", Everybody),
        ("GET /v1_0/service-provider/{id}", Everybody),
        ("PUT /v1_0/service-provider/{id}", Bookers),
        ("DELETE /v1_0/service-provider/{id}", Bookers),
        ("POST /v1_0/service-provider/{id}/review", Reviewers),

        ("GET /events/report", Registrars),
        ("POST /events/report", Registrars),
        ("POST /events", Registrars),
        ("GET /events", Registrars),
        ("GET /events/{event_id}", Registrars),
        ("DELETE /events/{event_id}", Correctors),
        ("POST /events/{event_id}/reimburse", Accountants),
        ("POST /events/types", Accountants),
        ("GET /events/types", Registrars),
        ("GET /events/types/{type_id}", Registrars),
        ("DELETE /events/types/{type_id}", Accountants),
    ];

    readonly TestApp _app;

    protected AccessTableTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    public static TheoryData<string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var (route, roles) in Table)
                rows.Add(route, roles);
            return rows;
        }
    }

    [Fact]
    public async Task Every_route_is_in_the_table_or_open_to_all()
    {
        var served = (await _app.Nobody.Paths())
            .SelectMany(path => path.Value!.AsObject().Select(operation => (
                Route: $"{operation.Key.ToUpperInvariant()} {path.Key}",
                NeedsToken: operation.Value!["security"] is JsonArray { Count: > 0 })))
            .ToLookup(route => route.NeedsToken, route => route.Route);

        Assert.Equal(Open.Order(), served[false].Order());
        Assert.Equal(Table.Select(row => row.Route).Order(), served[true].Order());
    }

    [Theory, MemberData(nameof(Rows))]
    public async Task A_route_lets_in_the_roles_of_the_table_and_nobody_else(string route, string roles)
    {
        var organisation = (await _app.Admin.Post("/v1/organisations", new { name = Guid.NewGuid() })).Is(201).Id;
        var without = await Call(route, _app.Nobody);
        var allowed = new List<string>();

        foreach (var role in Everybody.Split(' '))
        {
            var managed = role == "manager" ? organisation : (long?)null;
            var visitor = await _app.As(Enum.Parse<Roles>(role, ignoreCase: true), managed);
            var answer = await Call(route, visitor);
            if (answer.Status != 403)
                allowed.Add(role);
            else
                answer.IsRefused(403, "forbidden").IsCleanRefusal();
        }

        without.IsRefused(401, "token_missing").IsCleanRefusal();
        Assert.Equal(roles, string.Join(' ', allowed));
    }

    [Theory, MemberData(nameof(Rows))]
    public async Task A_manager_of_nothing_may_no_more_than_anybody(string route, string roles)
    {
        var answer = await Call(route, await _app.As(Roles.Manager));

        Assert.Equal(roles != Everybody, answer.Status == 403);
    }

    /// <summary>Asks for what is not there, with nothing: past the door it is a 404 or a 422, never a 403.</summary>
    static Task<Answer> Call(string route, Visitor visitor)
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

public sealed class AccessTableTestsOnSqlite(SqliteApp app) : AccessTableTests(app), IClassFixture<SqliteApp>;

public sealed class AccessTableTestsOnPostgres(PostgresApp app) : AccessTableTests(app), IClassFixture<PostgresApp>;
