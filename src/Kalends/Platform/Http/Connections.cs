using System.Diagnostics;
using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Kalends.Platform.Http;

/// <summary>The number of connections that fit within the files the process may open.</summary>
/// <param name="Max">Connections open at the same time, over all addresses together.</param>
/// <param name="StreamsMax">The number of these that may be streams, so that some always remain for requests.</param>
sealed record ConnectionLimits(int Max, int StreamsMax)
{
    // The runtime holds two for each loaded library, 350 in all; a database pool has a hundred.
    const int OthersMax = 512;

    // Each connection takes memory too, so a process that may open a billion files does not get as many by default.
    const int MaxDefault = 10_000;

    /// <summary>Reads the limits from the settings; refuses if the process may not open as many files.</summary>
    public static ConnectionLimits Of(HttpSettings settings)
    {
        var files = OpenFiles();
        var max = settings.ConnectionsMax ?? Math.Min(Room(files), MaxDefault);
        return max > 0 && max <= Room(files)
            ? new ConnectionLimits(max, Math.Min(settings.StreamsMax, max * 3 / 4))
            : throw new StartRefused(
                $"The process may open {files} files, of which it needs {OthersMax} for itself, so that there is " +
                $"room for {Room(files)} connections: lower Kalends:Http:ConnectionsMax, or raise the limit " +
                "(ulimit -n).");
    }

    /// <summary>The number of connections that leaves room for everything else that needs a descriptor.</summary>
    public static int Room(int openFiles) => Math.Max(0, openFiles - OthersMax);

    /// <summary>The number of files that the process may open, according to Linux.</summary>
    static int OpenFiles()
    {
        const string limits = "/proc/self/limits";
        const string wanted = "Max open files";
        var line = File.Exists(limits)
            ? File.ReadLines(limits).FirstOrDefault(line => line.StartsWith(wanted, StringComparison.Ordinal))
            : null;
        var soft = line?[wanted.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
        return int.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var files)
            ? files
            : int.MaxValue;
    }
}

/// <summary>Accepts connections up to the limit; further ones are closed at once.</summary>
/// <remarks>
/// The web server's own limit counts each address separately, and closes connections later than it accepts them: many
/// connections at once would take all descriptors, and a process without descriptors cannot work.
/// </remarks>
sealed partial class Connections(
    DrainedListeners listeners, ConnectionLimits limits, ILogger<Connections> log)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector, IDisposable
{
    static readonly TimeSpan LogEvery = TimeSpan.FromMinutes(1);

    readonly ConcurrencyLimiter _places = new(new ConcurrencyLimiterOptions { PermitLimit = limits.Max });
    long _logged;

    public bool CanBind(EndPoint endpoint) => listeners.CanBind(endpoint);

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken) =>
        new Door(await listeners.BindAsync(endpoint, cancellationToken), this);

    public void Dispose() => _places.Dispose();

    /// <summary>One listening address.</summary>
    sealed class Door(IConnectionListener listener, Connections connections) : IConnectionListener
    {
        public EndPoint EndPoint => listener.EndPoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken)
        {
            while (await listener.AcceptAsync(cancellationToken) is { } connection)
            {
                var place = connections._places.AttemptAcquire();
                if (place.IsAcquired)
                    return new Counted(connection, place);
                connections.LogIfDue();
                // The connection is closed before the next one is accepted, so that a crowd takes only one descriptor.
                connection.Abort(new ConnectionAbortedException("Too many connections are open."));
                await connection.DisposeAsync();
            }
            return null;
        }

        public ValueTask UnbindAsync(CancellationToken cancellationToken) => listener.UnbindAsync(cancellationToken);

        public ValueTask DisposeAsync() => listener.DisposeAsync();
    }

    /// <summary>A connection that returns its place once its socket is closed.</summary>
    sealed class Counted(ConnectionContext inner, RateLimitLease place) : ConnectionContext
    {
        public override string ConnectionId
        {
            get => inner.ConnectionId;
            set => inner.ConnectionId = value;
        }

        public override IFeatureCollection Features => inner.Features;

        public override IDictionary<object, object?> Items
        {
            get => inner.Items;
            set => inner.Items = value;
        }

        public override IDuplexPipe Transport
        {
            get => inner.Transport;
            set => inner.Transport = value;
        }

        public override EndPoint? LocalEndPoint
        {
            get => inner.LocalEndPoint;
            set => inner.LocalEndPoint = value;
        }

        public override EndPoint? RemoteEndPoint
        {
            get => inner.RemoteEndPoint;
            set => inner.RemoteEndPoint = value;
        }

        public override CancellationToken ConnectionClosed
        {
            get => inner.ConnectionClosed;
            set => inner.ConnectionClosed = value;
        }

        public override void Abort(ConnectionAbortedException abortReason) => inner.Abort(abortReason);

        public override async ValueTask DisposeAsync()
        {
            try
            {
                await inner.DisposeAsync();
            }
            finally
            {
                place.Dispose();
                await base.DisposeAsync();
            }
        }
    }

    void LogIfDue()
    {
        var logged = Interlocked.Read(ref _logged);
        if ((logged == 0 || Stopwatch.GetElapsedTime(logged) >= LogEvery)
            && Interlocked.CompareExchange(ref _logged, Stopwatch.GetTimestamp(), logged) == logged)
            LogFull(limits.Max);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "All {Max} connections are taken; further ones are closed.")]
    partial void LogFull(int max);
}
