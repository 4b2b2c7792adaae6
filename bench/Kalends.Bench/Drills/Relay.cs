using System.Net;
using System.Net.Sockets;

namespace Kalends.Bench.Drills;

/// <summary>A wire between a server and its database that can be cut: nothing passes, and nobody is told.</summary>
sealed class Relay : IAsyncDisposable
{
    readonly int _to;
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _stopping = new();
    readonly Lock _counting = new();
    readonly List<Socket> _open = [];
    readonly Task _accepting;
    volatile TaskCompletionSource? _cut;

    public Relay(int to)
    {
        _to = to;
        _listener.Start();
        _accepting = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Cut() => _cut = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets new connections through; those of before are gone.</summary>
    public void Mend()
    {
        var cut = _cut;
        _cut = null;
        lock (_counting)
        {
            foreach (var socket in _open)
                socket.Dispose();
            _open.Clear();
        }
        cut?.SetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        Mend();
        await _accepting;
        _listener.Dispose();
        _stopping.Dispose();
    }

    async Task Accept()
    {
        try
        {
            while (true)
                _ = Serve(await _listener.AcceptSocketAsync(_stopping.Token));
        }
        catch (OperationCanceledException)
        {
            // The drill is over.
        }
    }

    async Task Serve(Socket client)
    {
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        lock (_counting)
            _open.AddRange([client, server]);
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _to);
            await Task.WhenAny(Pass(client, server), Pass(server, client));
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // One side is gone, and then the other is too.
        }
        finally
        {
            client.Dispose();
            lock (_counting)
                _open.RemoveAll(socket => socket == client || socket == server);
        }
    }

    async Task Pass(Socket from, Socket to)
    {
        var buffer = new byte[64 << 10];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var length)
            {
                if (_cut is { } cut)
                    await cut.Task;
                for (var sent = 0; sent < length;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, length - sent));
            }
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The other direction ends with this one.
        }
    }
}
