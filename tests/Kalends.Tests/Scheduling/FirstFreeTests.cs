using Kalends.Scheduling.Public;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Scheduling;

/// <summary>
/// The first free slots of many providers, held against the lists of each of them and against reserving.
/// </summary>
public abstract class FirstFreeTests
{
    readonly TestApp _app;

    protected FirstFreeTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task What_it_names_is_what_the_lists_name_first_and_can_be_reserved()
    {
        for (var seed = 0; seed < 8; seed++)
        {
            var random = new Random(seed);
            var providers = new List<long>();
            for (var i = 0; i < 6; i++)
                providers.Add(await GivenACalendar(random));
            _app.Clock.Advance(TimeSpan.FromMinutes(random.Next(0, 60)));
            var wishes = providers.Select(id => new FirstFree.Wish(id, Stretches(random))).ToList();

            var found = await Find(wishes);

            foreach (var wish in wishes)
                Assert.Equal(await FirstListed(wish), found.GetValueOrDefault(wish.ProviderId)?.Id);
            var reserved = await Race.AtOnce(found.Count, i => _app.Reserve(found.Values.ElementAt(i).Id));
            Assert.All(reserved, answer => answer.Is(201));
            Assert.All(await Find(wishes), after => Assert.NotEqual(found[after.Key].Id, after.Value.Id));
        }
    }

    [Fact]
    public async Task Who_has_no_free_slot_in_the_asked_stretches_is_left_out()
    {
        var (free, first) = await _app.GivenFreeSlots();
        var empty = await _app.GivenAProvider();
        var (taken, slot) = await _app.GivenFreeSlots();
        for (var i = 0; i < 8; i++)
            await _app.GivenAHold(slot + i);
        var soon = await _app.GivenAProvider();
        await _app.GivenSlots(soon, inDays: 0.5);
        var month = Days(0, 31);

        var found = await Find([.. ((long[])[free, empty, taken, soon]).Select(id => new FirstFree.Wish(id, [month]))]);

        Assert.Equal(first, Assert.Single(found).Value.Id);
        Assert.Empty(await Find([new(free, [Days(0, 1), Days(4, 31)])]));
        Assert.Empty(await Find([new(free, [])]));
        Assert.Empty(await Find([]));
        _app.Clock.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal(slot, (await Find([new(taken, [month])]))[taken].Id);
    }

    [Fact]
    public async Task More_than_one_statement_should_read_is_a_fault_of_whoever_asks()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => Find([new(1, [Days(0, 2)]), new(2, [Days(370, 371)])]));
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => Find([.. Enumerable.Range(1, 1001).Select(id => new FirstFree.Wish(id, [Days(2, 3)]))]));
        Assert.Empty(await Find([.. Enumerable.Range(1, 1000).Select(id => new FirstFree.Wish(-id, [Days(2, 3)]))]));
    }

    async Task<long> GivenACalendar(Random random)
    {
        var provider = await _app.GivenAProvider();
        for (var day = 0; day < 6; day++)
            if (random.Next(3) > 0)
            {
                var slot = await _app.GivenSlots(
                    provider, inDays: day + random.Next(0, 7) / 8.0, hours: 2, slotMinutes: 30);
                for (var i = 0; i < 4; i++)
                    await Take(slot + i, random.Next(5));
            }
        var closed = _app.NextHour().AddDays(random.Next(0, 5));
        await _app.Admin.Post($"/v1/providers/{provider}/closures", new
        {
            starts_at = closed.Text(),
            ends_at = closed.AddHours(random.Next(1, 40)).Text(),
            cancel_reservations = true,
        });
        return provider;
    }

    async Task Take(long slot, int how)
    {
        if (how > 2)
            return;
        var answer = await _app.Reserve(slot);
        if (answer.Status == 201 && how > 0)
            (await _app.Admin.Post($"/v1/reservations/{answer.Id}/{(how == 1 ? "confirm" : "cancel")}")).Is(200);
    }

    async Task<long?> FirstListed(FirstFree.Wish wish)
    {
        var answer = await _app.Admin.Get($"/v1/providers/{wish.ProviderId}/slots?from={Day(0)}&to={Day(31)}");
        return answer.Is(200)["items"]!.AsArray()
            .Where(slot => wish.Within.Any(stretch =>
                stretch.Contains(Instants.From((DateTimeOffset)slot!["starts_at"]!))))
            .Select(slot => (long?)slot!["id"])
            .FirstOrDefault();
    }

    List<Interval> Stretches(Random random) => Enumerable.Range(0, random.Next(1, 4))
        .Select(_ => (From: random.Next(0, 6 * 24), Hours: random.Next(1, 72)))
        .Select(one => Days(one.From / 24.0, (one.From + one.Hours) / 24.0)).ToList();

    Interval Days(double from, double to) => new(
        Instants.From(_app.NextHour().AddDays(from)), Instants.From(_app.NextHour().AddDays(to)));

    Instant Day(int day) => Instants.From(_app.Clock.GetUtcNow().AddDays(day));

    async Task<IReadOnlyDictionary<long, FreeSlot>> Find(IReadOnlyList<FirstFree.Wish> wishes)
    {
        var call = _app.OwnCall();
        return await call.Read(session => FirstFree.Find(session, call, wishes));
    }
}

public sealed class FirstFreeTestsOnSqlite(SqliteApp app) : FirstFreeTests(app), IClassFixture<SqliteApp>;

public sealed class FirstFreeTestsOnPostgres(PostgresApp app) : FirstFreeTests(app), IClassFixture<PostgresApp>;
