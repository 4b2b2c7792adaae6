using System.Net.Sockets;
using System.Text;
using Kalends.Events;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Http;

/// <summary>
/// The worst that callers can ask of a server with little memory: each request is answered or refused, and the server
/// lives.
/// </summary>
public abstract class MemoryTests
{
    const string Heap = "export DOTNET_GCHeapHardLimit=0x10000000";
    const int EventCount = 250;
    const string Password = "a long password";

    static readonly string[] People = ["ada", "grace", "alan", "mary"];

    readonly TestApp _app;

    protected MemoryTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    protected virtual string[] Documents =>
    [
        Aliases(20, "eventLog(first: 100) { edges { node { message data } } }"),
        $"{{ eventLog(first: 100) {{ edges {{ node {{ {Many(80, "message")} }} }} }} }}",
        $"{{ providers(first: 100) {{ edges {{ node {{ {Many(150, "skills")} }} }} }} }}",
        $"{{ providers(first: 100) {{ edges {{ node {{ {LongAlias('a')}: name {LongAlias('b')}: id }} }} }} }}",
        "{ providers(first: 100) { edges { node { slots(first: 10) { slotId } availability { fromDate } } } } }",
        Aliases(12, "recommend(skills: [\"0\"], budget: 1, dates: [{fromDate: \"2030-02-01\", toDate: " +
            "\"2030-02-02\"}]) { items { provider { skills availability { fromDate toDate } } } }"),
        Aliases(15, "slots(providerId: 1, from: \"2031-01-01T00:00:00Z\") { items { slotId startsAt endsAt } }"),
        $"{{ {LongAlias('c')}: eventLog(first: 100) {{ {Many(50, "nothing")} }} }}",
    ];

    protected virtual string[] Paths =>
    [
        "/v1/events?limit=100", "/v1/events?limit=100&order=asc", "/v1/events?limit=100&contains=xxxxx",
        "/v1/providers?limit=100", "/v1/providers?limit=100&order=next_free",
        "/v1/providers/1/slots?from=2031-01-01T00:00:00Z&to=2031-12-31T00:00:00Z",
    ];

    [Fact]
    public async Task The_worst_requests_are_answered_or_refused_and_the_server_lives()
    {
        await Fill();
        await _app.Stop();
        try
        {
            await using var server = await ChildServer.StartWithin(
                Heap, $"--Kalends:Database={_app.Database}", "--Kalends:Http:RatePerSecond=0",
                "--Kalends:Log:Level=warning");
            var people = await Task.WhenAll(People.Select(name => server.SignIn(name, Password)));

            await TheNewestThatFitAreAnswered(people[0]);
            foreach (var document in Documents)
                await Ask(server, people, one => one.Ask(document));
            foreach (var path in Paths)
                await Ask(server, people, one => one.Get(path));
            await EverybodyAtOnce(server, people);
            await SlowReaders(server, people);
            await LargeBodies(server);
        }
        finally
        {
            await _app.Start();
        }
    }

    /// <summary>One person first, then all of them at the same time.</summary>
    static async Task Ask(ChildServer server, Visitor[] people, Func<Visitor, Task<Answer>> ask)
    {
        AssertAnsweredOrRefused(server, await ask(people[0]));
        foreach (var answer in await Task.WhenAll(people.Select(ask)))
            AssertAnsweredOrRefused(server, answer);
        await AssertLives(server, people[0]);
    }

    async Task EverybodyAtOnce(ChildServer server, Visitor[] people)
    {
        var all = people.SelectMany(
            one => Documents.Select(document => one.Ask(document)).Concat(Paths.Select(one.Get)));
        foreach (var answer in await Task.WhenAll(all))
            AssertAnsweredOrRefused(server, answer);
        await AssertLives(server, people[0]);
    }

    static async Task TheNewestThatFitAreAnswered(Visitor person)
    {
        var events = (await person.Ask(
            "{ eventLog(first: 100, filter: {actor: \"x\"}) { edges { node { component message data } } } }"))
            .Data()["eventLog"]!["edges"]!.AsArray().Select(edge => edge!["node"]!).ToList();

        Assert.InRange(events.Count, 5, 99);
        Assert.Equal($"{EventCount}", (string?)events[0]["component"]);
        Assert.Equal(65_536, ((string)events[0]["message"]!).Length);
    }

    /// <summary>Answers and streams that nobody reads.</summary>
    static async Task SlowReaders(ChildServer server, Visitor[] people)
    {
        var start = LogCursor.Write(0);
        var readers = new List<Socket>();
        foreach (var person in people)
            for (var i = 0; i < 15; i++)
                readers.Add(await Send(server, i % 2 == 0
                    ? $"GET /v1/events?limit=100 HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {person.Token}\r\n\r\n"
                    : $"GET /v1/events/stream HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {person.Token}\r\n" +
                        $"Last-Event-ID: {start}\r\n\r\n"));

        await AssertLives(server, people[0]);
        foreach (var reader in readers)
            reader.Dispose();
        await AssertLives(server, people[0]);
    }

