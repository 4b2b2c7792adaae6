using FsCheck;
using FsCheck.Fluent;
using Kalends.Platform.Storage;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Scheduling;

/// <summary>Random histories of one calendar, held against what must be true after each of their steps.</summary>
public abstract class HistoryTests
{
    readonly TestApp _app;

    protected HistoryTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public void In_any_history_lists_tell_the_truth_and_live_reservations_never_overlap()
    {
        var steps = Gen.Zip(Gen.Choose(0, 9), Gen.Choose(0, 9999)).Select(pair => new Step(pair.Item1, pair.Item2));
        var histories = Gen.ArrayOf(steps, 40).ToArbitrary();
        var runs = int.Parse(Environment.GetEnvironmentVariable("KALENDS_HISTORIES") ?? "12");

        Prop.ForAll(histories, history => new Calendar(_app).Live(history).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(runs).WithReplay(20_300_107, 1));
    }

    /// <param name="Kind">What is done.</param>
    /// <param name="Choice">With which of the things there are.</param>
    public sealed record Step(int Kind, int Choice);

    sealed class Calendar(TestApp app)
    {
        readonly List<long> _openings = [];
        readonly List<long> _closures = [];
        readonly List<long> _reservations = [];
        readonly Dictionary<long, string> _meanings = [];
        long _provider;
        long _client;

        public async Task Live(Step[] history)
        {
            _provider = await app.GivenAProvider();
            _client = await app.GivenAClient();
            foreach (var step in history)
            {
                await Do(step);
                await CheckNothingOverlaps();
            }
            await CheckEverySlot();
        }

        Task Do(Step step) => step.Kind switch
        {
            0 or 1 => Offer(step.Choice),
            2 => Close(step.Choice),
            3 => Reopen(step.Choice),
            4 or 5 => ReserveSome(step.Choice),
            6 => Act("confirm", step.Choice),
            7 => Act("cancel", step.Choice),
            8 => Remove(step.Choice),
            _ => Wait(step.Choice),
        };

        async Task Offer(int choice)
        {
            var start = app.NextHour().AddHours(12 + choice % 48);
            var answer = await app.Admin.Post($"/v1/providers/{_provider}/openings", new
            {
                ranges = new[] { new { starts_at = start.Text(), ends_at = start.AddHours(1 + choice % 3).Text() } },
                slot_minutes = new[] { 15, 20, 30, 60 }[choice % 4],
            });
            if (answer.Status == 201)
                _openings.Add((long)answer["items"]![0]!["id"]!);
            else
                answer.IsRefused(409, "opening_overlaps");
        }

        async Task Close(int choice)
        {
            var start = app.NextHour().AddHours(12).AddMinutes(choice % 2880);
            var answer = await app.Admin.Post($"/v1/providers/{_provider}/closures", new
            {
                starts_at = start.Text(),
                ends_at = start.AddMinutes(1 + choice % 120).Text(),
                cancel_reservations = choice % 2 == 0,
            });
            if (answer.Status == 201)
                _closures.Add((long)answer["closure"]!["id"]!);
            else
                answer.IsRefused(409, "reservations_in_the_way");
        }

        async Task Reopen(int choice)
        {
            if (_closures.Count == 0)
                return;
            var closure = _closures[choice % _closures.Count];
            _closures.Remove(closure);
            (await app.Admin.Delete($"/v1/providers/{_provider}/closures/{closure}")).Is(200);
        }

        async Task ReserveSome(int choice)
        {
            var slots = await AllSlots();
            if (slots.Count > 0)
                await CheckReserving(slots[choice % slots.Count], await Bookable());
        }

        async Task Act(string verb, int choice)
        {
            if (_reservations.Count == 0)
                return;
            var id = _reservations[choice % _reservations.Count];
            var before = (string?)(await app.Admin.Get($"/v1/reservations/{id}"))["state"];
            var answer = await app.Admin.Post($"/v1/reservations/{id}/{verb}");
            var expected = (before, verb) switch
            {
                ("held", _) or ("confirmed", "cancel") => 200,
                ("expired", _) => 410,
                _ => 409,
            };
            answer.Is(expected);
        }

