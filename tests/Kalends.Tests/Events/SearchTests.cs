using Kalends.Events;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Events;

/// <summary>Random searches in a random log find exactly what looking at every event finds.</summary>
public abstract class SearchTests
{
    const int Events = 400;
    const int Searches = 300;

    static readonly string[] Vocabulary =
    [
        "order", "orders", "Order", "reorder", "error", "buyer", "3", "33", "has", "placed", "ÄRGER", "x", "50%", "a_b",
    ];

    readonly TestApp _app;

    protected SearchTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_search_finds_what_looking_at_every_event_finds(int seed)
    {
        var random = new Random(seed);
        var environment = $"seed{seed}";
        for (var i = 0; i < Events; i++)
        {
            // Clocks jump, backwards too.
            _app.Clock.Advance(TimeSpan.FromMinutes(random.Next(-50, 60)));
            var happened = new SaveEvent.NewEvent(
                Pick(random, "orders", "inventory", null), Pick(random, "a@b", "c@d", null), environment,
                random.Next(6) == 0 ? null : Message(random), null);
            await SaveEvent.Store(happened with { Kind = Pick(random, "k1", "k2", null) }, _app.OwnCall());
        }
        await EventBlocks.Complete(_app.OwnCall());
        var all = await Find(new EventLogFilter(Environment: environment), ascending: true);
        Assert.Equal(Events, all.Count);

        for (var i = 0; i < Searches; i++)
        {
            var filter = Filter(random, all) with { Environment = environment };
            var ascending = random.Next(2) == 0;
            var expected = all.Where(one => Holds(filter, one)).Select(one => one.Id).ToList();
            if (!ascending)
                expected.Reverse();

            Assert.True(expected.SequenceEqual((await Find(filter, ascending)).Select(one => one.Id)), $"{filter}");
        }
    }

    static EventLogFilter Filter(Random random, List<LoggedEvent> all) => new(
        Component: random.Next(3) == 0 ? Pick(random, "orders", "inventory", "none") : null,
        Kind: random.Next(4) == 0 ? Pick(random, "k1", "k2") : null,
        Email: random.Next(4) == 0 ? Pick(random, "a@b", "c@d") : null,
        Words: random.Next(2) == 0 ? $"{Pick(random, Vocabulary)} {Pick(random, Vocabulary)}" : null,
        Contains: random.Next(2) == 0 ? Part(random, all) : null,
        From: random.Next(4) == 0 ? all[random.Next(all.Count)].CreatedAt : null,
        To: random.Next(4) == 0 ? all[random.Next(all.Count)].CreatedAt : null);

    static string? Part(Random random, List<LoggedEvent> all)
    {
        var text = random.Next(3) == 0 ? Message(random) : all[random.Next(all.Count)].Message ?? "error";
        var start = random.Next(text.Length);
        return text.Substring(start, random.Next(1, Math.Min(12, text.Length - start) + 1));
    }

    static bool Holds(EventLogFilter filter, LoggedEvent one) =>
        (filter.Component is null || one.Component == filter.Component)
        && (filter.Kind is null || one.Kind == filter.Kind)
        && (filter.Email is null || one.Email == filter.Email)
        && (filter.Words is null || Words(filter.Words).All(Words(one.Message ?? "").Contains))
        && (filter.Contains is null
            || (one.Message is not null && one.Message.Contains(filter.Contains, StringComparison.Ordinal)))
        && (filter.From is null || one.CreatedAt >= filter.From)
        && (filter.To is null || one.CreatedAt < filter.To);

    // The plainest reading of the vocabulary above: what is no letter or digit parts words, and Ä is typed as a.
    static List<string> Words(string text)
    {
        var plain = string.Concat(text.ToLowerInvariant()
            .Select(c => c == 'ä' ? 'a' : char.IsLetterOrDigit(c) ? c : ' '));
        return [.. plain.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
    }

    async Task<List<LoggedEvent>> Find(EventLogFilter filter, bool ascending)
    {
        var (found, call) = (new List<LoggedEvent>(), _app.OwnCall());
        // Pages end by their number of events, by their bytes, and by what was looked at.
        var limits = new SearchLimits(Events: 7, Bytes: 3_400, Candidates: 1000);
        for (var (low, high) = (0L, long.MaxValue); ;)
        {
            var finding = await call.Read(session =>
                new EventSearch(session, call, filter, ascending).Find(low, high, limits));
            found.AddRange(finding.Events);
            if (finding.StoppedAt is not { } stopped)
                return found;
            (low, high) = ascending ? (stopped + 1, high) : (low, stopped - 1);
        }
    }

    static string Message(Random random) => string.Join(Pick(random, " ", ", ", "-", "  ")!,
        Enumerable.Range(0, random.Next(1, 6)).Select(_ => Pick(random, Vocabulary)));

    static string? Pick(Random random, params string?[] from) => from[random.Next(from.Length)];
}

public sealed class SearchTestsOnSqlite(SqliteApp app) : SearchTests(app), IClassFixture<SqliteApp>;

public sealed class SearchTestsOnPostgres(PostgresApp app) : SearchTests(app), IClassFixture<PostgresApp>;
