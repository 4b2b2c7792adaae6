using System.Text.Json.Nodes;
using Kalends.Platform.Storage;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Events;

/// <summary>Erasing what other systems wrote about a person: the texts go, the log stays.</summary>
public abstract class EraseTests
{
    readonly TestApp _app;
    readonly string _component = Some();
    readonly string _email = $"{Some()}@example.com";

    protected EraseTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task What_was_erased_is_found_by_nothing_and_its_event_stays()
    {
        var (shared, own) = (Some(), Some());
        await Save(_email, $"{shared} of {own}ly");
        await Save($"x{_email}", $"{shared} of others");
        await Save(_email, $"{own}ly again");
        var before = await Listed();

        Assert.Equal((2, false), await Erase());

        var after = await Listed();
        Assert.Equal(Members(before, "id", "position", "created_at", "component"),
            Members(after, "id", "position", "created_at", "component"));
        Assert.Equal([",,", $"x{_email},{shared} of others,1", ",,"], Members(after, "email", "message", "data"));
        Assert.Equal(after[0]!.ToJsonString(), (await _app.Admin.Get($"/v1/events/{after[0]!["id"]}")).Is(200)
            .Body.ToJsonString());
        foreach (var query in (string[])[
            $"words={own}ly", $"contains={own}ly", $"contains={own[..^1]}", $"contains={own[1..]}ly+a",
            $"email={_email}"])
            Assert.Empty(await Listed(query));
        foreach (var query in (string[])[$"words={shared}", $"contains={shared}", $"contains={shared[1..]}+o"])
            Assert.Equal(Members(before, "id")[1..2], Members(await Listed(query), "id"));
    }

    [Fact]
    public async Task A_kept_answer_does_not_bring_an_erased_text_back()
    {
        var key = Guid.NewGuid().ToString();
        Task<Answer> Send(string message) => _app.Admin.Post(
            "/v1/events", new { component = _component, email = _email, message }, key: key);
        (await Send("a secret")).Is(201);
        Assert.Equal((1, false), await Erase());

        var other = (await Send("another text")).Is(201);

        Assert.Equal("another text", (string?)other["message"]);
        Assert.False(other.Headers.ContainsKey("Idempotent-Replayed"));
    }

    [Fact]
    public async Task The_dictionary_forgets_words_that_no_other_message_has()
    {
        var (shared, own) = (Some(), Some());
        await Save(_email, $"{shared} {own}");
        await Save(null, shared);

        await Erase();

        Assert.Equal((2L, 0L), (await Entries(shared), await Entries(own)));
    }

