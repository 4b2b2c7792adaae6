using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Kalends.Tests.Kit;

/// <summary>When a connection through the proxy breaks.</summary>
public enum Cut
{
    Never,

    /// <summary>Before the server gets to see a COMMIT.</summary>
    BeforeCommit,

    /// <summary>After the server has answered a COMMIT, and before the client sees it.</summary>
    AfterCommit,

    /// <summary>At once, and every new one too.</summary>
    Always,
}

/// <summary>Stands between the server and its PostgreSQL, and breaks connections at chosen moments.</summary>
public sealed class PostgresProxy : IAsyncDisposable
{
    readonly string _server;
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _stopping = new();
    readonly Lock _counting = new();
    readonly HashSet<Socket> _open = [];
    readonly Task _accepting;
    volatile Cut _cut;
    int _refused;

    /// <param name="server">The path of the server's socket.</param>
    public PostgresProxy(string server)
    {
        _server = server;
        _listener.Start();
        _accepting = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many connections were not let in.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>The same database through here, with every statement's text on its way each time.</summary>
    public string ConnectionString(string direct) => new NpgsqlConnectionStringBuilder(direct)
    {
        Host = "127.0.0.1",
        Port = Port,
        MaxAutoPrepare = 0,
    }.ToString();

    public void Break(Cut cut)
    {
        _cut = cut;
        if (cut != Cut.Always)
            return;
        lock (_counting)
            foreach (var socket in _open)
                socket.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        Break(Cut.Always);
        await _stopping.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _stopping.Dispose();
    }

    async Task Accept()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_stopping.Token);
                if (_cut == Cut.Always)
                {
                    Interlocked.Increment(ref _refused);
                    client.Dispose();
                }
                else
                    _ = Serve(client);
            }
        }
        catch (OperationCanceledException)
        {
            // The tests are over.
        }
    }

    async Task Serve(Socket client)
    {
        using var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        lock (_counting)
            _open.UnionWith([client, server]);
        try
        {
            await server.ConnectAsync(new UnixDomainSocketEndPoint(_server));
            var isCommitted = false;
            await Task.WhenAny(
                Pass(client, server, said =>
                {
                    var commits = said.IndexOf("COMMIT\0"u8) >= 0;
                    isCommitted |= commits && _cut == Cut.AfterCommit;
                    return !commits || _cut != Cut.BeforeCommit;
                }),
                Pass(server, client, _ => !isCommitted));
        }
        catch (SocketException)
        {
            // One side is gone, and then the other is too.
        }
        finally
        {
            lock (_counting)
                _open.ExceptWith([client, server]);
            client.Dispose();
        }
    }

    static async Task Pass(Socket from, Socket to, Say say)
    {
        var buffer = new byte[64 << 10];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var length && say(buffer.AsSpan(0, length)))
                for (var sent = 0; sent < length;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, length - sent));
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The other direction ends with this one.
        }
    }

    delegate bool Say(ReadOnlySpan<byte> said);
}
