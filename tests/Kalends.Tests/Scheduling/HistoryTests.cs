using System.Text.Json.Nodes;
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

    [Theory]
    [InlineData(24)]
    [InlineData(0)]
    public async Task In_any_history_lists_tell_the_truth_and_live_reservations_never_overlap(int noticeHours)
    {
        await using var changed = await _app.Restart($"--Kalends:Scheduling:NoticeMinutes={noticeHours * 60}");
        var steps = Gen.Zip(Gen.Choose(0, 12), Gen.Choose(0, 9999)).Select(pair => new Step(pair.Item1, pair.Item2));
        var histories = Gen.ArrayOf(steps, 50).ToArbitrary();
        var runs = int.Parse(Environment.GetEnvironmentVariable("KALENDS_HISTORIES") ?? "12");

        Prop.ForAll(histories, history => new Calendar(_app, noticeHours).Live(history).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(runs).WithReplay(20_300_107, 1));
    }

    /// <param name="Kind">What is done.</param>
    /// <param name="Choice">With which of the things there are.</param>
    public sealed record Step(int Kind, int Choice);

    sealed class Calendar(TestApp app, int noticeHours)
    {
        // What can be reserved soon after it is offered is over soon, too.
        readonly int _soonest = noticeHours / 2 + 1;
        readonly int _hours = noticeHours * 2 + 6;
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
                Assert.Equal(0, await Count(OverlappingReservations));
                Assert.Equal(0, await Count(OverlappingOpenings));
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
            9 => Act(((string[])["complete", "no-show", "reinstate"])[step.Choice % 3], step.Choice / 3),
            10 => OfferClosed(step.Choice),
            11 => WaitForTheNextStart(),
            _ => Wait(step.Choice),
        };

        async Task Offer(int choice)
        {
            var start = app.NextHour().AddHours(_soonest + choice % _hours);
            await Offer(start, start.AddHours(1 + choice % 3), choice, replaces: choice % 3 == 0);
        }

        /// <summary>Offers a stretch that is closed, which needs no leave to replace what stands there.</summary>
        async Task OfferClosed(int choice)
        {
            var start = app.NextHour().AddHours(_soonest + choice % _hours);
            var stretch = new { starts_at = start.AddHours(-3).Text(), ends_at = start.AddHours(6).Text() };
            var closed = await app.Admin.Post($"/v1/providers/{_provider}/closures", stretch);
            if (closed.IsOneOf(201, 409) == 201)
                await Offer(start, start.AddHours(1 + choice % 3), choice, replaces: false, isClosed: true);
            if (closed.Status == 201)
                (await app.Admin.Delete($"/v1/providers/{_provider}/closures/{closed["closure"]!["id"]}")).Is(200);
        }

        /// <summary>Whatever is cut for an offer, reservations stay as they are.</summary>
        async Task Offer(
            DateTimeOffset start, DateTimeOffset end, int choice, bool replaces, bool isClosed = false)
        {
            var length = new[] { 15, 20, 30, 60 }[choice % 4];
            var before = await Reservations();
            var isSame = (await Openings()).Any(one => (string?)one!["starts_at"] == start.Text()
                && (string?)one["ends_at"] == end.Text() && (int)one["slot_minutes"]! == length);

            var answer = await app.Admin.Post($"/v1/providers/{_provider}/openings", new
            {
                ranges = new[] { new { starts_at = start.Text(), ends_at = end.Text() } },
                slot_minutes = length,
                replace = replaces,
            });

            if (replaces || (isClosed && !isSame))
                answer.Is(201);
            else if (answer.IsOneOf(201, 409) == 409)
                answer.IsRefused(409, "opening_overlaps");
            Assert.Equal(before, await Reservations());
        }

        async Task Close(int choice)
        {
            var start = app.NextHour().AddHours(choice % 3 == 0 ? -12 : _soonest).AddMinutes(choice % (_hours * 60));
            var begun = await Begun();
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
            Assert.Equal(begun, await Begun());
        }

        async Task Reopen(int choice)
        {
            if (_closures.Count == 0)
                return;
            var closure = _closures[choice % _closures.Count];
            _closures.Remove(closure);
            (await app.Admin.Delete($"/v1/providers/{_provider}/closures/{closure}")).Is(200);
        }

        /// <summary>Mostly what can be reserved, and half of that is confirmed at once.</summary>
        async Task ReserveSome(int choice)
        {
            var slots = await AllSlots();
            var free = slots.Where(slot => slot.State == "free").Take(8).ToList();
            var wanted = choice % 4 > 0 && free.Count > 0 ? free : slots;
            if (wanted.Count == 0)
                return;
            var before = _reservations.Count;
            await CheckReserving(wanted[choice / 4 % wanted.Count], await Bookable());
            if (choice % 2 == 0 && _reservations.Count > before)
                (await app.Admin.Post($"/v1/reservations/{_reservations[^1]}/confirm")).Is(200);
        }

        async Task Act(string verb, int choice)
        {
            if (_reservations.Count == 0)
                return;
            var id = _reservations[choice % _reservations.Count];
            var found = (await app.Admin.Get($"/v1/reservations/{id}")).Is(200);
            var now = app.Clock.GetUtcNow();
            var hasBegun = (DateTimeOffset)found["starts_at"]! <= now;
            var isFresh = found["ended_at"] is { } ended && now < ((DateTimeOffset)ended).AddDays(1);
            var expected = ((string?)found["state"], verb) switch
            {
                ("held", "confirm" or "cancel") or ("confirmed", "cancel") => 200,
                ("confirmed", "complete" or "no-show") when hasBegun => 200,
                ("no_show", "complete" or "reinstate") when isFresh => 200,
                ("expired", _) => 410,
                _ => 409,
            };

            var answer = await app.Admin.Post($"/v1/reservations/{id}/{verb}", new { });

            answer.Is(expected);
            if (expected != 200)
                Assert.Equal((string?)found["state"], (string?)answer["state"]);
        }

        async Task Remove(int choice)
        {
            var openings = await Openings();
            if (openings.Count == 0)
                return;
            var (opening, begun) = (openings[choice % openings.Count]!["id"], await Begun());
            var cancel = choice % 2 == 0 ? "?cancel_reservations=true" : "";
            var answer = await app.Admin.Delete($"/v1/providers/{_provider}/openings/{opening}{cancel}");
            if (answer.IsOneOf(200, 409) == 409)
                answer.IsRefused(409, "reservations_in_the_way");
            Assert.Equal(begun, await Begun());
        }

        async Task Wait(int choice)
        {
            app.Clock.Advance(TimeSpan.FromMinutes(5 * (choice % 24)));
            if (choice % 3 == 0)
                (await app.Admin.Post("/v1/reservations/expire")).Is(200);
        }

        /// <summary>Until some reservation has begun a minute ago.</summary>
        async Task WaitForTheNextStart()
        {
            var now = app.Clock.GetUtcNow();
            var next = (await Reservations())
                .Select(one => (DateTimeOffset)JsonNode.Parse(one)!["starts_at"]!)
                .Where(starts => starts > now).Order().FirstOrDefault(now);
            app.Clock.Advance(next - now + TimeSpan.FromMinutes(1));
        }

        /// <summary>What a list says is what reserving does, but for the grace that a list does not show.</summary>
        async Task CheckReserving(SlotSeen slot, HashSet<long> bookable)
        {
            var answer = await app.Admin.Post("/v1/reservations", new { slot_id = slot.Id, client_id = _client });
            Assert.Equal(slot.State == "free", bookable.Contains(slot.Id));
            var left = slot.StartsAt - app.Clock.GetUtcNow();
            var inGrace = slot.State == "too_soon" && left > TimeSpan.Zero
                && left >= TimeSpan.FromHours(noticeHours) - TimeSpan.FromMinutes(5);
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

        async Task<JsonArray> Slots(string query)
        {
            var from = app.Clock.GetUtcNow().AddDays(-2).Text();
            var answer = await app.Admin.Get($"/v1/providers/{_provider}/slots?from={from}{query}");
            return answer.Is(200)["items"]!.AsArray();
        }

        async Task<JsonArray> Openings() =>
            (await app.Admin.Get($"/v1/providers/{_provider}/openings?limit=100")).Is(200)["items"]!.AsArray();

        /// <summary>All reservations there have been, as they stand.</summary>
        async Task<List<string>> Reservations() =>
            (await app.Admin.Get($"/v1/reservations?provider_id={_provider}&limit=100")).Is(200)["items"]!.AsArray()
            .Select(one => one!.ToJsonString()).ToList();

        /// <summary>Those of them that have begun.</summary>
        async Task<List<string>> Begun() => (await Reservations())
            .Where(one => (DateTimeOffset)JsonNode.Parse(one)!["starts_at"]!
                <= app.Clock.GetUtcNow())
            .ToList();

        async Task<long?> Count(Sql sql) => await app.Db.Read(
            async session => await session.Number(sql, ("provider", _provider)), CancellationToken.None);

        sealed record SlotSeen(long Id, DateTimeOffset StartsAt, string State);
    }

    static readonly Sql OverlappingReservations = new("""
        SELECT COUNT(*) AS n
        FROM reservations a
        JOIN reservations b ON b.provider_id = a.provider_id AND b.id > a.id
        WHERE a.provider_id = @provider
          AND a.state IN ('held', 'confirmed') AND b.state IN ('held', 'confirmed')
          AND a.busy_from < b.busy_to AND b.busy_from < a.busy_to
        """);

    static readonly Sql OverlappingOpenings = new("""
        SELECT COUNT(*) AS n
        FROM openings a
        JOIN openings b ON b.provider_id = a.provider_id AND b.id > a.id
        WHERE a.provider_id = @provider AND a.removed_at IS NULL AND b.removed_at IS NULL
          AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at
        """);
}

public sealed class HistoryTestsOnSqlite(SqliteApp app) : HistoryTests(app), IClassFixture<SqliteApp>;

public sealed class HistoryTestsOnPostgres(PostgresApp app) : HistoryTests(app), IClassFixture<PostgresApp>;
