using Kalends.Tests.Kit;
using static Kalends.Tests.Accounts.AccessTable;

namespace Kalends.Tests.Accounts;

/// <summary>The access table of the product's own routes.</summary>
public abstract class AccessTableTests
{
    static readonly AccessTable Table = new(
        "v1",
        [
            // There is no /metrics here: it has an address of its own (MetricsAddressTests).
            "GET /livez", "GET /ping", "GET /readyz", "GET /v1/feeds/{secret}.ics",
            "GET /v1/managed-reservations/{token}", "GET /v1/managed-reservations/{token}/calendar",
            "GET /v1/managed-reservations/{token}/slots", "POST /v1/managed-reservations/cancel",
            "POST /v1/managed-reservations/move", "POST /v1/managed-reservations/confirm",
            "POST /v1/auth/forgot-password", "POST /v1/auth/reset-password", "POST /v1/contacts/verify",
            "POST /v1/unsubscribe/{token}", "POST /v1/guests", "POST /v1/guests/token",
            "POST /v1/auth/refresh", "POST /v1/auth/revoke", "POST /v1/auth/token",
        ],
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
            ("GET /v1/me/export", Everybody),
            ("GET /v1/users/{id}/export", "admin"),
            ("GET /v1/providers/{id}/export", "admin"),
            ("GET /v1/clients/{id}/export", "admin"),
            ("POST /v1/users/{id}/erase", "admin"),
            ("POST /v1/clients/{id}/erase", "admin"),
            ("POST /v1/providers/{id}/erase", "admin"),
            ("POST /v1/organisations", "admin"),
            ("GET /v1/organisations", "admin"),
            ("GET /v1/organisations/{organisation_id}/publication", "manager admin"),
            ("PUT /v1/organisations/{organisation_id}/publication", "manager admin"),
            ("POST /v1/api-keys", Everybody),
            ("GET /v1/api-keys", Everybody),
            ("GET /v1/api-keys/{id}", Everybody),
            ("PUT /v1/api-keys/{id}", Everybody),
            ("DELETE /v1/api-keys/{id}", Everybody),
            ("POST /v1/api-keys/{id}/rotate", Everybody),
            ("POST /v1/service-accounts", "manager admin"),
            ("GET /v1/service-accounts", "manager admin"),
            ("GET /v1/service-accounts/{id}", "manager admin"),
            ("POST /v1/service-accounts/{id}/disable", "manager admin"),
            ("POST /v1/stream-tickets", Everybody),

            ("POST /v1/providers", Bookers),
            ("GET /v1/providers", EvenStrangers),
            ("POST /v1/providers/search", EvenStrangers),
            ("POST /v1/providers/recommend", Everybody),
            ("GET /v1/providers/{id}", EvenStrangers),
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
            ("GET /v1/clients/{id}/reads", "client manager admin"),
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
            ("GET /v1/providers/{provider_id}/slots", EvenStrangers),
            ("GET /v1/providers/{provider_id}/slots/explain", Everybody),
            ("GET /v1/providers/{provider_id}/slots/stream", Everybody),
            ("GET /v1/providers/{provider_id}/days", EvenStrangers),
            ("GET /v1/services/{service_id}/days", Everybody),
            ("GET /v1/slots", EvenStrangers),
            ("POST /v1/slots/search", EvenStrangers),

            ("GET /v1/providers/{provider_id}/working-hours", CalendarKeepers),
            ("PUT /v1/providers/{provider_id}/working-hours", CalendarKeepers),
            ("GET /v1/providers/{provider_id}/conflicts", CalendarKeepers),
            ("GET /v1/organisations/{organisation_id}/closed-days", "manager admin"),
            ("PUT /v1/organisations/{organisation_id}/closed-days", "manager admin"),
            ("POST /v1/organisations/{organisation_id}/closed-days", "manager admin"),
            ("DELETE /v1/organisations/{organisation_id}/closed-days/{date}", "manager admin"),
            ("POST /v1/organisations/{organisation_id}/closed-days/import", "manager admin"),
            ("GET /v1/calendars", CalendarKeepers),
            ("GET /v1/agenda", CalendarKeepers),
            ("GET /v1/zone-changes", "admin"),
            ("POST /v1/zone-changes/apply", "admin"),

            ("POST /v1/appointments", CalendarKeepers),
            ("GET /v1/appointments", Everybody),
            ("POST /v1/appointments/search", Everybody),
            ("GET /v1/appointments/{id}", Everybody),

            ("POST /v1/reservations", BookersAndGuests),
            ("GET /v1/reservations", BookersAndGuests),
            ("GET /v1/reservations/{id}", BookersAndGuests),
            ("GET /v1/reservations/{id}/answers", BookersAndGuests),
            ("GET /v1/reservations/{id}/moves", BookersAndGuests),
            ("GET /v1/reservations/{id}/calendar", BookersAndGuests),
            ("POST /v1/reservations/{id}/confirm", BookersAndGuests),
            ("POST /v1/reservations/{id}/cancel", BookersAndGuests),
            ("POST /v1/reservations/{id}/reschedule", BookersAndGuests),
            ("POST /v1/reservations/{id}/extend", BookersAndGuests),
            ("POST /v1/reservations/{id}/arrive", CalendarKeepers),
            ("POST /v1/reservations/{id}/no-show", CalendarKeepers),
            ("POST /v1/reservations/{id}/reinstate", CalendarKeepers),
            ("POST /v1/reservations/expire", "manager admin"),

            ("POST /v1/providers/{id}/feed", CalendarKeepers),
            ("GET /v1/providers/{id}/feed", CalendarKeepers),
            ("DELETE /v1/providers/{id}/feed", CalendarKeepers),
            ("POST /v1/clients/{id}/feed", Bookers),
            ("GET /v1/clients/{id}/feed", Bookers),
            ("DELETE /v1/clients/{id}/feed", Bookers),

            ("POST /v1/providers/{provider_id}/external-calendars", CalendarKeepers),
            ("GET /v1/providers/{provider_id}/external-calendars", CalendarKeepers),
            ("GET /v1/providers/{provider_id}/external-calendars/{calendar_id}", CalendarKeepers),
            ("DELETE /v1/providers/{provider_id}/external-calendars/{calendar_id}", CalendarKeepers),
            ("POST /v1/providers/{provider_id}/external-calendars/{calendar_id}/refresh", CalendarKeepers),

            ("POST /v1/services", CalendarKeepers),
            ("GET /v1/services", Everybody),
            ("GET /v1/services/{id}", EvenStrangers),
            ("PUT /v1/services/{id}", CalendarKeepers),
            ("PATCH /v1/services/{id}", CalendarKeepers),
            ("GET /v1/services/{id}/providers", Everybody),
            ("PUT /v1/services/{id}/providers/{provider_id}", CalendarKeepers),
            ("DELETE /v1/services/{id}/providers/{provider_id}", CalendarKeepers),
            ("GET /v1/providers/{provider_id}/services", EvenStrangers),
            ("GET /v1/services/{id}/policy", CalendarKeepers),
            ("PUT /v1/services/{id}/policy", CalendarKeepers),
            ("GET /v1/providers/{id}/policy", CalendarKeepers),
            ("PUT /v1/providers/{id}/policy", CalendarKeepers),
            ("GET /v1/organisations/{id}/policy", "manager admin"),
            ("PUT /v1/organisations/{id}/policy", "manager admin"),
            ("GET /v1/providers/{id}/policy/effective", Everybody),

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

            ("GET /v1/me/contact", Everybody),
            ("PUT /v1/me/contact", Everybody),
            ("POST /v1/me/contact/verification", Everybody),
            ("GET /v1/users/{id}/contact", "admin"),
            ("PUT /v1/users/{id}/contact", "admin"),
            ("GET /v1/clients/{id}/contact", Bookers),
            ("PUT /v1/clients/{id}/contact", Bookers),
            ("POST /v1/clients/{id}/contact/verification", Bookers),
            ("GET /v1/messages", "manager admin"),
            ("GET /v1/messages/{id}", "manager admin"),
            ("GET /v1/messages/{id}/text", "manager admin"),
            ("GET /v1/organisations/{organisation_id}/message-templates/{kind}/{language}", "manager admin"),
            ("PUT /v1/organisations/{organisation_id}/message-templates/{kind}/{language}", "manager admin"),
            ("DELETE /v1/organisations/{organisation_id}/message-templates/{kind}/{language}", "manager admin"),
            ("POST /v1/organisations/{organisation_id}/message-templates/{kind}/{language}/preview", "manager admin"),

            ("POST /v1/events", "admin"),
            ("POST /v1/events/erase", "admin"),
            ("GET /v1/events", CalendarKeepers),
            ("GET /v1/events/{id}", CalendarKeepers),
            ("GET /v1/events/stream", CalendarKeepers),

            ("POST /v1/webhooks", CalendarKeepers),
            ("GET /v1/webhooks", CalendarKeepers),
            ("GET /v1/webhooks/{id}", CalendarKeepers),
            ("PUT /v1/webhooks/{id}", CalendarKeepers),
            ("PATCH /v1/webhooks/{id}", CalendarKeepers),
            ("DELETE /v1/webhooks/{id}", CalendarKeepers),
            ("POST /v1/webhooks/{id}/secret", CalendarKeepers),
            ("POST /v1/webhooks/{id}/test", CalendarKeepers),
            ("POST /v1/webhooks/{id}/replay", CalendarKeepers),
            ("GET /v1/webhooks/{webhook_id}/deliveries", CalendarKeepers),
            ("GET /v1/webhooks/{webhook_id}/deliveries/{delivery_id}", CalendarKeepers),
            ("GET /v1/webhooks/{webhook_id}/deliveries/{delivery_id}/attempts", CalendarKeepers),
            ("POST /v1/webhooks/{webhook_id}/deliveries/{delivery_id}/redeliver", CalendarKeepers),
        ]);

    readonly TestApp _app;

    protected AccessTableTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    public static TheoryData<string, string> Rows => Table.Rows;

    [Fact]
    public Task Every_route_is_in_the_table_or_open_to_all() => Table.HasEveryRoute(_app);

    [Theory, MemberData(nameof(Rows))]
    public Task A_route_lets_in_the_roles_of_the_table_and_nobody_else(string route, string roles) =>
        AccessTable.LetsIn(_app, route, roles);

    [Theory, MemberData(nameof(Rows))]
    public Task A_manager_of_nothing_may_no_more_than_anybody(string route, string roles) =>
        AccessTable.GivesAManagerOfNothingNoMore(_app, route, roles);
}

public sealed class AccessTableTestsOnSqlite(SqliteApp app) : AccessTableTests(app), IClassFixture<SqliteApp>;

public sealed class AccessTableTestsOnPostgres(PostgresApp app) : AccessTableTests(app), IClassFixture<PostgresApp>;
