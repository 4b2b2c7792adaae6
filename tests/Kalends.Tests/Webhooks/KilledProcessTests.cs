using System.Text.Json.Nodes;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Webhooks;

/// <summary>Real processes deliver at the same time, and are killed while they do.</summary>
public sealed class KilledProcessTests : IClassFixture<PostgresApp>, IAsyncLifetime
{
    static readonly string[] Subjects = ["a/1", "a/2", "a/3", "a/4"];

    readonly PostgresApp _app;
    readonly string _kind = $"k{Guid.NewGuid():N}";
    Receiver _receiver = null!;

    public KilledProcessTests(PostgresApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    public async ValueTask InitializeAsync() => _receiver = await Receiver.Start();

    public ValueTask DisposeAsync() => _receiver.DisposeAsync();

    [Fact]
    public async Task Two_processes_deliver_each_event_once_and_in_order()
    {
        await using var _ = await _app.Restart(Delivering.Allowed, "--Kalends:Webhooks:RoundSeconds=1");
        await using var other = Program.Build(
            [
                $"--Kalends:Database={_app.Database}", "--urls=http://127.0.0.1:0", "--environment=Test",
                "--Kalends:Log:Level=Error", Delivering.Allowed, "--Kalends:Webhooks:RoundSeconds=1",
            ], _app.Clock);
        await other.StartAsync(TestContext.Current.CancellationToken);
        var webhooks = new List<Delivering.Made>();
        for (var i = 0; i < 4; i++)
            webhooks.Add(await _app.Admin.GivenAWebhook(
                new(_receiver.Address, $"{i}"), new { kinds = new[] { _kind } }));

        var events = new List<JsonNode>();
        for (var i = 0; i < 60; i++)
            events.Add(await Save(_app.Admin, i));

        foreach (var webhook in webhooks)
            Assert.Equal(events.Count, (await Delivered(webhook, events.Count)).Count);
        for (var i = 0; i < webhooks.Count; i++)
            Assert.Equal(Ordered(events), Ordered(_receiver.Messages.Where(got => got.Path == $"/{i}")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_process_that_is_killed_loses_nothing(int seed)
    {
        var dice = new Random(seed);
        var folder = System.IO.Directory.CreateTempSubdirectory("kalends-").FullName;
        string[] words =
        [
            $"--Kalends:Database={folder}/kalends.db", "--Kalends:Demo=true", Delivering.Allowed,
            "--Kalends:Webhooks:TimeoutSeconds=1", "--Kalends:Http:DrainSeconds=0",
        ];
        _receiver.Answer = (_, http) => Task.Delay(20, http.RequestAborted);
        var events = new List<JsonNode>();
        Delivering.Made? webhook = null;

        for (var life = 0; life < 3; life++)
        {
            await using var server = await ChildServer.Start(words);
            var admin = await SignIn(server);
            webhook = webhook is null
                ? await admin.GivenAWebhook(_receiver.Address, new { kinds = new[] { _kind } })
                : webhook with { Keeper = admin };
            for (var i = 0; i < 10; i++)
                events.Add(await Save(admin, dice.Next(Subjects.Length)));
            await Task.Delay(dice.Next(300), TestContext.Current.CancellationToken);
            await server.Signal("KILL");
            await server.End();
        }

        await using (var server = await ChildServer.Start(words))
        {
            webhook = webhook! with { Keeper = await SignIn(server) };
            Assert.Equal(events.Count, (await Delivered(webhook, events.Count)).Count);
        }
        Assert.Equal(Ordered(events), Ordered(_receiver.Messages.DistinctBy(got => got.Id)));
        System.IO.Directory.Delete(folder, recursive: true);
    }

    static Task<List<JsonNode>> Delivered(Delivering.Made webhook, int count) =>
        Patience.Until(() => webhook.Deliveries("&state=delivered"), found => found.Count == count);

    static async Task<Visitor> SignIn(ChildServer server)
    {
        // The demo is prepared a moment after the server listens.
        await Patience.Until(() => server.SignInOrNot("test_user", "password"), answer => answer.Status == 200);
        return await server.SignIn("test_user", "password");
    }

    async Task<JsonNode> Save(Visitor admin, int i) => (await admin.Post("/v1/events", new
    {
        component = "tests",
        kind = _kind,
        subject = Subjects[i % Subjects.Length],
    })).Is(201).Body;

    static List<string> Ordered(IEnumerable<JsonNode> events) =>
        [.. events.Select(one => $"{one["subject"]} {one["id"]}").OrderBy(one => one.Split(' ')[0])];

    static List<string> Ordered(IEnumerable<Got> messages) => Ordered(messages.Select(got => got.Data));
}
