using System.Text;
using Kalends.Platform.Calls;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Events;

/// <summary>Following the log as it grows, over REST and GraphQL.</summary>
public abstract class StreamTests
{
    readonly TestApp _app;

    protected StreamTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_stream_tells_of_events_as_they_happen_and_resumes_behind_the_last()
    {
        var component = Some();
        await Save(component, 0);
        // Until the transactions of other tests have ended, what is committed may still be told as new.
        await Patience.Until(() => Walk($"/v1/events?component={component}&order=asc"), found => found.Count == 1);
        string id;
        await using (var first = await Listen($"?component={component}"))
        {
            await Save(component, 1, 2);
            var sent = await first.Next(2);
            Assert.Equal("text/event-stream", first.MediaType);
            Assert.Equal([1, 2], sent.Select(one => (int)one.Json["data"]!));
            Assert.Equal(sent.Select(one => one.Id), sent.Select(one => (string?)one.Json["position"]));
            id = sent[0].Id!;
        }
        await Save(component, 3);

        await using var second = await Listen($"?component={component}", id);
        Assert.Equal([2, 3], (await second.Next(2)).Select(one => (int)one.Json["data"]!));
        await Save(component, 4);
        Assert.Equal(4, (int)(await second.Next())!.Json["data"]!);
    }

    [Fact]
    public async Task A_stream_that_is_cut_before_its_first_event_is_taken_up_where_it_stood()
    {
        var component = Some();
        string place;
        await using (var first = await Listen($"?component={component}"))
            place = (await IdOf(first))!;
        await Save(component, 1, 2);

        await using var second = await Listen($"?component={component}", place);
        Assert.Equal(place, await IdOf(second));
        Assert.Equal([1, 2], (await second.Next(2)).Select(one => (int)one.Json["data"]!));
    }

    [Fact]
    public async Task The_id_of_an_event_names_its_place()
    {
        var component = Some();
        await Save(component, 1, 2);
        var listed = (await _app.Admin.Get($"/v1/events?component={component}&order=desc")).Is(200)["items"]!.AsArray();
        var (last, first) = ((string)listed[0]!["id"]!, (string)listed[1]!["id"]!);

        await using var stream = await Listen($"?component={component}", first);
        Assert.Equal(2, (int)(await stream.Next())!.Json["data"]!);
        await using var subscription = await Subscribe(
            $"subscription {{ eventLog(filter: {{component: \"{component}\"}}, after: \"{first}\") {{ data }} }}");
        Assert.Equal("2", (string?)(await subscription.Next())!.Json["data"]!["eventLog"]!["data"]);
        var behind = (await _app.Admin.Get($"/v1/events?component={component}&order=asc&cursor={first}")).Is(200);
        Assert.Equal(last, (string)Assert.Single(behind["items"]!.AsArray())!["id"]!);
        var before = (await _app.Admin.Get($"/v1/events?component={component}&cursor={last}")).Is(200);
        Assert.Equal(first, (string)Assert.Single(before["items"]!.AsArray())!["id"]!);
    }

    [Fact]
    public async Task The_id_of_an_event_that_the_caller_may_not_see_names_no_place()
    {
        var component = Some();
        await Save(component, 1);
        var hidden = (string)(await _app.Admin.Get($"/v1/events?component={component}")).Is(200)["items"]![0]!["id"]!;
        var owner = await _app.As(Roles.Provider);

        foreach (var id in (string[])[hidden, $"{Guid.NewGuid()}"])
            Assert.Equal(["cursor cursor"],
                (await owner.Get($"/v1/events?cursor={id}")).IsRefused(422, "invalid_input").Errors);
    }

    [Fact]
    public async Task A_subscription_begins_where_the_caller_knew_the_log_to_end()
    {
        var component = Some();
        var place = (string)(await _app.Admin.Ask("{ eventLogPosition }")).Data()["eventLogPosition"]!;
        await Save(component, 1);

        await using var stream = await Subscribe(
            $"subscription {{ eventLog(filter: {{component: \"{component}\"}}, after: \"{place}\") {{ data }} }}");

        Assert.Equal("1", (string?)(await stream.Next())!.Json["data"]!["eventLog"]!["data"]);
    }

