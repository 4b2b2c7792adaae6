using System.Net.Sockets;
using System.Text;
using Kalends.Platform;
using Kalends.Platform.Http;
using Kalends.Tests.Kit;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Kalends.Tests.Http;

/// <summary>A full house: connections are bounded, below what the process may open.</summary>
public sealed class ConnectionTests(SqliteApp app) : IClassFixture<SqliteApp>, IDisposable
{
    const int OpenFiles = 1024;

    readonly string _folder = System.IO.Directory.CreateTempSubdirectory("kalends-").FullName;

    string Database => $"--Kalends:Database={_folder}/test.db";

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(20_000, 19_488)]
    [InlineData(1024, 512)]
    [InlineData(300, 0)]
    public void There_is_room_for_more_than_connections(int openFiles, int connections) =>
        Assert.Equal(connections, ConnectionLimits.Room(openFiles));

    [Fact]
    public async Task A_thousand_descriptors_and_more_callers_than_that_do_not_end_the_process()
    {
        await using var server = await ChildServer.StartWithin($"ulimit -n {OpenFiles}", Database, "--demo");
        var callers = new List<Caller>();
        for (var i = 0; i < 1200; i++)
            callers.Add(await Caller.Connect(server.Address));

        var answers = await Task.WhenAll(callers.Select(caller => caller.Ask("/v1/clients")));
        var served = answers.Count(answer => answer.Contains(" 401 ", StringComparison.Ordinal));
        Assert.Equal(ConnectionLimits.Room(OpenFiles), served);
        Assert.Equal(callers.Count - served, answers.Count(answer => answer.Length == 0));
        var again = await callers.First(caller => caller.IsServed).Ask("/livez");
        Assert.Contains(" 200 ", again, StringComparison.Ordinal);
        foreach (var caller in callers)
            caller.Dispose();

        // The server hears of each end a moment later.
        await Patience.Until(() => AskAnew(server.Address, "/livez"), answer => answer.Length > 0);
        var admin = await server.SignIn("test_user", "password");
        (await admin.Get("/v1/providers")).Is(200);
        (await server.Nobody.Get("/readyz")).Is(200);
        Assert.Single(server.Lines, line => line.Contains("connections are taken", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Too_few_descriptors_for_the_program_itself_are_refused_at_start()
    {
        var (code, said) = await ChildServer.RunWithin("ulimit -n 256", Database);

        Assert.Equal(1, code);
        Assert.Contains("The process may open 256 files", said, StringComparison.Ordinal);
        Assert.Single(said.Split('\n'));
    }

    [Fact]
    public async Task A_thousand_who_say_nothing_or_never_finish_leave_everything_to_others()
    {
        await using var server = await ChildServer.StartWithin(
            "ulimit -n 4096", Database, "--demo", "--Kalends:Http:RequestSeconds=5");
        var callers = new List<Caller>();
        for (var i = 0; i < 1000; i++)
            callers.Add(await Caller.Connect(server.Address));
        var (silent, slow) = (callers[..500], callers[500..]);
        foreach (var caller in slow)
            await caller.Say("GET /v1/providers HTTP/1.1\r\nHost: kal");

        var admin = await server.SignIn("test_user", "password");
        var answers = await Race.AtOnce(50, _ => admin.Get("/v1/providers"));
        Assert.All(answers, answer => answer.Is(200));
        (await admin.Post("/v1/clients", new { first_name = "Grace", last_name = "Hopper" })).Is(201);

        // Who does not finish is sent away; who has said nothing yet is still welcome.
        Assert.All(
            await Task.WhenAll(slow.Select(caller => caller.Hear())),
            answer => Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal));
        Assert.All(
            await Task.WhenAll(silent.Select(caller => caller.Ask("/livez"))),
            answer => Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal));
        foreach (var caller in callers)
            caller.Dispose();
    }

    [Fact]
    public async Task All_addresses_share_one_house()
    {
        await using var changed = await app.Restart(
            "--Kalends:Http:ConnectionsMax=4", "--urls=http://127.0.0.1:0;http://127.0.0.2:0");
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses
            .Select(address => new Uri(address)).ToList();
        var callers = new List<Caller>();
        foreach (var address in addresses.Concat(addresses).Concat(addresses))
            callers.Add(await Caller.Connect(address));

        var answers = await Task.WhenAll(callers.Select(caller => caller.Ask("/ping")));
        Assert.Equal(4, answers.Count(answer => answer.Contains(" 200 ", StringComparison.Ordinal)));
        Assert.Equal(2, answers.Count(answer => answer.Length == 0));
        foreach (var caller in callers)
            caller.Dispose();

        var again = await Patience.Until(() => AskAnew(app.Address, "/ping"), answer => answer.Length > 0);
        Assert.Contains(" 200 ", again, StringComparison.Ordinal);
    }

    static async Task<string> AskAnew(Uri address, string path)
    {
        using var late = await Caller.Connect(address);
        return await late.Ask(path);
    }

    [Fact]
    public async Task Streams_leave_connections_for_requests()
    {
        await using var changed = await app.Restart("--Kalends:Http:ConnectionsMax=8");

        Assert.Equal(new ConnectionLimits(8, 6), app.Services.GetRequiredService<ConnectionLimits>());
    }

    [Fact]
    public async Task More_connections_than_descriptors_are_refused_at_start()
    {
        await app.Stop();

        var refused = await Record.ExceptionAsync(() => app.Start("--Kalends:Http:ConnectionsMax=1000000"));
        await app.Start();

        Assert.Contains("or raise the limit (ulimit -n)", Assert.IsType<StartRefused>(refused).Message,
            StringComparison.Ordinal);
    }

    /// <summary>One connection that is kept open between its requests.</summary>
    sealed class Caller(Socket connection) : IDisposable
    {
        /// <summary>Whether an answer has come.</summary>
        public bool IsServed { get; private set; }

        public static async Task<Caller> Connect(Uri server)
        {
            var connection = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await connection.ConnectAsync(server.Host, server.Port);
            }
            catch (SocketException)
            {
                // Closed already: whoever asks finds out.
            }
            return new Caller(connection);
        }

        /// <summary>The beginning of the answer; nothing where the connection was closed.</summary>
        public async Task<string> Ask(string path)
        {
            try
            {
                await Say($"GET {path} HTTP/1.1\r\nHost: kalends\r\n\r\n");
                return await Hear();
            }
            catch (SocketException)
            {
                return "";
            }
        }

        public async Task Say(string words) => await connection.SendAsync(Encoding.ASCII.GetBytes(words));

        public async Task<string> Hear()
        {
            var answer = new byte[4096];
            try
            {
                var length = await connection.ReceiveAsync(answer);
                IsServed = length > 0;
                return Encoding.ASCII.GetString(answer, 0, length);
            }
            catch (SocketException)
            {
                return "";
            }
        }

        public void Dispose() => connection.Dispose();
    }
}