    [Fact]
    public async Task An_erasure_leaves_an_event_with_its_number_and_without_the_address()
    {
        await Save(_email, "one");
        await Erase();
        Assert.Equal((0, false), await Erase());

        var told = (await _app.Admin.Get("/v1/events?kind=event_texts.erased&limit=1")).Is(200);

        Assert.Equal("""{"count":1}""", told["items"]![0]!["data"]!.ToJsonString());
        Assert.DoesNotContain(_email, told.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_repeats_the_answer_and_erases_nothing_for_another_address()
    {
        await Save(_email, "one");
        var key = Some();

        var first = await _app.Admin.Post("/v1/events/erase", new { email = _email }, key);
        await Save(_email, "two");
        var second = await _app.Admin.Post("/v1/events/erase", new { email = _email }, key);

        Assert.Equal("""{"count":1,"more":false}""", first.Is(200).Text);
        Assert.Equal(first.Text, second.Is(200).Text);
        Assert.Equal(["two"], Members(await Listed($"email={_email}"), "message"));
    }

    [Fact]
    public async Task Only_five_hundred_are_erased_at_once()
    {
        await _app.Repair($"""
            WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 501)
            INSERT INTO events (id, created_at, component, actor, external)
            SELECT '{_component} ' || n, 1894000000000000, '{_component}', 'a', 1 FROM numbers;
            INSERT INTO event_texts (seq, email)
            SELECT seq, '{_email}' FROM events WHERE component = '{_component}'
            """);

        Assert.Equal([(500, true), (1, false), (0, false)], [await Erase(), await Erase(), await Erase()]);
    }

    [Fact]
    public async Task Few_long_messages_are_erased_at_once()
    {
        for (var i = 0; i < 6; i++)
            await Save(_email, new string('x', 65_536));

        Assert.Equal([(4, true), (2, false)], [await Erase(), await Erase()]);
    }

    [Theory]
    [InlineData("order=asc")]
    [InlineData("order=desc")]
    public async Task Who_is_walking_through_the_log_goes_on_from_their_place(string order)
    {
        for (var i = 0; i < 4; i++)
            await Save(_email, $"message {i}");
        var all = Members(await Listed(order, count: 4), "id");
        var page = (await _app.Admin.Get($"/v1/events?component={_component}&{order}&limit=2")).Is(200);

        await Erase();

        var rest = await Listed($"{order}&cursor={page["next"]}");
        Assert.Equal(all, [.. Members(page["items"]!.AsArray(), "id"), .. Members(rest, "id")]);
    }

    [Fact]
    public async Task Of_saves_and_erasures_at_once_every_kept_message_is_found_whole()
    {
        var shared = Some();
        var erased = 0;
        async Task EraseOften()
        {
            for (var i = 0; i < 10; i++)
                Interlocked.Add(ref erased, (await Erase()).Count);
        }

        await Task.WhenAll([
            .. Enumerable.Range(0, 60).Select(async i =>
            {
                await Task.Yield();
                await Save(i % 2 == 0 ? _email : null, $"{shared}{i / 6} is here");
            }),
            EraseOften(), EraseOften()]);

        Assert.Equal(60, (await Listed("limit=100")).Count);
        Assert.Equal(30 - erased, (await Listed($"email={_email}&limit=100")).Count);
        Assert.Equal(60 - erased, (await Listed($"words=here&limit=100")).Count);
        Assert.Equal(60 - erased, (await Listed($"contains={shared[1..]}&limit=100")).Count);
    }

    [Fact]
    public async Task The_database_itself_keeps_a_text_as_it_is_until_it_is_erased()
    {
        await Save(_email, "as it is");

        foreach (var sql in (string[])[
            "UPDATE event_texts SET message = 'other'",
            $"DELETE FROM events WHERE component = '{_component}'",
            $"UPDATE events SET data = '1' WHERE component = '{_component}'"])
            await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => _app.Repair(sql));

        Assert.Equal(["as it is"], Members(await Listed(), "message"));
    }

    [Theory]
    [InlineData("""{}""", "/email required")]
    [InlineData("""{"email":""}""", "/email too_short")]
    public async Task An_erasure_needs_an_address(string body, string fault) => Assert.Equal([fault],
        (await _app.Admin.Send(HttpMethod.Post, "/v1/events/erase", Http.Wire.Body(body)))
            .IsRefused(422, "invalid_input").Errors);

    [Fact]
    public async Task GraphQL_erases_too()
    {
        await Save(_email, "one");

        var done = (await _app.Admin.Ask(
            $"mutation {{ eraseEventTexts(input: {{email: \"{_email}\"}}) {{ count more }} }}")).Data();

        Assert.Equal("""{"eraseEventTexts":{"count":1,"more":false}}""", done.ToJsonString());
        Assert.Equal([",,"], Members(await Listed(), "email", "message", "data"));
    }

    static string Some() => "c" + Guid.NewGuid().ToString("N");

    async Task Save(string? email, string message) => (await _app.Admin.Post(
        "/v1/events", new { component = _component, email, message, data = 1 })).Is(201);

    async Task<(int Count, bool More)> Erase()
    {
        var erased = (await _app.Admin.Post("/v1/events/erase", new { email = _email })).Is(200);
        return ((int)erased["count"]!, (bool)erased["more"]!);
    }

    Task<JsonArray> Listed(string query = "", int count = 0) => Patience.Until(
        async () => (await _app.Admin.Get($"/v1/events?component={_component}&{query}")).Is(200)["items"]!.AsArray(),
        found => found.Count >= count);

    static List<string> Members(JsonArray events, params string[] names) => events
        .Select(one => string.Join(',', names.Select(name => one![name]?.ToString()))).ToList();

    Task<long?> Entries(string word) => _app.Db.Read(async session => await session.Number(
        Count, ("word", word), ("backwards", $"!{new string([.. word.Reverse()])}")), CancellationToken.None);

    static readonly Sql Count =
        new("SELECT COUNT(*) AS n FROM event_dictionary WHERE word = @word OR word = @backwards");
}

public sealed class EraseTestsOnSqlite(SqliteApp app) : EraseTests(app), IClassFixture<SqliteApp>;

public sealed class EraseTestsOnPostgres(PostgresApp app) : EraseTests(app), IClassFixture<PostgresApp>;