    /// <summary>The first id that a stream says.</summary>
    static async Task<string?> IdOf(Listener stream)
    {
        for (var line = await stream.Line(); line is not null; line = await stream.Line())
            if (line.StartsWith("id: ", StringComparison.Ordinal))
                return line["id: ".Length..];
        return null;
    }

    [Fact]
    public async Task What_a_stream_sends_is_what_a_list_shows()
    {
        var component = Some();
        await using var stream = await Listen($"?component={component}");
        await Save(component, 1);

        var sent = (await stream.Next())!;
        var listed = (await _app.Admin.Get($"/v1/events?component={component}")).Is(200)["items"]![0]!;
        Assert.Equal(listed.ToJsonString(), sent.Json.ToJsonString());
        Assert.Equal("counted", sent.Kind);
    }

    [Fact]
    public async Task The_changes_of_Kalends_itself_are_told_to_who_may_read_them()
    {
        var owner = await _app.As(Roles.Provider);
        await using var stream = await Listener.Open(new Uri(_app.Address, "/v1/events/stream"), owner.Token);
        var stranger = await _app.GivenAProvider();
        var own = await _app.GivenAProvider(owner);
        await _app.GivenAHold(await _app.GivenSlots(stranger));
        await _app.GivenAHold(await _app.GivenSlots(own));

        var kinds = (await stream.Next(3)).Select(one => (one.Kind, (long)one.Json["provider_id"]!));
        Assert.Equal([("provider.created", own), ("opening.offered", own), ("reservation.held", own)], kinds);
    }

    [Fact]
    public async Task A_long_way_is_caught_up_in_order_and_each_once()
    {
        var component = Some();
        await Save(component, Enumerable.Range(0, 1).ToArray());
        var from = (string)(await _app.Admin.Get($"/v1/events?component={component}"))["items"]![0]!["position"]!;
        await Task.WhenAll(Enumerable.Range(1, 250).Select(n => Save(component, n)));

        await using var stream = await Listen($"?component={component}&last_event_id={from}");
        var sent = await stream.Next(250);

        Assert.Equal(250, sent.Select(one => one.Id).Distinct().Count());
        var listed = await Walk($"/v1/events?component={component}&order=asc&limit=100");
        Assert.Equal(listed.Skip(1), sent.Select(one => (string)one.Json["id"]!));
    }

    [Fact]
    public async Task A_stream_ends_with_its_token()
    {
        await using var changed = await _app.Restart("--Kalends:Http:StreamHeartbeatSeconds=1");
        var silent = $"?component={Some()}";
        await using var stream = await Listen(silent);
        Assert.Equal(":", await stream.Line());

        _app.Clock.Advance(TimeSpan.FromMinutes(11));

        Assert.Null(await stream.Next());
        await using var late = await Listen(silent);
        Assert.Equal(200, late.Status);
    }

