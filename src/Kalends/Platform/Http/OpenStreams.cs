using System.Diagnostics.Metrics;

namespace Kalends.Platform.Http;

/// <summary>The streams that are open: so many at the same time, and so many of them for each caller.</summary>
sealed class OpenStreams
{
    readonly int _max;
    readonly int _perCaller;
    readonly Lock _counting = new();
    readonly Dictionary<string, int> _open = [];
    int _all;

    public OpenStreams(HttpSettings settings, ConnectionLimits connections, IMeterFactory meters)
    {
        (_max, _perCaller) = (connections.StreamsMax, settings.StreamsPerCaller);
        var meter = meters.Create("Kalends.Http");
        meter.CreateObservableGauge(
            "kalends.streams.open", () => Volatile.Read(ref _all), "{stream}", "Streams that are open.");
        meter.CreateObservableGauge(
            "kalends.streams.limit", () => _max, "{stream}",
            "Streams that may be open; a further one is answered 503.");
    }

    /// <summary>Counts a stream until the result is disposed of; refuses one too many.</summary>
    public IDisposable Enter(string caller)
    {
        lock (_counting)
        {
            var own = _open.GetValueOrDefault(caller);
            if (own >= _perCaller)
                throw PlatformErrors.TooManyStreams.Refused();
            if (_all >= _max)
                throw PlatformErrors.StreamsFull.Refused();
            _open[caller] = own + 1;
            _all++;
        }
        return new Place(this, caller);
    }

    void Leave(string caller)
    {
        lock (_counting)
        {
            _all--;
            if (--_open[caller] == 0)
                _open.Remove(caller);
        }
    }

    sealed class Place(OpenStreams streams, string caller) : IDisposable
    {
        public void Dispose() => streams.Leave(caller);
    }
}
