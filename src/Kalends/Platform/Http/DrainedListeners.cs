using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace Kalends.Platform.Http;

/// <summary>Stops listening first, and lets what came in before be served while connections are still open.</summary>
/// <remarks>
/// Kestrel does both in one go. A proxy that learns only by failing, such as nginx, connects until the last moment, and
/// may not send elsewhere what it has sent already. A connection that is refused it tries elsewhere.
/// </remarks>
sealed class DrainedListeners(Drain drain, ILoggerFactory logs)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    readonly SocketTransportFactory _sockets = new(Options.Create(new SocketTransportOptions()), logs);

    public bool CanBind(EndPoint endpoint) => _sockets.CanBind(endpoint);

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken)
    {
        Socket? bound = null;
        var options = new SocketTransportOptions
        {
            CreateBoundListenSocket = at => bound = SocketTransportOptions.CreateDefaultBoundListenSocket(at),
        };
        var listener = await new SocketTransportFactory(Options.Create(options), logs)
            .BindAsync(endpoint, cancellationToken);
        // A socket that was handed over stays with whoever did so, and is handed to the next process.
        return new Listener(listener, bound!, isOurs: endpoint is IPEndPoint, drain);
    }

    sealed class Listener(IConnectionListener listener, Socket bound, bool isOurs, Drain drain) : IConnectionListener
    {
        // Connections that nobody uses are closed after it all the same.
        static readonly TimeSpan LastMax = TimeSpan.FromSeconds(2);
        static readonly TimeSpan Look = TimeSpan.FromMilliseconds(1);

        // Longer than a packet takes there and back.
        static readonly TimeSpan Halfway = TimeSpan.FromMilliseconds(200);

        int _open;

        public EndPoint EndPoint => listener.EndPoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            var connection = await listener.AcceptAsync(cancellationToken);
            if (connection is not null)
            {
                Interlocked.Increment(ref _open);
                connection.ConnectionClosed.Register(() => Interlocked.Decrement(ref _open));
            }
            return connection;
        }

        public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            if (!drain.IsPatient)
            {
                await listener.UnbindAsync(cancellationToken);
                return;
            }
            // Who is connected and waits to be accepted would be cut off, so nobody else is let into the queue, those
            // who are halfway are let in, and the queue is worked off.
            if (isOurs)
                ClosedDoor.Close(bound);
            await Task.Delay(Halfway, CancellationToken.None);
            await Until(() => !bound.Poll(0, SelectMode.SelectRead), cancellationToken);
            await listener.UnbindAsync(cancellationToken);
            await Until(() => Volatile.Read(ref _open) == 0, cancellationToken);
        }

        public ValueTask DisposeAsync() => listener.DisposeAsync();

        static async Task Until(Func<bool> isSo, CancellationToken cancel)
        {
            var started = Stopwatch.GetTimestamp();
            while (!isSo() && !cancel.IsCancellationRequested && Stopwatch.GetElapsedTime(started) < LastMax)
                await Task.Delay(Look, CancellationToken.None);
        }
    }
}