    [Fact]
    public async Task Too_many_streams_are_refused_and_a_closed_one_makes_room()
    {
        await using var changed = await _app.Restart(
            "--Kalends:Http:StreamsPerCaller=2", "--Kalends:Http:StreamsMax=3");
        var other = await _app.As(Roles.Admin);
        var open = new List<Listener> { await Listen(""), await Listen("") };

        await using (var third = await Listen(""))
            Assert.Equal((429, "application/problem+json"), (third.Status, third.MediaType));
        open.Add(await Listener.Open(new Uri(_app.Address, "/v1/events/stream"), other.Token));
        await using (var fourth = await Listener.Open(new Uri(_app.Address, "/v1/events/stream"), other.Token))
            Assert.Equal(503, fourth.Status);

        foreach (var one in open)
            await one.DisposeAsync();
        for (var tries = 0; ; tries++)
        {
            await using var again = await Listen("");
            if (again.Status == 200)
                break;
            Assert.True(tries < 200, "The place of a closed stream is never free again.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_stopping_server_ends_its_streams()
    {
        await using var stream = await Listen("");

        await _app.Stop();
        var end = await Record.ExceptionAsync(async () => Assert.Null(await stream.Next()));
        await _app.Start();

        Assert.True(end is null or HttpIOException, $"{end}");
    }

    [Theory]
    [InlineData("?last_event_id=x")]
    [InlineData("?words=!!")]
    [InlineData("?unknown=1")]
    public async Task What_cannot_be_followed_is_refused(string query)
    {
        await using var stream = await Listen(query);

        Assert.Equal((422, "application/problem+json"), (stream.Status, stream.MediaType));
    }

    [Theory]
    [InlineData("text/event-stream")]
    [InlineData("application/graphql-response+json, application/json, text/event-stream")]
    public async Task A_subscription_follows_the_log(string accept)
    {
        var component = Some();
        await using var stream = await Subscribe(
            $"subscription {{ eventLog(filter: {{component: \"{component}\"}}) {{ position data kind }} }}", accept);
        await Save(component, 1, 2);

        var sent = await stream.Next(2);
        Assert.Equal("text/event-stream", stream.MediaType);
        Assert.Equal(["next", "next"], sent.Select(one => one.Kind));
        Assert.Equal(["1", "2"], sent.Select(one => (string?)one.Json["data"]!["eventLog"]!["data"]));

        var after = (string)sent[0].Json["data"]!["eventLog"]!["position"]!;
        await using var resumed = await Subscribe(
            $"subscription {{ eventLog(filter: {{component: \"{component}\"}}, after: \"{after}\") {{ data }} }}");
        Assert.Equal("2", (string?)(await resumed.Next())!.Json["data"]!["eventLog"]!["data"]);
    }

    [Theory]
    [InlineData("{ __typename }", "\"Query\"")]
    [InlineData("subscription { eventLog(after: \"x\") { kind } }", "invalid_input")]
    [InlineData("subscription { nothing }", "validation_failed")]
    [InlineData("subscription {", "syntax_error")]
    public async Task A_stream_that_is_over_at_once_says_so(string document, string answer)
    {
        await using var stream = await Subscribe(document);

        Assert.Contains(answer, (await stream.Next())!.Data, StringComparison.Ordinal);
        Assert.Equal(new Sent(null, "complete", ""), await stream.Next());
        Assert.Null(await stream.Next());
    }

    [Fact]
    public async Task A_subscription_keeps_the_access_of_the_route()
    {
        var client = await _app.As(Roles.Client);
        await using var stream = await Subscribe("subscription { eventLog { kind } }", token: client.Token);

        Assert.Contains("forbidden", (await stream.Next())!.Data, StringComparison.Ordinal);
    }

    static string Some() => "c" + Guid.NewGuid().ToString("N");

    async Task Save(string component, params int[] data)
    {
        foreach (var n in data)
            (await _app.Admin.Post("/v1/events", new { component, kind = "counted", data = n })).Is(201);
    }

    Task<Listener> Listen(string query, string? lastEventId = null) =>
        Listener.Open(new Uri(_app.Address, "/v1/events/stream" + query), _app.Admin.Token, lastEventId);

    Task<Listener> Subscribe(string query, string? accept = null, string? token = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_app.Address, "/graphql"))
        {
            Content = new StringContent(
                System.Text.Json.JsonSerializer.Serialize(new { query }), Encoding.UTF8, "application/json"),
        };
        if (accept is not null)
            request.Headers.Accept.ParseAdd(accept);
        return Listener.Open(request, token ?? _app.Admin.Token);
    }

    async Task<List<string>> Walk(string path)
    {
        var ids = new List<string>();
        for (var next = (string?)""; next is not null;)
        {
            var page = (await _app.Admin.Get($"{path}&cursor={next}")).Is(200);
            ids.AddRange(page["items"]!.AsArray().Select(one => (string)one!["id"]!));
            next = (string?)page["next"];
        }
        return ids;
    }
}

public sealed class StreamTestsOnSqlite(SqliteApp app) : StreamTests(app), IClassFixture<SqliteApp>;

public sealed class StreamTestsOnPostgres(PostgresApp app) : StreamTests(app), IClassFixture<PostgresApp>;
