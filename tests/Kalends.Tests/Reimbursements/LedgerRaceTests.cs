using Kalends.Platform.Storage;
using Kalends.Tests.Kit;
using static Kalends.Tests.Kit.Race;

namespace Kalends.Tests.Reimbursements;

/// <summary>Two changes of one ledger at once, in every pair that could hurt.</summary>
public abstract class LedgerRaceTests
{
    readonly TestApp _app;

    protected LedgerRaceTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task Of_many_equal_registrations_there_is_one_care_event()
    {
        var (caregiver, type) = (await _app.GivenAProvider(), await _app.GivenAnEventType());
        var body = new
        {
            caregiver_id = caregiver,
            event_type_id = type,
            starts_at = _app.Clock.GetUtcNow().Text(),
            source = Guid.NewGuid(),
            source_key = "1",
        };

        var answers = await AtOnce(64, _ => _app.Admin.Post("/v1/care-events", body));

        Assert.Single(answers.Select(answer => answer.Is(201).Text).Distinct());
        Assert.Single((await _app.Admin.Get($"/v1/care-events?caregiver_id={caregiver}"))["items"]!.AsArray());
        Assert.Empty(await _app.Drift());
    }

    [Fact]
    public async Task Of_one_file_that_two_accountants_send_while_its_caregiver_moves_nothing_is_registered_twice()
    {
        var type = await _app.GivenAnEventType();
        var accountants = new[] { await _app.AnAccountant(), await _app.AnAccountant() };
        var (before, after) = (await _app.GivenAnOrganisation(), await _app.GivenAnOrganisation());
        for (var round = 0; round < 8; round++)
        {
            var caregiver = await _app.GivenACaregiver(before.Id);
            var body = new
            {
                caregiver_id = caregiver,
                event_type_id = type,
                starts_at = _app.Clock.GetUtcNow().Text(),
                source = "payroll",
                source_key = $"{Guid.NewGuid()}",
            };

            var answers = await AtOnce(9, i => i == 4
                ? _app.Admin.Patch($"/v1/providers/{caregiver}", new { organisation_id = after.Id })
                : accountants[i % 2].Post("/v1/care-events", body));

            answers[4].Is(200);
            Assert.Single(answers.Where((_, i) => i != 4).Select(answer => answer.Is(201).Id).Distinct());
            Assert.Single((await _app.Admin.Get($"/v1/care-events?caregiver_id={caregiver}"))["items"]!.AsArray());
        }
        Assert.Empty(await _app.Drift());
    }

    [Fact]
    public async Task Leaving_against_registering_puts_each_care_event_into_one_organisation_or_none()
    {
        var type = await _app.GivenAnEventType(3);
        for (var round = 0; round < 8; round++)
        {
            var (house, manager) = await _app.GivenAnOrganisation();
            var owner = await _app.As(Platform.Calls.Roles.Provider);
            var caregiver = await _app.GivenACaregiver(house, owner);

            var answers = await AtOnce(9, i => i == 4
                ? manager.Patch($"/v1/providers/{caregiver}", """{"organisation_id":null}""")
                : (i % 2 == 0 ? owner : manager).Register(_app, caregiver, type, hoursAgo: i));

            answers[4].Is(200);
            Assert.All(answers.Where((_, i) => i != 4), answer => answer.IsOneOf(201, 403));
            var late = await owner.Register(_app, caregiver, type);
            Assert.Null(late.Is(201)["organisation_id"]);
            (await manager.Register(_app, caregiver, type)).IsRefused(403, "forbidden");

            var made = answers.Where(answer => answer.Status == 201).ToList();
            var kept = made.Where(answer => answer["organisation_id"] is not null).Select(answer => answer.Id).ToList();
            Assert.Equal(kept.Order(), (await Seen(manager)).Order());
            Assert.Equal(made.Count + 1, (await Seen(owner)).Count);
            Assert.Equal(3L * kept.Count, await Reported(manager));
            Assert.Equal(3L * (made.Count + 1), await Reported(owner));
        }
        Assert.Empty(await _app.Drift());

        static async Task<List<long>> Seen(Visitor visitor) => (await visitor.Get("/v1/care-events")).Is(200)["items"]!
            .AsArray().Select(one => (long)one!["id"]!).ToList();

        static async Task<long> Reported(Visitor visitor) => (await visitor.Get("/v1/reports/reimbursements")).Is(200)
            ["items"]!.AsArray().Sum(row => (long)row!["amount"]!);
    }

