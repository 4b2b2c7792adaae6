using System.Data.Common;
using Kalends.Platform;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Reimbursements;

/// <summary>What the database itself refuses, whoever asks.</summary>
public abstract class GuardTests
{
    readonly TestApp _app;

    protected GuardTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task The_database_keeps_the_ledger_as_it_was_written()
    {
        var (caregiver, type) = (await _app.GivenAProvider(), await _app.GivenAnEventType());
        var paid = await _app.GivenACareEvent(caregiver, type);
        var reversed = await _app.GivenACareEvent(caregiver, type);
        var reversal = (await _app.Admin.Post($"/v1/care-events/{reversed}/reverse")).Is(201).Id;
        var first = (await Remit(paid)).Is(201).Id;
        (await _app.Admin.Post($"/v1/remittances/{first}/reverse")).Is(200);
        var second = (await Remit(paid)).Is(201).Id;
        await _app.Stop();

        string[] wrongs =
        [
            "UPDATE care_events SET amount = 1",
            $"DELETE FROM care_events WHERE id = {paid}",
            $"DELETE FROM care_events WHERE id = {reversed}",
            $"DELETE FROM care_events WHERE id = {reversal}",
            $"INSERT INTO remittance_lines (remittance_id, care_event_id) VALUES ({first}, {paid})",
            "INSERT INTO remittance_lines (remittance_id, care_event_id) " +
                $"SELECT id, {paid} FROM remittances WHERE reference = 'another'",
            $"UPDATE remittance_lines SET reversed_at = NULL WHERE remittance_id = {first}",
            $"DELETE FROM remittance_lines WHERE remittance_id = {second}",
            $"UPDATE remittances SET amount = 1 WHERE id = {second}",
            $"UPDATE remittances SET reversed_at = NULL WHERE id = {first}",
            $"DELETE FROM remittances WHERE id = {second}",
            "UPDATE tariffs SET amount = 1",
            "DELETE FROM tariffs",
            $"DELETE FROM event_types WHERE id = {type}",
            Copy(reversed, "reverses_id", reversed, "-1"),
            Copy(paid, "reverses_id", "NULL", "-1"),
            Copy(paid, "reverses_id", "NULL", "100000000001"),
        ];
        // Another remittance's line of the same care event is what the index refuses, not only the same line again.
        await _app.Repair("INSERT INTO remittances (reference, fingerprint, events, amount, created_at, actor) " +
            "VALUES ('another', '', 0, 0, 0, '')");
        var done = new List<string>();
        foreach (var wrong in wrongs)
            if (await Record.ExceptionAsync(() => _app.Repair(wrong)) is not DbException)
                done.Add(wrong);
        await _app.Start();

        Assert.Empty(done);
        Assert.Empty(await _app.Drift());
    }

    [Theory]
    [InlineData("organisation_id, caregiver_id + 1, starts_at", "another caregiver of the organisation")]
    [InlineData("organisation_id, caregiver_id, starts_at + 1", "other care")]
    [InlineData("organisation_id + 1, caregiver_id, starts_at", "the same care in another organisation")]
    [InlineData("NULL, caregiver_id, starts_at", "the same care in no organisation")]
    public async Task The_database_keeps_a_key_of_a_source_for_one_care_event(string copied, string what)
    {
        var (house, _) = await _app.GivenAnOrganisation();
        var kept = (await _app.Admin.Post("/v1/care-events", new
        {
            caregiver_id = await _app.GivenACaregiver(house),
            event_type_id = await _app.GivenAnEventType(),
            starts_at = _app.Clock.GetUtcNow().Text(),
            source = Guid.NewGuid(),
            source_key = "1",
        })).Is(201).Id;

        var refused = await Record.ExceptionAsync(() => _app.Repair($"""
            INSERT INTO care_events
                (organisation_id, caregiver_id, starts_at, event_type_id, tariff_id, amount, currency, service_month,
                 booking_month, source, source_key, created_at, actor)
            SELECT {copied}, event_type_id, tariff_id, amount, currency, service_month, booking_month, source,
                   source_key, created_at, actor
            FROM care_events
            WHERE id = {kept}
            """));

        Assert.True(refused is DbException, what);
    }

