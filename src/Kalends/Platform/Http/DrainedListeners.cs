using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace Kalends.Platform.Http;

/// <summary>Stops listening first, and serves earlier connections while they are still open.</summary>
/// <remarks>
/// Kestrel does both in one step. A proxy that only learns from failures, such as nginx, connects until the last
/// moment, and may not resend a request elsewhere once it has sent it. It does retry a refused connection elsewhere.
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
        // An inherited socket stays with the process that passed it on, and is passed to the next process.
        return new Listener(listener, bound!, isOurs: endpoint is IPEndPoint, drain);
    }

    sealed class Listener(IConnectionListener listener, Socket bound, bool isOurs, Drain drain) : IConnectionListener
    {
        // Unused connections are closed after this time as well.
        static readonly TimeSpan LastMax = TimeSpan.FromSeconds(2);
        static readonly TimeSpan Look = TimeSpan.FromMilliseconds(1);

        // The time is longer than the round trip of a packet.
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
            // Clients that are connected and wait to be accepted would be cut off. So no further connections enter the
            // queue, those in the middle of a handshake are admitted, and the queue is emptied.
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
