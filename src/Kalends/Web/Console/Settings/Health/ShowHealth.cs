using System.Diagnostics;
using Kalends.Platform.Calls;
using Kalends.Platform.Telemetry;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Settings.Health;

/// <summary>Shows at a glance whether this process is ready, and a few numbers of it and of the database.</summary>
sealed class ShowHealth(Platform.Http.Health health, IEnumerable<SampledGauge> gauges)
{
    const int Megabyte = 1 << 20;

    public async Task<Shown> Run(NoInput input, Visit visit)
    {
        var (call, texts) = (visit.Call, visit.Texts.Settings);
        using var process = Process.GetCurrentProcess();
        var started = Instants.From(new DateTimeOffset(process.StartTime.ToUniversalTime(), TimeSpan.Zero));
        var rows = new List<IReadOnlyList<RowTable.Cell>>();
        foreach (var gauge in gauges.OrderBy(gauge => gauge.Name, StringComparer.Ordinal))
            foreach (var count in await gauge.Count(call))
                rows.Add([gauge.Name, gauge.Description, visit.Texts.Number(count.Value)]);
        return Sheet.Page(visit, new Sheet.Seen(texts.Health)
        {
            Facts =
            [
                .. await Readiness(input, visit),
                (texts.RunsSince, SettingsFields.Moment(visit, started)),
                (texts.Memory, $"{visit.Texts.Number(process.WorkingSet64 / Megabyte)} MiB"),
                (texts.Program, $"Kalends {typeof(ShowHealth).Assembly.GetName().Version}, .NET {Environment.Version}"),
            ],
            Parts = [new(texts.Metrics, new RowTable.Seen(
                texts.MetricsAbout, [visit.Texts.Console.Name, texts.Description, new(texts.Count, IsNumber: true)],
                rows))],
        });
    }

    async Task<IReadOnlyList<(string, RowTable.Cell)>> Readiness(NoInput input, Visit visit)
    {
        var texts = visit.Texts.Settings;
        try
        {
            var ready = await health.Readiness(input, visit.Call);
            return
            [
                (texts.Ready, new("/readyz: ok", "/readyz")),
                (texts.ClockSkew, $"{visit.Texts.Number(ready.ClockSkewMs)} ms"), (texts.ZoneData, ready.ZoneVersion),
            ];
        }
        catch (Refused refused)
        {
            return [(texts.Ready, new($"/readyz: {visit.Texts.Sentence(refused)}", "/readyz"))];
        }
    }
}
