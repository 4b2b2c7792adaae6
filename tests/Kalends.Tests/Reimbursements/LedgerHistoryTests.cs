using FsCheck;
using FsCheck.Fluent;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Reimbursements;

/// <summary>Random histories of a caregiver's ledger: whatever happens, all sums of it agree.</summary>
public abstract class LedgerHistoryTests
{
    readonly TestApp _app;

    protected LedgerHistoryTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task In_any_history_totals_rows_and_remittances_add_up_to_the_same()
    {
        var types = new List<long>
        {
            await _app.GivenAnEventType(700), await _app.GivenAnEventType(1), await _app.GivenAnEventType(250, "JPY"),
        };
        var houses = new List<(long Id, Visitor Manager)>
        {
            await _app.GivenAnOrganisation(), await _app.GivenAnOrganisation(),
        };
        var steps = Gen.Zip(Gen.Choose(0, 15), Gen.Choose(0, 9999)).Select(pair => new Step(pair.Item1, pair.Item2));
        var histories = Gen.ArrayOf(steps, 30).ToArbitrary();
        var runs = int.Parse(Environment.GetEnvironmentVariable("KALENDS_HISTORIES") ?? "60");

        Prop.ForAll(histories, history => new Ledger(_app, types, houses).Live(history).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(runs).WithReplay(20_300_107, 1));
        Assert.Empty(await _app.Drift());
        await _app.Fold();
        Assert.Empty(await _app.Drift());
    }

    /// <param name="Kind">What is done.</param>
    /// <param name="Choice">With which of the things there are.</param>
    public sealed record Step(int Kind, int Choice);

    sealed class Ledger(TestApp app, List<long> types, List<(long Id, Visitor Manager)> houses)
    {
        readonly List<long> _events = [];
        readonly List<long> _remittances = [];
        long _caregiver;

        public async Task Live(Step[] history)
        {
            _caregiver = await app.GivenAProvider();
            foreach (var step in history)
                await Do(step);
            Assert.Empty(await app.Drift(_caregiver));
            await AssertSeen(app.Admin, "");
            foreach (var (id, manager) in houses)
            {
                var seen = await AssertSeen(manager, "");
                Assert.Equal(seen, await AssertSeen(app.Admin, $"&organisation_id={id}"));
            }
        }

        /// <summary>The sums of what somebody sees: a list's, which are those of the report.</summary>
        async Task<List<string>> AssertSeen(Visitor visitor, string filter)
        {
            var listed = (await visitor.Get($"/v1/care-events?caregiver_id={_caregiver}&limit=100{filter}"))
                .Is(200)["items"]!.AsArray()
                .GroupBy(one => (Currency: (string)one!["currency"]!, State: (string)one["state"]!))
                .Select(sum => (sum.Key, Events: sum.Sum(one => one!["reverses_id"] is null ? 1 : -1),
                    Amount: sum.Sum(one => (long)one!["amount"]!)))
                .Where(sum => sum.Events != 0 || sum.Amount != 0)
                .Select(sum => $"{sum.Key.Currency} {sum.Key.State} {sum.Events} {sum.Amount}").Order().ToList();
            var reported = (await visitor.Get(
                $"/v1/reports/reimbursements?caregiver_ids={_caregiver}{filter}")).Is(200)["items"]!.AsArray()
                .Select(row => $"{row!["currency"]} {row["state"]} {row["events"]} {row["amount"]}").Order().ToList();
            Assert.Equal(listed, reported);
            return reported;
        }

        Task Do(Step step) => step.Kind switch
        {
            0 or 1 or 2 or 3 => Register(step.Choice, hoursAgo: step.Choice % 12),
            4 => Register(step.Choice, hoursAgo: step.Choice % 2000),
            5 => Delete(step.Choice),
            6 or 7 => Reverse(step.Choice),
            8 => RemitSome(step.Choice),
            9 => RemitMonth(step.Choice),
            10 => TakeBack(step.Choice),
            11 => app.Fold(),
            12 => Wait(step.Choice),
            _ => app.Move(_caregiver, step.Choice % 3 == 0 ? null : houses[step.Choice % 3 - 1].Id),
        };

        async Task Register(int choice, int hoursAgo) =>
            _events.Add(await app.GivenACareEvent(_caregiver, types[choice % types.Count], hoursAgo));

        async Task Delete(int choice)
        {
            if (_events.Count == 0)
                return;
            var id = _events[choice % _events.Count];
            if ((await app.Admin.Delete($"/v1/care-events/{id}")).IsOneOf(200, 409) == 200)
                _events.Remove(id);
        }

        async Task Reverse(int choice)
        {
            if (_events.Count == 0)
                return;
            var answer = await app.Admin.Post($"/v1/care-events/{_events[choice % _events.Count]}/reverse");
            if (answer.IsOneOf(201, 409) == 201)
                _events.Add(answer.Id);
        }

        Task RemitSome(int choice) => _events.Count == 0 ? Task.CompletedTask : Remit(new
        {
            reference = Guid.NewGuid(),
            care_event_ids = _events.Where((_, i) => (choice >> i % 12) % 2 == 1).Append(_events[0]).Take(8),
        });

        Task RemitMonth(int choice) => Remit(new
        {
            reference = Guid.NewGuid(),
            caregiver_id = _caregiver,
            service_month = app.Clock.GetUtcNow().AddDays(-choice % 40).ToString("yyyy-MM"),
            currency = choice % 3 == 0 ? null : choice % 3 == 1 ? "SEK" : "JPY",
            organisation_id = choice % 4 < 2 ? houses[choice % 4].Id : (long?)null,
        });

        async Task Remit(object body)
        {
            var answer = await app.Admin.Post("/v1/remittances", body);
            if (answer.IsOneOf(201, 409) == 201)
                _remittances.Add(answer.Id);
        }

        async Task TakeBack(int choice)
        {
            if (_remittances.Count > 0)
                (await app.Admin.Post($"/v1/remittances/{_remittances[choice % _remittances.Count]}/reverse"))
                    .IsOneOf(200, 409);
        }

        Task Wait(int choice)
        {
            app.Clock.Advance(TimeSpan.FromHours(choice % 300));
            return Task.CompletedTask;
        }
    }
}

public sealed class LedgerHistoryTestsOnSqlite(SqliteApp app) : LedgerHistoryTests(app), IClassFixture<SqliteApp>;

public sealed class LedgerHistoryTestsOnPostgres(PostgresApp app) : LedgerHistoryTests(app), IClassFixture<PostgresApp>;
