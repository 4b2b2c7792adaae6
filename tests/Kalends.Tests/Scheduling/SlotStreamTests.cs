using System.Text.Json.Nodes;
using Kalends.Platform.Calls;
using Kalends.Tests.Accounts;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Scheduling;

/// <summary>Slots and how they change, as they change.</summary>
public abstract class SlotStreamTests
{
    readonly TestApp _app;

    protected SlotStreamTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_stream_begins_with_the_list_and_goes_on_with_what_is_held_freed_and_offered()
    {
        var (provider, slot) = await GivenADay();
        await using var stream = await Listen(provider);
        var list = await Next(stream, "snapshot");

        var held = await _app.GivenAHold(slot + 1);
        var taken = await Next(stream);
        (await _app.Admin.Post($"/v1/reservations/{held}/cancel")).Is(200);
        var freed = await Next(stream);
        var offered = await _app.GivenAnOpening(provider, 90, 15);
        var opened = await Next(stream);

        Assert.Equal([slot, slot + 1, slot + 2, slot + 3], Ids(list));
        Told(taken, [], [slot + 1]);
        Told(freed, [slot + 1], []);
        Told(opened, [offered], []);
    }

    [Fact]
    public async Task A_lapse_and_the_notice_are_told_by_the_clock_alone()
    {
        var (provider, slot) = await GivenADay();
        (await _app.Admin.Put($"/v1/providers/{provider}/policy", new { hold_minutes = 5 })).Is(200);
        await _app.GivenAHold(slot + 1);
        await using var stream = await Listen(provider);
        var list = await Next(stream, "snapshot");
        Assert.Equal([slot, slot + 2, slot + 3], Ids(list));

        _app.Clock.Advance(TimeSpan.FromMinutes(5));
        var lapsed = await Next(stream);
        var first = (DateTimeOffset)list["items"]![0]!["starts_at"]!;
        var notice = (int)(first - _app.Clock.GetUtcNow()).TotalMinutes - 1;
        (await _app.Admin.Put($"/v1/providers/{provider}/policy", new { book_notice_minutes = notice })).Is(200);
        _app.Clock.Advance(TimeSpan.FromMinutes(2));
        var near = await Next(stream);

        Assert.Equal([slot + 1], Ids(lapsed));
        Assert.Equal([slot], Gone(near));
    }

    [Fact]
    public async Task A_hold_on_another_day_that_lapses_gives_back_what_the_limit_of_a_week_took()
    {
        var provider = await _app.GivenAProvider();
        var first = await _app.GivenAnOpening(provider, 0, 15);
        var second = await _app.GivenAnOpening(provider, 24 * 60, 15);
        (await _app.Admin.Put($"/v1/providers/{provider}/policy", new { hold_minutes = 5, week_max = 1 })).Is(200);
        await _app.GivenAHold(first);
        var from = _app.NextHour().AddDays(2).AddHours(1);
        await using var stream = await Listen(provider, $"?from={from.Text()}&to={from.AddDays(1).Text()}");
        Assert.Empty(Ids(await Next(stream, "snapshot")));

        _app.Clock.Advance(TimeSpan.FromMinutes(5));

        Told(await Next(stream), [second], []);
    }

    [Fact]
    public async Task Keepers_see_the_states_of_all_slots_and_others_may_not_ask_for_them()
    {
        var (provider, slot) = await GivenADay();
        await using var stream = await Listen(provider, "?include=all");
        Assert.Equal(["free", "free", "free", "free"], States(await Next(stream, "snapshot")));

        var held = await _app.GivenAHold(slot);
        var first = await Next(stream);
        (await _app.Admin.Post($"/v1/reservations/{held}/confirm")).Is(200);
        var second = await Next(stream);

        Told(first, [slot], []);
        Assert.Equal(["held"], States(first));
        Told(second, [slot], []);
        Assert.Equal(["booked"], States(second));
        var client = await _app.As(Roles.Client);
        (await client.Get($"/v1/providers/{provider}/slots/stream?include=all")).IsRefused(403, "forbidden");
    }

    [Fact]
    public async Task Who_comes_back_to_an_unchanged_list_is_not_sent_it_again()
    {
        var (provider, slot) = await GivenADay();
        var window = $"?from={_app.Clock.GetUtcNow().Text()}";
        string last;
        await using (var first = await Listen(provider, window))
            last = (await first.Next())!.Id!;

        await using var second = await Listen(provider, window, last);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        await _app.GivenAHold(slot);
        var change = await Next(second);
        Assert.Equal([slot], Gone(change));

        await using var third = await Listen(provider, window, last);
        Assert.Equal([slot + 1, slot + 2, slot + 3], Ids(await Next(third, "snapshot")));
    }

    [Fact]
    public async Task A_stream_ends_with_its_provider()
    {
        var provider = await _app.GivenAProvider();
        await using var stream = await Listen(provider);
        Assert.Empty(Ids(await Next(stream, "snapshot")));

        (await _app.Admin.Delete($"/v1/providers/{provider}")).Is(200);
        await _app.Admin.Post("/v1/events", new { component = "any", kind = "thing" });

        Assert.Null(await stream.Next());
    }

