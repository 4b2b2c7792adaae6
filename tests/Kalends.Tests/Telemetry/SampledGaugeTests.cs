using System.Diagnostics.Metrics;
using Kalends.Platform.Telemetry;
using Kalends.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Kalends.Tests.Telemetry;

public sealed class SampledGaugeTests(SqliteApp app) : IClassFixture<SqliteApp>
{
    [Fact]
    public async Task A_gauge_that_cannot_be_counted_is_absent_until_it_can_be_again_and_the_others_are_there()
    {
        var fails = false;
        SampledGauge[] gauges =
        [
            new("test.frail", "{row}", "Fails at times.", _ => fails
                ? throw new InvalidOperationException("Not now.")
                : Task.FromResult(7L)),
            new("test.sound", "{row}", "Never fails.", _ => Task.FromResult(8L)),
        ];
        using var counting = ActivatorUtilities.CreateInstance<SampledGauges>(
            app.Services, TimeSpan.FromMilliseconds(10), gauges);
        await counting.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal("test.frail=7 test.sound=8", await Shown("test.frail=7 test.sound=8"));
        fails = true;
        Assert.Equal("test.sound=8", await Shown("test.sound=8"));
        fails = false;
        Assert.Equal("test.frail=7 test.sound=8", await Shown("test.frail=7 test.sound=8"));
        await counting.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_server_without_an_address_and_a_collector_measures_and_traces_nothing()
    {
        Assert.Null(app.Services.GetService<MeterProvider>());
        Assert.Null(app.Services.GetService<TracerProvider>());
        Assert.DoesNotContain(
            app.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>(),
            service => service is SampledGauges or MetricsServer);
    }

    static Task<string> Shown(string expected) =>
        Patience.Until(() => Task.FromResult(Read()), shown => shown == expected);

    static string Read()
    {
        var shown = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name.StartsWith("test.", StringComparison.Ordinal))
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>(
            (instrument, value, _, _) => shown.Add($"{instrument.Name}={value}"));
        listener.Start();
        listener.RecordObservableInstruments();
        return string.Join(' ', shown.Order());
    }
}
