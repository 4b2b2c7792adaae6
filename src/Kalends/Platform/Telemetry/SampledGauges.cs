using System.Diagnostics.Metrics;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Platform.Telemetry;

/// <summary>A number that is counted in the database now and then, and shown until it is counted again.</summary>
/// <param name="Name">Its name by the conventions of OpenTelemetry.</param>
/// <param name="Unit">Its unit, as UCUM writes it.</param>
/// <param name="Description">One sentence about it.</param>
/// <param name="Count">Counts; cheap and bounded, however much the database holds.</param>
sealed record SampledGauge(
    string Name, string Unit, string Description, Func<Call, Task<IReadOnlyList<Measurement<long>>>> Count)
{
    public SampledGauge(string name, string unit, string description, Func<Call, Task<long>> count)
        : this(name, unit, description, async call => [new Measurement<long>(await count(call))])
    {
    }
}

/// <summary>Counts the gauges of all modules at intervals, where measurements are exported.</summary>
/// <remarks>A gauge that could not be counted is absent, rather than shown with an old number.</remarks>
sealed partial class SampledGauges : BackgroundService
{
    readonly TimeSpan _every;
    readonly IReadOnlyList<Counted> _gauges;
    readonly Func<CancellationToken, Call> _call;
    readonly ILogger _log;

    public SampledGauges(
        TimeSpan every, IEnumerable<SampledGauge> gauges, IMeterFactory meters, Db db, TimeProvider clock,
        Settings settings, Hooks hooks, ILogger<SampledGauges> log)
    {
        (_every, _log) = (every, log);
        _call = cancel => Call.OfProgram(db, clock, settings, hooks, cancel);
        var meter = meters.Create("Kalends.Samples");
        _gauges = gauges.Select(gauge => new Counted(gauge, meter)).ToList();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_every);
        try
        {
            do
                foreach (var gauge in _gauges)
                    await Count(gauge, stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program is stopping.
        }
    }

    async Task Count(Counted one, CancellationToken stopping)
    {
        try
        {
            one.Latest = await one.Gauge.Count(_call(stopping));
            if (one.Outage.Ends())
                LogCountsAgain(one.Gauge.Name);
        }
        catch (Exception wrong) when (!stopping.IsCancellationRequested)
        {
            one.Latest = [];
            if (one.Outage.Begins())
                LogUncounted(wrong, one.Gauge.Name);
        }
    }

    sealed class Counted
    {
        volatile IReadOnlyList<Measurement<long>> _latest = [];

        public Counted(SampledGauge gauge, Meter meter)
        {
            Gauge = gauge;
            meter.CreateObservableGauge(gauge.Name, () => _latest, gauge.Unit, gauge.Description);
        }

        public SampledGauge Gauge { get; }

        public Outage Outage { get; } = new();

        public IReadOnlyList<Measurement<long>> Latest { set => _latest = value; }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The gauge {Gauge} cannot be counted for now.")]
    partial void LogUncounted(Exception wrong, string gauge);

    [LoggerMessage(Level = LogLevel.Information, Message = "The gauge {Gauge} is counted again.")]
    partial void LogCountsAgain(string gauge);
}
