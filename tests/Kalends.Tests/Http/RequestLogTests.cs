using System.Text.Json.Nodes;
using Kalends.Tests.Accounts.ApiKeys;

namespace Kalends.Tests.Http;

public sealed class RequestLogTests : IDisposable
{
    readonly string _folder = System.IO.Directory.CreateTempSubdirectory("kalends-").FullName;

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_request_is_one_line_that_says_who_asked_what_and_nothing_secret()
    {
        await using var server = await ChildServer.Start($"--Kalends:Database={_folder}/log.db", "--demo");
        var client = await server.SignIn("client", "password");
        var me = (await client.Get("/v1/me")).Is(200);

        (await client.Get("/v1/clients?limit=7&cursor=")).Is(200);
        (await client.Get("/v1/providers/999999")).IsRefused(404, "not_found");
        (await client.Post("/v1/clients", new { first_name = "hunter\u00b2", secret = "hunter2" })).Is(422);
        (await server.Nobody.With("hunter2.hunter2.hunter2").Get("/v1/me?password=hunter2")).Is(401);
        var lost = (await server.Nobody.Get("/hunter2/\"quoted\"?a=hunter2")).IsRefused(404, "not_found");
        await server.Line(line => line.Contains((string)lost["trace_id"]!, StringComparison.Ordinal));

        var lines = server.Lines.Select(line => JsonNode.Parse(line)!)
            .Where(line => (string?)line["source"] == "Kalends.Requests").ToList();
        Assert.All(lines, line => Assert.Equal(
            "time, level, source, method, route, status, ms, user_id, key_id, trace_id, span_id", line.Keys()));
        Assert.Equal(
            [
                "POST /v1/auth/token 200", "GET /v1/me 200", "GET /v1/clients 200", "GET /v1/providers/{id} 404",
                "POST /v1/clients 422", "GET /v1/me 401", "GET (none) 404",
            ],
            lines.Select(line => $"{line["method"]} {line["route"]} {line["status"]}"));
        Assert.Equal((string?)me["id"], (string?)lines[2]["user_id"]);
        Assert.Null(lines[0]["user_id"]);
        Assert.Null(lines[5]["user_id"]);
        Assert.All(lines, line => Assert.True((double)line["ms"]! >= 0));
        Assert.All(lines, line => Assert.Equal(TimeSpan.Zero, ((DateTimeOffset)line["time"]!).Offset));
        foreach (var secret in (string[])["hunter2", "hunter\u00b2", "password", client.Token!, "limit=7"])
            Assert.DoesNotContain(server.Lines, line => line.Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_is_logged_by_its_id_and_neither_its_secret_nor_a_ticket_is_in_any_line()
    {
        await using var server = await ChildServer.Start(
            $"--Kalends:Database={_folder}/keys.db", "--demo", "--Kalends:Log:Level=Debug");
        var admin = await server.SignIn("test_user", "password");
        var key = (await admin.MakeKey("events:read")).Is(201);
        var byKey = server.Nobody.With(key.Secret());
        var ticket = (string)(await byKey.Post("/v1/stream-tickets", new { path = "/v1/events/stream" }))
            .Is(201)["ticket"]!;

        (await server.Nobody.Get($"/v1/events/stream?last_event_id=nowhere&ticket={ticket}")).Is(422);
        (await server.Nobody.Get($"/v1/events/stream?ticket={ticket}")).IsRefused(401, "ticket_invalid");
        (await server.Nobody.With(key.Secret()[..^1]).Get("/v1/me")).IsRefused(401, "api_key_invalid");
        await server.Line(line => line.Contains("/v1/me\",\"status\":401", StringComparison.Ordinal));

        var line = JsonNode.Parse(server.Lines.Single(
            one => one.Contains("/v1/events/stream\",\"status\":422", StringComparison.Ordinal)))!;
        Assert.Equal(key.KeyId(), (long)line["key_id"]!);
        foreach (var secret in (string[])[key.Secret(), key.Secret()[..^1], ticket])
            Assert.DoesNotContain(server.Lines, one => one.Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_secret_of_a_calendar_feed_is_in_no_line()
    {
        await using var server = await ChildServer.Start(
            $"--Kalends:Database={_folder}/feed.db", "--demo", "--Kalends:Log:Level=Debug");
        var client = await server.SignIn("client", "password");
        var own = (long)(await client.Get("/v1/clients")).Is(200)["items"]![0]!["id"]!;
        var address = (string)(await client.Post($"/v1/clients/{own}/feed", new { })).Is(201)["address"]!;
        var secret = address.Split('/')[^1].Replace(".ics", "");

        (await server.Nobody.Get(address)).Is(200);
        (await server.Nobody.Get(address + "?limit=1")).Is(422);
        (await server.Nobody.Get(address.Replace(secret, secret + "x"))).Is(404);
        await server.Line(line => line.Contains("/v1/feeds/{secret}.ics\",\"status\":404", StringComparison.Ordinal));

        Assert.DoesNotContain(server.Lines, line => line.Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_ready_server_says_how_far_the_clocks_are_apart()
    {
        await using var server = await ChildServer.Start($"--Kalends:Database={_folder}/ready.db");

        var ready = (await server.Nobody.Get("/readyz")).Is(200);

        Assert.Equal("status, clock_skew_ms, zone_version", ready.Body.Keys());
        Assert.Equal("ok", (string?)ready["status"]);
        Assert.InRange((long)ready["clock_skew_ms"]!, -1000, 1000);
        Assert.Matches("^20[0-9]{2}[a-z]$", (string?)ready["zone_version"]);
    }

    [Fact]
    public async Task A_server_that_logs_errors_only_says_nothing_of_requests()
    {
        await using var server = await ChildServer.Start(
            $"--Kalends:Database={_folder}/quiet.db", "--Kalends:Log:Level=Warning",
            "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Information");

        (await server.Nobody.Get("/ping")).Is(200);

        Assert.DoesNotContain(server.Lines, line => line.Contains("Kalends.Requests", StringComparison.Ordinal));
    }
}