        async Task Remove(int choice)
        {
            if (_openings.Count == 0)
                return;
            var opening = _openings[choice % _openings.Count];
            var cancel = choice % 2 == 0 ? "?cancel_reservations=true" : "";
            var answer = await app.Admin.Delete($"/v1/providers/{_provider}/openings/{opening}{cancel}");
            if (answer.Status == 200)
                _openings.Remove(opening);
            else
                answer.IsRefused(409, "reservations_in_the_way");
        }

        async Task Wait(int choice)
        {
            app.Clock.Advance(TimeSpan.FromMinutes(5 * (choice % 24)));
            if (choice % 3 == 0)
                (await app.Admin.Post("/v1/reservations/expire")).Is(200);
        }

        /// <summary>What a list says is what reserving does, but for the grace that a list does not show.</summary>
        async Task CheckReserving(SlotSeen slot, HashSet<long> bookable)
        {
            var answer = await app.Admin.Post("/v1/reservations", new { slot_id = slot.Id, client_id = _client });
            Assert.Equal(slot.State == "free", bookable.Contains(slot.Id));
            var inGrace = slot.State == "too_soon"
                && slot.StartsAt - app.Clock.GetUtcNow() >= TimeSpan.FromHours(24) - TimeSpan.FromMinutes(5);
            if (slot.State == "free" || inGrace)
                _reservations.Add(answer.Is(201).Id);
            else
                _ = slot.State switch
                {
                    "held" or "booked" => answer.IsRefused(409, "slot_taken"),
                    "closed" => answer.IsRefused(409, "slot_closed"),
                    _ => answer.IsRefused(422, "too_soon"),
                };
        }

        async Task CheckEverySlot()
        {
            var bookable = await Bookable();
            foreach (var slot in await AllSlots())
                await CheckReserving(slot, bookable);
            Assert.Empty(await Bookable());
        }

        async Task<HashSet<long>> Bookable() => (await Slots("")).Select(slot => (long)slot!["id"]!).ToHashSet();

        async Task<List<SlotSeen>> AllSlots()
        {
            var slots = await Slots("&include=all");
            foreach (var slot in slots)
            {
                var meaning = $"{slot!["starts_at"]} {slot["ends_at"]}";
                _meanings.TryAdd((long)slot["id"]!, meaning);
                Assert.Equal(_meanings[(long)slot["id"]!], meaning);
            }
            return slots.Select(slot => new SlotSeen(
                (long)slot!["id"]!, (DateTimeOffset)slot["starts_at"]!, (string)slot["state"]!)).ToList();
        }

        async Task<System.Text.Json.Nodes.JsonArray> Slots(string query)
        {
            var from = app.Clock.GetUtcNow().AddDays(-2).Text();
            var answer = await app.Admin.Get($"/v1/providers/{_provider}/slots?from={from}{query}");
            return answer.Is(200)["items"]!.AsArray();
        }

        async Task CheckNothingOverlaps() => Assert.Equal(0, await app.Db.Read(
            async session => await session.Number(CountOverlaps, ("provider", _provider)), CancellationToken.None));

        sealed record SlotSeen(long Id, DateTimeOffset StartsAt, string State);
    }

    static readonly Sql CountOverlaps = new("""
        SELECT COUNT(*) AS n
        FROM reservations a
        JOIN reservations b ON b.provider_id = a.provider_id AND b.id > a.id
        WHERE a.provider_id = @provider
          AND a.state IN ('held', 'confirmed') AND b.state IN ('held', 'confirmed')
          AND a.busy_from < b.busy_to AND b.busy_from < a.busy_to
        """);
}

public sealed class HistoryTestsOnSqlite(SqliteApp app) : HistoryTests(app), IClassFixture<SqliteApp>;

public sealed class HistoryTestsOnPostgres(PostgresApp app) : HistoryTests(app), IClassFixture<PostgresApp>;
