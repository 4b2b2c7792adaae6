using System.Reflection;
using Npgsql;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Kalends.Platform.Telemetry;

/// <summary>
/// Exports measurements and traces through OpenTelemetry: over OTLP if an endpoint is named by the standard variable,
/// and measurements to Prometheus if they have an address. Without either, nothing is set up.
/// </summary>
static class Exports
{
    const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";
    const string SpanEventsMax = "OTEL_SPAN_EVENT_COUNT_LIMIT";
    const string Sampler = "OTEL_TRACES_SAMPLER";

    /// <summary>The meters and the sources of spans of this program all have names of this form.</summary>
    const string Ours = "Kalends.*";

    public static void Add(WebApplicationBuilder builder, TelemetrySettings settings)
    {
        var toCollector = HasEndpoint(builder.Configuration);
        var toPrometheus = settings.MetricsAddress.Length > 0;
        if (!toCollector && !toPrometheus)
            return;

        // Libraries put the messages of exceptions into events of spans, and these may quote values.
        builder.Configuration[SpanEventsMax] = "0";
        var exports = builder.Services.AddOpenTelemetry()
            .ConfigureResource(process => process.AddService(
                builder.Configuration["OTEL_SERVICE_NAME"] ?? "kalends", serviceVersion: Version))
            .WithMetrics(metrics => Measure(metrics, toCollector, toPrometheus));
        if (toCollector)
            exports.WithTracing(traces => Trace(traces, settings, builder.Configuration));
        if (toPrometheus)
            builder.Services.AddHostedService(services =>
                ActivatorUtilities.CreateInstance<MetricsServer>(services, settings.MetricsAddress));
        if (TimeSpan.FromSeconds(settings.SampleSeconds) is var every && every > TimeSpan.Zero)
            builder.Services.AddHostedService(services =>
                ActivatorUtilities.CreateInstance<SampledGauges>(services, every));
    }

    static void Measure(MeterProviderBuilder metrics, bool toCollector, bool toPrometheus)
    {
        metrics
            .AddAspNetCoreInstrumentation()
            .AddRuntimeInstrumentation()
            .AddNpgsqlInstrumentation()
            .AddMeter(Ours);
        if (toCollector)
            metrics.AddOtlpExporter();
        if (toPrometheus)
            metrics.AddPrometheusExporter();
    }

    static void Trace(TracerProviderBuilder traces, TelemetrySettings settings, ConfigurationManager configuration)
    {
        // A caller who traces decides for us too, so that no trace has gaps.
        if (configuration[Sampler] is null)
            traces.SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(settings.TracedShare)));
        traces
            .AddAspNetCoreInstrumentation(web => web.Filter = http => http.Request.Path != MetricsServer.Path)
            .AddNpgsql()
            .AddSource(Ours)
            .AddProcessor(new SafeSpans())
            .AddOtlpExporter();
    }

    /// <summary>Refuses words that the library would silently replace by its defaults.</summary>
    static bool HasEndpoint(ConfigurationManager configuration)
    {
        if (configuration[Endpoint]?.Trim() is not { Length: > 0 } endpoint)
            return false;
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new StartRefused($"{Endpoint} is not an address such as http://localhost:4317.");
        if (configuration[Protocol] is { } protocol && protocol is not ("grpc" or "http/protobuf"))
            throw new StartRefused($"{Protocol} must be grpc or http/protobuf.");
        return true;
    }

    static string? Version => typeof(Exports).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
}