    [Fact]
    public async Task Overlapping_remittances_at_once_put_each_care_event_into_one_line()
    {
        for (var round = 0; round < 5; round++)
        {
            var (caregiver, type) = (await _app.GivenAProvider(), await _app.GivenAnEventType());
            var other = await _app.GivenAProvider();
            var ids = new List<long>();
            for (var i = 0; i < 12; i++)
                ids.Add(await _app.GivenACareEvent(i % 2 == 0 ? caregiver : other, type));

            var answers = await AtOnce(12, i => _app.Admin.Post("/v1/remittances", i % 4 == 3
                ? (object)new
                {
                    reference = Guid.NewGuid(),
                    caregiver_id = caregiver,
                    service_month = _app.Clock.GetUtcNow().AddHours(-1).ToString("yyyy-MM"),
                }
                : new { reference = Guid.NewGuid(), care_event_ids = ids.Skip(i % 7).Take(6).Reverse() }));

            Assert.All(answers, answer => answer.IsOneOf(201, 409));
            Assert.Contains(answers, answer => answer.Status == 201);
            Assert.Equal(0, await Count(FindTwiceRemitted));
            Assert.Empty(await _app.Drift());
        }
    }

    [Fact]
    public async Task Of_equal_remittances_at_once_there_is_one()
    {
        var (caregiver, type) = (await _app.GivenAProvider(), await _app.GivenAnEventType());
        var id = await _app.GivenACareEvent(caregiver, type);
        var body = new { reference = Guid.NewGuid(), care_event_ids = new[] { id } };

        var answers = await AtOnce(32, _ => _app.Admin.Post("/v1/remittances", body));

        Assert.Single(answers.Select(answer => answer.Is(201).Text).Distinct());
        Assert.Empty(await _app.Drift());
    }

    [Fact]
    public async Task Deleting_against_remitting_has_one_outcome()
    {
        for (var round = 0; round < 15; round++)
        {
            var (caregiver, type) = (await _app.GivenAProvider(), await _app.GivenAnEventType());
            var id = await _app.GivenACareEvent(caregiver, type);

            var answers = await AtOnce(2, i => i == 0
                ? _app.Admin.Delete($"/v1/care-events/{id}")
                : Remit(id));

            Assert.Single(answers, answer => answer.Status is 200 or 201);
            Assert.Single(answers, answer => answer.Status == 409);
            Assert.Empty(await _app.Drift());
        }
    }

    [Fact]
    public async Task Reversing_against_remitting_never_pays_what_is_reversed_already()
    {
        for (var round = 0; round < 15; round++)
        {
            var (caregiver, type) = (await _app.GivenAProvider(), await _app.GivenAnEventType());
            var id = await _app.GivenACareEvent(caregiver, type);

            var answers = await AtOnce(2, i => i == 0
                ? _app.Admin.Post($"/v1/care-events/{id}/reverse")
                : Remit(id));

            answers[0].Is(201);
            if (answers[1].IsOneOf(201, 409) == 409)
                answers[1].IsRefused(409, "reversed");
            Assert.Empty(await _app.Drift());
        }
    }

    [Fact]
    public async Task A_remittance_is_reversed_once()
    {
        var (caregiver, type) = (await _app.GivenAProvider(), await _app.GivenAnEventType());
        var made = (await Remit(await _app.GivenACareEvent(caregiver, type))).Is(201);

        var answers = await AtOnce(16, _ => _app.Admin.Post($"/v1/remittances/{made.Id}/reverse"));

        Assert.Single(answers, answer => answer.Status == 200);
        Assert.All(answers.Where(answer => answer.Status != 200), late => late.IsRefused(409, "already_reversed"));
        Assert.Empty(await _app.Drift());
    }

