using System.Text.Json.Nodes;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Events;

/// <summary>Events that are too large for a page of them to be whole.</summary>
public abstract class LargeEventTests : IAsyncLifetime
{
    const int Count = 60;
    const int PageBytes = 64 << 10;

    readonly TestApp _app;
    readonly string _component = $"large-{Guid.NewGuid()}";
    IAsyncDisposable? _changed;

    protected LargeEventTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    // Quotes double, as they stand in an answer.
    public async ValueTask InitializeAsync()
    {
        _changed = await _app.Restart($"--Kalends:Events:PageBytesMax={PageBytes}");
        for (var i = 0; i < Count; i++)
            (await _app.Admin.Post("/v1/events", new
            {
                component = _component,
                environment = $"{i}",
                message = new string('"', 2_000),
                data = new string('x', 3_000),
            })).Is(201);
        await _app.LogIsTold();
    }

    public async ValueTask DisposeAsync()
    {
        await _changed!.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData("asc")]
    [InlineData("desc")]
    public async Task A_page_is_short_and_the_next_goes_on(string order)
    {
        var (found, sizes, cursor) = (new List<int>(), new List<int>(), "");
        do
        {
            var page = (await _app.Admin.Get(
                $"/v1/events?component={_component}&order={order}&limit=100&cursor={cursor}")).Is(200);
            Assert.InRange(page.Text.Length, 1, PageBytes + 16_000);
            found.AddRange(page["items"]!.AsArray().Select(Number));
            sizes.Add(page["items"]!.AsArray().Count);
            cursor = (string?)page["next"];
        }
        while (cursor is not null);

        Assert.Equal(Enumerable.Range(0, Count), order == "asc" ? found : found.AsEnumerable().Reverse());
        Assert.InRange(sizes.Count, 6, 20);
    }

    [Theory]
    [InlineData("first", "after", "endCursor", "hasNextPage")]
    [InlineData("last", "before", "startCursor", "hasPreviousPage")]
    public async Task A_connection_is_walked_through_in_short_pages(
        string size, string behind, string cursor, string hasMore)
    {
        var (found, place, isOver) = (new List<int>(), "null", false);
        while (!isOver)
        {
            var page = (await _app.Admin.Ask($$"""
                { eventLog({{size}}: 100, {{behind}}: {{place}}, filter: {component: "{{_component}}"}) {
                    edges { node { environment message data } }
                    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }
                """)).Data()["eventLog"]!;
            var part = page["edges"]!.AsArray().Select(edge => Number(edge!["node"])).ToList();
            Assert.InRange(part.Count, 0, 20);
            found.AddRange(size == "first" ? part : part.AsEnumerable().Reverse());
            place = $"\"{(string?)page["pageInfo"]![cursor]}\"";
            isOver = !(bool)page["pageInfo"]![hasMore]!;
        }

        Assert.Equal(Enumerable.Range(0, Count), size == "last" ? found : found.AsEnumerable().Reverse());
    }

    [Fact]
    public async Task A_stream_tells_of_all_of_them()
    {
        var oldest = (await _app.Admin.Get($"/v1/events?component={_component}&order=asc&limit=1")).Is(200);
        var address = new Uri(_app.Address, $"/v1/events/stream?component={_component}");

        await using var stream = await Listener.Open(
            address, _app.Admin.Token, (string)oldest["items"]![0]!["position"]!);

        Assert.Equal(Enumerable.Range(1, Count - 1), (await stream.Next(Count - 1)).Select(one => Number(one.Json)));
    }

    static int Number(JsonNode? happened) => int.Parse((string)happened!["environment"]!);
}

public sealed class LargeEventTestsOnSqlite(SqliteApp app) : LargeEventTests(app), IClassFixture<SqliteApp>;

public sealed class LargeEventTestsOnPostgres(PostgresApp app) : LargeEventTests(app), IClassFixture<PostgresApp>;