    [Fact]
    public async Task A_recount_finds_a_total_that_is_off()
    {
        var caregiver = await _app.GivenAProvider();
        await _app.GivenACareEvent(caregiver, await _app.GivenAnEventType());
        await _app.Fold();
        await _app.Stop();
        await _app.Repair($"UPDATE month_totals SET open_amount = open_amount + 1 WHERE caregiver_id = {caregiver}");
        await _app.Start();
        var off = await _app.Drift(caregiver);
        await _app.Stop();
        await _app.Repair($"UPDATE month_totals SET open_amount = open_amount - 1 WHERE caregiver_id = {caregiver}");
        await _app.Start();

        Assert.NotEmpty(off);
        Assert.Empty(await _app.Drift(caregiver));
    }

    [Fact]
    public async Task A_ledger_with_an_unknown_zone_does_not_start()
    {
        await _app.Stop();

        var refused = await Record.ExceptionAsync(
            () => _app.Start("--Kalends:Reimbursements:TimeZone=Mars/Olympus_Mons"));
        await _app.Start();

        Assert.Contains("TimeZone must be an IANA name", Assert.IsType<StartRefused>(refused).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Months_are_those_of_the_business_zone_and_another_zone_moves_none()
    {
        var (caregiver, type) = (await _app.GivenAProvider(), await _app.GivenAnEventType());
        await _app.Stop();
        await _app.Start("--Kalends:Reimbursements:TimeZone=Pacific/Tongatapu");
        var far = await Register("2029-11-30T11:00:00Z");
        await _app.Stop();
        await _app.Start("--Kalends:Reimbursements:TimeZone=Pacific/Pago_Pago");
        var near = await Register("2029-12-01T10:59:59.999999Z");

        Assert.Equal(("2029-12", "2029-11"), (far.Month, near.Month));
        Assert.Equal("2029-12", (string?)(await _app.Admin.Get($"/v1/care-events/{far.Id}"))["service_month"]);
        Assert.Equal([far.Id], await OfMonth("2029-12"));
        Assert.Equal([near.Id], await OfMonth("2029-11"));
        Assert.Equal(1, (long)(await _app.Admin.Post("/v1/remittances", new
        {
            reference = Guid.NewGuid(),
            caregiver_id = caregiver,
            service_month = "2029-12",
        })).Is(201)["events"]!);
        Assert.Empty(await _app.Drift());
        await _app.Stop();
        await _app.Start();

        async Task<(long Id, string? Month)> Register(string at)
        {
            var made = await _app.Admin.Post(
                "/v1/care-events", new { caregiver_id = caregiver, event_type_id = type, starts_at = at });
            return (made.Is(201).Id, (string?)made["service_month"]);
        }

        async Task<IEnumerable<long>> OfMonth(string month) =>
            (await _app.Admin.Get($"/v1/care-events?caregiver_id={caregiver}&service_month={month}")).Is(200)["items"]!
            .AsArray().Select(item => (long)item!["id"]!);
    }

    Task<Answer> Remit(params long[] ids) =>
        _app.Admin.Post("/v1/remittances", new { reference = Guid.NewGuid(), care_event_ids = ids });

    static string Copy(long id, string column, object value, string amount) => $"""
        INSERT INTO care_events (caregiver_id, event_type_id, tariff_id, amount, currency, starts_at, service_month,
                                 booking_month, created_at, actor, {column})
        SELECT caregiver_id, event_type_id, tariff_id, {amount}, currency, starts_at, service_month,
               booking_month, created_at, actor, {value}
        FROM care_events
        WHERE id = {id}
        """;
}

public sealed class GuardTestsOnSqlite(SqliteApp app) : GuardTests(app), IClassFixture<SqliteApp>;

public sealed class GuardTestsOnPostgres(PostgresApp app) : GuardTests(app), IClassFixture<PostgresApp>;
