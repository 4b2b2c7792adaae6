using Kalends.Events.Public;
using Kalends.Tests.Kit;
using Kalends.Webhooks.Sending;
using Microsoft.Extensions.DependencyInjection;

namespace Kalends.Tests.Webhooks;

/// <summary>
/// Whatever receivers do, and wherever processes die: every event is accepted, those of a subject in the order of the
/// log, and the log of deliveries is right.
/// </summary>
public abstract class RandomDeliveryTests : IAsyncLifetime
{
    const int Steps = 40;
    static readonly string[] Subjects = ["a/1", "a/2", "a/3"];

    readonly TestApp _app;
    Receiver _receiver = null!;

    protected RandomDeliveryTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    public async ValueTask InitializeAsync()
    {
        _receiver = await Receiver.Start();
        await _app.Stop();
        await _app.Start(Delivering.Allowed, "--Kalends:Webhooks:TimeoutSeconds=1");
    }

    public async ValueTask DisposeAsync()
    {
        await _receiver.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task All_deliveries_are_in_order_and_complete(int seed)
    {
        var dice = new Random(seed);
        var (kind, events, accepted) = ($"k{Guid.NewGuid():N}", new List<(string Id, string Subject)>(),
            new List<(string Path, string Id)>());
        var webhooks = new List<Delivering.Made>();
        foreach (var place in (string[])["one", "two", "three"])
            webhooks.Add(await _app.Admin.GivenAWebhook(new(_receiver.Address, place), new { kinds = new[] { kind } }));
        var behaviours = webhooks.ToDictionary(one => $"/{PlaceOf(one)}", _ => 0);
        _receiver.Answer = async (got, http) =>
        {
            int behaviour;
            lock (dice)
                behaviour = behaviours[got.Path] == 4 ? dice.Next(4) : behaviours[got.Path];
            if (behaviour == 1)
                http.Response.StatusCode = 500;
            else if (behaviour == 2)
                http.Abort();
            else if (behaviour == 3)
                await Task.Delay(20, http.RequestAborted);
            if (behaviour is 0 or 3)
                lock (accepted)
                    accepted.Add((got.Path, (string)got.Data["id"]!));
        };

        for (var step = 0; step < Steps; step++)
            switch (Roll(dice, 6))
            {
                case 0 or 1:
                    for (var i = Roll(dice, 4); i >= 0; i--)
                    {
                        var subject = Subjects[Roll(dice, Subjects.Length)];
                        events.Add((await _app.GivenAnEvent(kind, subject), subject));
                    }
                    break;
                case 2:
                    behaviours[behaviours.Keys.ElementAt(Roll(dice, behaviours.Count))] = Roll(dice, 5);
                    break;
                case 3:
                    _app.Clock.Advance(TimeSpan.FromSeconds(Roll(dice, 120)));
                    break;
                case 4:
                    await _app.Deliver();
                    break;
                default:
                    await DieDelivering(Roll(dice, 25) + 1, Roll(dice, 2) == 0);
                    break;
            }

        foreach (var place in behaviours.Keys)
            behaviours[place] = 0;
        for (var i = 0; i < 3; i++)
        {
            _app.Clock.Advance(TimeSpan.FromHours(6));
            await _app.Deliver();
        }
        foreach (var webhook in webhooks)
            await Check(
                webhook, events,
                [.. accepted.Where(one => one.Path == $"/{PlaceOf(webhook)}").Select(one => one.Id)]);

        string PlaceOf(Delivering.Made webhook) =>
            ((string[])["one", "two", "three"])[webhooks.IndexOf(webhook)];
    }

    static async Task Check(Delivering.Made webhook, List<(string Id, string Subject)> events, List<string> accepted)
    {
        Assert.Equal(events.Select(one => one.Id).Order(), accepted.Distinct().Order());
        foreach (var subject in events.GroupBy(one => one.Subject))
            Assert.Equal(
                subject.Select(one => one.Id),
                accepted.Where(id => subject.Any(one => one.Id == id)).Distinct());
        var deliveries = await webhook.Deliveries();
        Assert.Equal(
            events.Select(one => (one.Id, "delivered")).Order(),
            deliveries.Select(one => ((string)one["event_id"]!, (string)one["state"]!)).Order());
        foreach (var delivery in deliveries)
        {
            var attempts = await webhook.Attempts((long)delivery["id"]!);
            Assert.Equal((int)delivery["attempts"]!, attempts.Count);
            Assert.Null((string?)attempts[0]["problem"]);
            Assert.All(attempts.Skip(1), attempt => Assert.NotNull((string?)attempt["problem"]));
        }
        Assert.Equal(0, (int)(await webhook.Read())["waiting"]!);
    }

    /// <summary>Delivers until a process dies at one of its reads or writes; its lease ends some time later.</summary>
    async Task DieDelivering(int steps, bool isDone)
    {
        await _app.LogIsTold();
        var settled = await EventLog.ReadSettled(_app.OwnCall());
        var dying = new DyingDb(_app.Db, steps, isDone);
        try
        {
            var queue = new QueueEvents();
            while (!await queue.Step(_app.OwnCall(dying), settled, storesAll: true))
            {
                // It begins again.
            }
            await new DeliverWebhooks(
                _app.Services.GetRequiredService<Receivers>(), wrong => Assert.IsType<Killed>(wrong), () => { })
                .Run(() => _app.OwnCall(dying));
        }
        catch (Killed)
        {
            // The next process continues.
        }
    }

    static int Roll(Random dice, int sides)
    {
        lock (dice)
            return dice.Next(sides);
    }
}

public sealed class RandomDeliveryTestsOnSqlite(SqliteApp app) : RandomDeliveryTests(app), IClassFixture<SqliteApp>;

public sealed class RandomDeliveryTestsOnPostgres(PostgresApp app)
    : RandomDeliveryTests(app), IClassFixture<PostgresApp>;