    [Fact]
    public async Task Deleting_a_type_against_registering_has_one_outcome()
    {
        for (var round = 0; round < 15; round++)
        {
            var (caregiver, type) = (await _app.GivenAProvider(), await _app.GivenAnEventType());

            var answers = await AtOnce(4, i => i == 1
                ? _app.Admin.Delete($"/v1/event-types/{type}")
                : _app.Admin.Register(_app, caregiver, type));

            var isDeleted = answers[1].IsOneOf(200, 409) == 200;
            Assert.All(answers.Where((_, i) => i != 1), answer => answer.Is(isDeleted ? 404 : 201));
        }
    }

    [Fact]
    public async Task A_reservation_is_completed_once()
    {
        var ((reservation, provider), type) = (await _app.GivenAnAppointment(), await _app.GivenAnEventType());
        _app.Clock.Advance(TimeSpan.FromDays(2) + TimeSpan.FromHours(1));

        var answers = await AtOnce(16, i => i % 4 == 3
            ? _app.Admin.Post($"/v1/reservations/{reservation}/no-show")
            : _app.Admin.Post($"/v1/reservations/{reservation}/complete", new { event_type_id = type }));

        // Who comes first may have missed the client; whoever completes puts that right.
        Assert.Single(answers.Where((_, i) => i % 4 != 3), answer => answer.Status == 200);
        Assert.InRange(answers.Where((_, i) => i % 4 == 3).Count(answer => answer.Status == 200), 0, 1);
        Assert.All(answers.Where(answer => answer.Status != 200), late => late.IsRefused(409, "already_over"));
        Assert.Equal("completed", (string?)(await _app.Admin.Get($"/v1/reservations/{reservation}"))["state"]);
        Assert.Single((await _app.Admin.Get($"/v1/care-events?caregiver_id={provider}"))["items"]!.AsArray());
    }

    [Fact]
    public async Task The_care_of_a_visit_is_registered_once_however_it_comes()
    {
        var ((reservation, provider), type) = (await _app.GivenAnAppointment(), await _app.GivenAnEventType());
        _app.Clock.Advance(TimeSpan.FromDays(2) + TimeSpan.FromHours(1));

        var answers = await AtOnce(16, i => _app.Admin.Post(
            $"/v1/reservations/{reservation}/{(i % 2 == 0 ? "complete" : "care-event")}",
            new { event_type_id = type }));

        Assert.All(answers, answer => Assert.Contains(answer.Status, new[] { 200, 201, 409 }));
        Assert.Single((await _app.Admin.Get($"/v1/care-events?caregiver_id={provider}"))["items"]!.AsArray());
        Assert.Empty(await _app.Drift());
    }

    [Fact]
    public async Task Readers_see_every_registration_once_while_totals_are_folded()
    {
        var (caregiver, type) = (await _app.GivenAProvider(), await _app.GivenAnEventType());
        var registering = Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            for (var i = 0; i < 40; i++)
                await _app.GivenACareEvent(caregiver, type);
        }));

        var seen = 0L;
        while (!registering.IsCompleted)
        {
            await _app.Fold();
            var now = await Count(CountInTotals, ("caregiver", caregiver));
            Assert.InRange(now, seen, 320);
            seen = now;
        }
        await registering;

        Assert.Equal(320, await Count(CountInTotals, ("caregiver", caregiver)));
        Assert.Empty(await _app.Drift());
    }

    Task<Answer> Remit(params long[] ids) =>
        _app.Admin.Post("/v1/remittances", new { reference = Guid.NewGuid(), care_event_ids = ids });

    async Task<long> Count(Sql sql, params (string, object?)[] values) =>
        await _app.Db.Read(async session => await session.Number(sql, values) ?? 0, CancellationToken.None);

    static readonly Sql FindTwiceRemitted = new("""
        SELECT COUNT(*) AS n
        FROM (
            SELECT care_event_id
            FROM remittance_lines
            WHERE reversed_at IS NULL
            GROUP BY care_event_id
            HAVING COUNT(*) > 1) AS twice
        """);

    static readonly Sql CountInTotals = new("""
        SELECT CAST(COALESCE(SUM(open_events), 0) AS BIGINT) AS n
        FROM month_totals_now
        WHERE caregiver_id = @caregiver
        """);
}

public sealed class LedgerRaceTestsOnSqlite(SqliteApp app) : LedgerRaceTests(app), IClassFixture<SqliteApp>;

public sealed class LedgerRaceTestsOnPostgres(PostgresApp app) : LedgerRaceTests(app), IClassFixture<PostgresApp>;
