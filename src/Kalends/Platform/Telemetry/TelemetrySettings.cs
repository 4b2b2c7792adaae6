using System.ComponentModel.DataAnnotations;

namespace Kalends.Platform.Telemetry;

/// <summary>The measurements and traces that leave the process; by default, none do.</summary>
sealed record TelemetrySettings : ISettings, IValidatableObject
{
    public static string Section => "Kalends:Telemetry";

    /// <summary>
    /// The address at which <c>/metrics</c> is served, and nothing else; it is served nowhere by default.
    /// </summary>
    public string MetricsAddress { get; init; } = "";

    /// <summary>The share of requests and jobs that are traced, if their caller has not decided it.</summary>
    [Range(0.0, 1.0)]
    public double TracedShare { get; init; } = 0.1;

    /// <summary>
    /// Seconds between two readings of the gauges that are counted in the database; 0 turns them off.
    /// </summary>
    [Range(0, 3600)]
    public int SampleSeconds { get; init; } = 15;

    public IEnumerable<ValidationResult> Validate(ValidationContext context)
    {
        if (MetricsAddress.StartsWith("https:", StringComparison.OrdinalIgnoreCase))
            yield return new ValidationResult(
                "MetricsAddress begins with https, but /metrics is served over http, to this machine or a private " +
                "network.");
    }
}