    [Fact]
    public async Task What_cannot_be_streamed_is_refused_before_the_stream_begins()
    {
        var provider = await _app.GivenAProvider();
        var path = $"/v1/providers/{provider}/slots/stream";

        (await _app.Admin.Get("/v1/providers/999999/slots/stream")).IsRefused(404, "not_found");
        (await _app.Admin.Get($"{path}?service_id=999999")).IsRefused(404, "not_found");
        (await _app.Admin.Get($"{path}?from=2030-01-01T00:00:00Z&to=2030-02-02T00:00:00Z"))
            .IsRefused(422, "invalid_input");
        (await _app.Nobody.Get(path)).IsRefused(401, "token_missing");
    }

    [Fact]
    public async Task A_subscription_shows_the_same()
    {
        var (provider, slot) = await GivenADay();
        var query = $$"""
            subscription { slots(providerId: "{{provider}}") { isSnapshot position items { slotId } gone } }
            """;
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_app.Address, "/graphql"))
        {
            Content = new StringContent(
                System.Text.Json.JsonSerializer.Serialize(new { query }), System.Text.Encoding.UTF8,
                "application/json"),
        };
        await using var stream = await Listener.Open(request, _app.Admin.Token);
        var first = (await stream.Next())!.Json["data"]!["slots"]!;

        await _app.GivenAHold(slot);
        var second = (await stream.Next())!.Json["data"]!["slots"]!;

        Assert.True((bool)first["isSnapshot"]!);
        Assert.Equal(4, first["items"]!.AsArray().Count);
        Assert.False((bool)second["isSnapshot"]!);
        Assert.Equal([$"{slot}"], second["gone"]!.AsArray().Select(id => (string)id!));
    }

    [Fact]
    public async Task However_a_calendar_changes_the_changes_add_up_to_the_list()
    {
        var random = new Random(11);
        var (provider, slot) = await GivenADay();
        await using var stream = await Listen(provider);
        var shown = Ids(await Next(stream, "snapshot")).ToHashSet();
        var live = new List<long>();
        for (var step = 0; step < 40; step++)
            if (live.Count > 0 && random.Next(3) == 0)
            {
                (await _app.Admin.Post($"/v1/reservations/{live[0]}/cancel")).Is(200);
                live.RemoveAt(0);
            }
            else if ((await _app.Book(slot + random.Next(4), null)) is { Status: 201 } held)
                live.Add(held.Id);
        var expected = await _app.Listed(provider);

        while (!shown.SetEquals(expected))
        {
            var change = await Next(stream);
            shown.ExceptWith(Gone(change));
            shown.UnionWith(Ids(change));
        }

        Assert.Equal(expected.Order(), shown.Order());
    }

    protected async Task<(long Provider, long Slot)> GivenADay()
    {
        var provider = await _app.GivenAProvider();
        return (provider, await _app.GivenAnOpening(provider, 0, 60));
    }

    protected Task<Listener> Listen(long provider, string query = "", string? lastEventId = null) => Listener.Open(
        new Uri(_app.Address, $"/v1/providers/{provider}/slots/stream{query}"), _app.Admin.Token, lastEventId);

    protected static async Task<JsonNode> Next(Listener stream, string name = "change")
    {
        var sent = await stream.Next();
        Assert.Equal(name, sent?.Kind);
        return sent!.Json;
    }

    protected static void Told(JsonNode change, long[] items, long[] gone)
    {
        Assert.Equal(items, Ids(change));
        Assert.Equal(gone, Gone(change));
    }

    static List<long> Ids(JsonNode change) =>
        change["items"]!.AsArray().Select(slot => (long)slot!["id"]!).ToList();

    static List<string> States(JsonNode change) =>
        change["items"]!.AsArray().Select(slot => (string)slot!["state"]!).ToList();

    static List<long> Gone(JsonNode change) => change["gone"]!.AsArray().Select(id => (long)id!).ToList();
}

public sealed class SlotStreamTestsOnSqlite(SqliteApp app) : SlotStreamTests(app), IClassFixture<SqliteApp>;

public sealed class SlotStreamTestsOnPostgres(PostgresApp app) : SlotStreamTests(app), IClassFixture<PostgresApp>
{
    readonly PostgresApp _app = app;

    [Fact]
    public async Task A_stream_of_one_process_tells_what_another_one_does()
    {
        await using var other = Program.Build(
            [
                $"--Kalends:Database={_app.Database}", "--urls=http://127.0.0.1:0", "--environment=Test",
                "--Kalends:Log:Level=Error", "--Kalends:Scheduling:SweepSeconds=0",
            ],
            _app.Clock);
        await other.StartAsync(TestContext.Current.CancellationToken);
        var elsewhere = other.Visitor().With(_app.Admin.Token!);
        var (provider, slot) = await GivenADay();
        await using var stream = await Listen(provider);
        await Next(stream, "snapshot");

        (await elsewhere.Post("/v1/reservations", new { slot_id = slot, client_id = await _app.GivenAClient() }))
            .Is(201);

        Told(await Next(stream), [], [slot]);
    }
}
