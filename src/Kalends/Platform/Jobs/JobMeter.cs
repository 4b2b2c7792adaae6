using System.Diagnostics.Metrics;

namespace Kalends.Platform.Jobs;

/// <summary>The measurements of recurring jobs, each with the name of the job.</summary>
static class JobMeter
{
    static readonly Meter Meter = new("Kalends.Jobs");

    static readonly Histogram<double> Duration = Meter.CreateHistogram(
        "kalends.job.duration", "s", "Time of a round of a recurring job.",
        advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100],
        });

    static readonly Counter<long> Rows = Meter.CreateCounter<long>(
        "kalends.job.rows", "{row}", "Rows that recurring jobs have swept, folded or purged.");

    static readonly Gauge<double> LastSuccess = Meter.CreateGauge<double>(
        "kalends.job.last_success", "s", "Unix time of the last round of a recurring job that succeeded.");

    public static void Succeeded(RecurringJob job, TimeSpan took, long rows, DateTimeOffset now)
    {
        var name = NameOf(job);
        Duration.Record(took.TotalSeconds, name);
        Rows.Add(rows, name);
        LastSuccess.Record(now.ToUnixTimeMilliseconds() / 1000.0, name);
    }

    public static void Failed(RecurringJob job, TimeSpan took, Exception wrong) => Duration.Record(
        took.TotalSeconds, NameOf(job), new KeyValuePair<string, object?>("error.type", wrong.GetType().FullName));

    static KeyValuePair<string, object?> NameOf(RecurringJob job) => new("kalends.job.name", job.Name);
}