    /// <summary>Bodies of strangers that are as large as they may be, and never end.</summary>
    static async Task LargeBodies(ChildServer server)
    {
        var body = new string(' ', (1 << 20) - 100);
        var senders = new List<Socket>();
        for (var i = 0; i < 200; i++)
            senders.Add(await Send(server, "POST /v1/auth/token HTTP/1.1\r\nHost: a\r\n" +
                $"Content-Type: application/json\r\nContent-Length: {1 << 20}\r\n\r\n{body}"));

        (await Patience.Until(() => server.Nobody.Get("/livez"), answer => answer.Status == 200)).Is(200);
        foreach (var sender in senders)
            sender.Dispose();
        (await Patience.Until(() => server.SignInOrNot(People[0], Password), answer => answer.Status == 200)).Is(200);
    }

    static async Task<Socket> Send(ChildServer server, string request)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server.Address.Host, server.Address.Port);
        // Whether the server takes all of it is the server's to decide.
        _ = Record.ExceptionAsync(() => socket.SendAsync(Encoding.ASCII.GetBytes(request))).AsTask();
        return socket;
    }

    static void AssertAnsweredOrRefused(ChildServer server, Answer answer)
    {
        var begins = answer.Text[..Math.Min(answer.Text.Length, 500)];
        Assert.True(
            answer.Status is 200 or 400 or 413 or 422 or 429 or 503 && !answer.Text.Contains("internal_error"),
            $"{answer.Status} {begins}\n{string.Join('\n', server.Lines.TakeLast(5))}");
        Assert.InRange(answer.Text.Length, 1, 17 << 20);
    }

    static async Task AssertLives(ChildServer server, Visitor person)
    {
        (await server.Nobody.Get("/livez")).Is(200);
        // What was held for the last requests is given back when their connections have ended.
        (await Patience.Until(() => person.Get("/v1/providers?limit=1"), answer => answer.Status != 503)).Is(200);
    }

    async Task Fill()
    {
        foreach (var name in People)
            (await _app.Admin.Post(
                "/v1/users", new { username = name, password = Password, roles = new[] { "admin" } })).Is(201);
        var skills = Enumerable.Range(0, 50).Select(i => i == 0 ? "0" : $"{i} {new string('s', 95)}").ToList();
        var days = Enumerable.Repeat(new { from_date = "2030-02-01", to_date = "2030-02-02" }, 100);
        await Task.WhenAll(Enumerable.Range(0, 60).Select(async i => (await _app.Admin.Post(
            "/v1/providers", new { name = $"{i}", skills, availability = days, cost = 1 })).Is(201)));
        for (var i = 0; i < 9; i++)
            (await _app.Admin.Post("/v1/providers/1/openings", new
            {
                ranges = new[] { Fortnight(i) },
                slot_minutes = 5,
            })).Is(201);
        await _app.Repair(_app is SqliteApp ? EventsOnSqlite : EventsOnPostgres);
    }

    static object Fortnight(int number)
    {
        var starts = new DateTimeOffset(2031, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(14 * number);
        return new { starts_at = starts.Text(), ends_at = starts.AddDays(14).Text() };
    }

    protected static string LongAlias(char letter) => new(letter, 100_000);

    protected static string Aliases(int count, string field) => $"{{ {Many(count, field)} }}";

    protected static string Many(int count, string field) =>
        string.Join(' ', Enumerable.Range(0, count).Select(i => $"a{i}: {field}"));

    const string EventsOnSqlite = """
        WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 250)
        INSERT INTO events (id, created_at, external, component, actor)
        SELECT printf('%08d-0000-7000-8000-000000000000', n), 1900000000000000 + n, 1, CAST(n AS TEXT), 'x'
        FROM numbers;
        INSERT INTO event_texts (seq, message, data)
        SELECT seq, replace(hex(zeroblob(32768)), '0', 'x'), '"' || replace(hex(zeroblob(131071)), '0', 'y') || '"'
        FROM events
        WHERE actor = 'x'
        """;

    const string EventsOnPostgres = """
        INSERT INTO events (id, created_at, external, component, actor)
        SELECT lpad(n::TEXT, 8, '0') || '-0000-7000-8000-000000000000', 1900000000000000 + n, 1, n::TEXT, 'x'
        FROM generate_series(1, 250) AS n;
        INSERT INTO event_texts (seq, message, data)
        SELECT seq, repeat('x', 65536), '"' || repeat('y', 262142) || '"' FROM events WHERE actor = 'x'
        """;
}

public sealed class MemoryTestsOnSqlite(SqliteApp app) : MemoryTests(app), IClassFixture<SqliteApp>;

public sealed class MemoryTestsOnPostgres(PostgresApp app) : MemoryTests(app), IClassFixture<PostgresApp>;
