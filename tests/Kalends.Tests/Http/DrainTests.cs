using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Kalends.Platform.Http;
using Kalends.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;

namespace Kalends.Tests.Http;

/// <summary>A server that is told to stop says so first, serves on, and then ends what is under way.</summary>
public sealed class DrainTests(SqliteApp app) : IClassFixture<SqliteApp>
{
    static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_it_drains_it_is_not_ready_and_serves_everything()
    {
        await using var restarted = await app.Restart("--Kalends:Http:DrainSeconds=300");
        await using var stream = await Listener.Open(new Uri(app.Address, "/v1/events/stream"), app.Admin.Token);
        var drain = app.Services.GetRequiredService<Drain>();
        Assert.False((await app.Nobody.Get("/livez")).Is(200).Headers.ContainsKey("Connection"));

        var stopping = app.Stop();

        (await app.Nobody.Get("/readyz")).IsRefused(503, "draining");
        Assert.Equal("close", (await app.Nobody.Get("/livez")).Is(200).Headers["Connection"]);
        (await NewClient()).Is(201);
        Assert.Equal("client.created", (string?)(await stream.Next())!.Json["kind"]);
        Assert.False(stopping.IsCompleted);

        drain.Hurry();
        await stopping;
        Assert.Null(await stream.Next());
        await Assert.ThrowsAsync<HttpRequestException>(() => app.Nobody.Get("/livez"));
        await app.Start();
    }

    [Fact]
    public async Task A_request_under_way_is_answered_and_its_change_is_kept()
    {
        const string body = """{"first_name":"Grace","last_name":"Hopper"}""";
        using var connection = new TcpClient();
        await connection.ConnectAsync(app.Address.Host, app.Address.Port, Cancel);
        await using var wire = connection.GetStream();
        using var reader = new StreamReader(wire, Encoding.Latin1);
        await wire.WriteAsync(Encoding.Latin1.GetBytes($"""
            POST /v1/clients HTTP/1.1
            Host: here
            Authorization: Bearer {app.Admin.Token}
            Content-Type: application/json
            Content-Length: {body.Length}
            Expect: 100-continue


            """.ReplaceLineEndings("\r\n")), Cancel);
        // The server asks for the body once it is at the request.
        Assert.Equal("HTTP/1.1 100 Continue", await reader.ReadLineAsync(Cancel));

        var over = app.Services.GetRequiredService<Drain>().Over;
        var stopping = app.Stop();
        await Patience.Until(() => Task.FromResult(over.IsCancellationRequested), isOver => isOver);
        await wire.WriteAsync(Encoding.Latin1.GetBytes(body), Cancel);

        var answer = await reader.ReadToEndAsync(Cancel);
        Assert.Contains("HTTP/1.1 201 Created", answer, StringComparison.Ordinal);
        await stopping;
        await app.Start();
        var id = JsonNode.Parse(answer[answer.IndexOf('{')..(answer.LastIndexOf('}') + 1)])!["id"];
        (await app.Admin.Get($"/v1/clients/{id}")).Is(200);
    }

    [Fact]
    public async Task Who_came_in_before_the_door_was_closed_is_still_served()
    {
        await using var restarted = await app.Restart("--Kalends:Http:DrainSeconds=1");
        using var inside = new TcpClient();
        await inside.ConnectAsync(app.Address.Host, app.Address.Port, Cancel);
        var address = app.Address;

        var stopping = app.Stop();
        while (await LetsIn(address))
            await Task.Yield();
        await inside.GetStream().WriteAsync("GET /livez HTTP/1.1\r\nHost: here\r\n\r\n"u8.ToArray(), Cancel);

        using var reader = new StreamReader(inside.GetStream());
        Assert.Equal("HTTP/1.1 200 OK", await reader.ReadLineAsync(Cancel));
        await stopping;
        await app.Start();
    }

    /// <summary>Where the door is being closed, whoever knocks gets no answer at first.</summary>
    static async Task<bool> LetsIn(Uri address)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(address.Host, address.Port, patience.Token);
            return true;
        }
        catch (Exception closed) when (closed is SocketException or OperationCanceledException)
        {
            return false;
        }
    }

    [Fact]
    public async Task SIGTERM_drains_and_an_interrupt_makes_it_hurry()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("kalends-").FullName;
        await using (var server = await ChildServer.Start(
            $"--Kalends:Database={folder}/drain.db", "--Kalends:Http:DrainSeconds=300"))
        {
            (await server.Nobody.Get("/readyz")).Is(200);

            await server.Signal("TERM");
            (await Patience.Until(() => server.Nobody.Get("/readyz"), answer => answer.Status != 200))
                .IsRefused(503, "draining");
            (await server.Nobody.Get("/livez")).Is(200);

            await server.Signal("INT");
            Assert.Equal(0, await server.End());
        }
        System.IO.Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("Production", null, 5)]
    [InlineData("Development", null, 0)]
    [InlineData("Development", "3", 3)]
    [InlineData("Production", "0", 0)]
    public async Task How_long_it_serves_on_is_a_setting(string environment, string? setting, int seconds)
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("kalends-").FullName;
        string[] words = setting is null ? [] : [$"--Kalends:Http:DrainSeconds={setting}"];
        await using (var built = Program.Build(
            [$"--environment={environment}", $"--Kalends:Database={folder}/drain.db", .. words]))
            Assert.Equal(TimeSpan.FromSeconds(seconds), built.Services.GetRequiredService<Drain>().Length);
        System.IO.Directory.Delete(folder, recursive: true);
    }

    Task<Answer> NewClient() =>
        app.Admin.Post("/v1/clients", new { first_name = "Grace", last_name = "Hopper" });
}
