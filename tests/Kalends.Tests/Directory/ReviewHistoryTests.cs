using FsCheck;
using FsCheck.Fluent;
using Kalends.Platform.Calls;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Directory;

/// <summary>Random histories of reviews, parts of them at once: whatever happens, all sums agree.</summary>
public abstract class ReviewHistoryTests
{
    const int AtOnce = 4;

    readonly TestApp _app;

    protected ReviewHistoryTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task In_any_history_the_ratings_are_those_of_the_published_reviews()
    {
        var organisation = (await _app.Admin.Post("/v1/organisations", new { name = Guid.NewGuid() })).Is(201).Id;
        var cast = new Cast([], [], await _app.As(Roles.Manager, organisation));
        for (var i = 0; i < 5; i++)
            cast.Providers.Add((await _app.Admin.Post(
                "/v1/providers", new { name = $"{i}", cost = 1, organisation_id = organisation })).Is(201).Id);
        for (var i = 0; i < 6; i++)
            cast.Authors.Add(await _app.As(i % 2 == 0 ? Roles.Client : Roles.Provider));
        var steps = Gen.Zip(Gen.Choose(0, 9), Gen.Choose(0, 99_999)).Select(pair => new Step(pair.Item1, pair.Item2));
        var histories = Gen.ArrayOf(steps, 40).ToArbitrary();
        var runs = int.Parse(Environment.GetEnvironmentVariable("KALENDS_HISTORIES") ?? "30");

        Prop.ForAll(histories, history => Live(cast, history).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(runs).WithReplay(20_300_107, 1));
    }

    /// <param name="Kind">What is done.</param>
    /// <param name="Choice">With which of the things there are.</param>
    public sealed record Step(int Kind, int Choice);

    /// <summary>Who takes part.</summary>
    sealed record Cast(List<long> Providers, List<Visitor> Authors, Visitor Manager)
    {
        /// <summary>All reviews, with their authors.</summary>
        public List<(long Id, Visitor Author)> Reviews { get; } = [];
    }

    async Task Live(Cast cast, Step[] history)
    {
        foreach (var part in history.Chunk(AtOnce))
            await Race.AtOnce(part.Length, i => Do(cast, part[i]));
        Assert.Empty(await _app.RatingDrift());
    }

    static async Task<Answer> Do(Cast cast, Step step)
    {
        var author = cast.Authors[step.Choice % cast.Authors.Count];
        var provider = cast.Providers[step.Choice / 7 % cast.Providers.Count];
        if (step.Kind <= 4 || cast.Reviews.Count == 0)
            return Note(cast, author, await author.Review(provider, step.Choice % 11 / 2.0));

        var (review, by) = Pick(cast, step.Choice);
        var answer = step.Kind switch
        {
            5 or 6 => await by.Withdraw(review),
            7 => await cast.Manager.Moderate(review, "published"),
            _ => await cast.Manager.Moderate(review, "hidden"),
        };
        answer.IsOneOf(200, 409);
        return answer;
    }

    static Answer Note(Cast cast, Visitor author, Answer made)
    {
        lock (cast.Reviews)
            cast.Reviews.Add((made.Is(201).Id, author));
        return made;
    }

    // The latest ones: most of the others have ended long ago.
    static (long Id, Visitor Author) Pick(Cast cast, int choice)
    {
        lock (cast.Reviews)
            return cast.Reviews[^(1 + choice / 3 % Math.Min(20, cast.Reviews.Count))];
    }
}

public sealed class ReviewHistoryTestsOnSqlite(SqliteApp app) : ReviewHistoryTests(app), IClassFixture<SqliteApp>;

public sealed class ReviewHistoryTestsOnPostgres(PostgresApp app) : ReviewHistoryTests(app), IClassFixture<PostgresApp>;
