using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kalends.Tests.Kit;

/// <summary>A collector of OpenTelemetry that keeps what it is sent as HTTP/protobuf.</summary>
sealed class OtlpListener : IAsyncDisposable
{
    readonly ConcurrentQueue<(string Path, byte[] Body)> _taken = new();
    readonly WebApplication _app;

    OtlpListener()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Run(Take);
    }

    public string Address =>
        _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>Everything that came, as the bytes that it came in.</summary>
    public IEnumerable<byte[]> Bodies => _taken.Select(one => one.Body);

    /// <summary>All spans so far.</summary>
    public IReadOnlyList<Span> Spans => Of("/v1/traces")
        .SelectMany(request => request.Messages(1))
        .SelectMany(resource => resource.Messages(2))
        .SelectMany(scope => scope.Messages(2).Select(span => Span.Read(scope.Message(1)!.Text(1), span)))
        .ToList();

    /// <summary>The points of all metrics so far, the latest last.</summary>
    public IReadOnlyList<Point> Points => Of("/v1/metrics")
        .SelectMany(request => request.Messages(1))
        .SelectMany(resource => resource.Messages(2))
        .SelectMany(scope => scope.Messages(2).SelectMany(metric => Point.Read(scope.Message(1)!.Text(1), metric)))
        .ToList();

    /// <summary>The attributes of the processes that sent something.</summary>
    public IReadOnlyDictionary<string, string> Resource =>
        Attributes(Of("/v1/metrics").First().Message(1)!.Message(1)!, 1);

    public static async Task<OtlpListener> Start()
    {
        var listener = new OtlpListener();
        await listener._app.StartAsync();
        return listener;
    }

    /// <summary>The spans of a trace, once all that are wanted have come.</summary>
    public Task<IReadOnlyList<Span>> Trace(string traceId, Func<IReadOnlyList<Span>, bool> isWhole) => Patience.Until(
        () => Task.FromResult<IReadOnlyList<Span>>(Spans.Where(span => span.TraceId == traceId).ToList()), isWhole);

    /// <summary>The points of a metric, once there are such.</summary>
    public Task<IReadOnlyList<Point>> Metric(string name, Func<Point, bool>? wanted = null) => Patience.Until(
        () => Task.FromResult<IReadOnlyList<Point>>(
            Points.Where(point => point.Name == name && (wanted is null || wanted(point))).ToList()),
        points => points.Count > 0);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    async Task Take(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        _taken.Enqueue((http.Request.Path, body.ToArray()));
        http.Response.ContentType = "application/x-protobuf";
    }

    IEnumerable<ProtoFields> Of(string path) =>
        _taken.Where(one => one.Path == path).Select(one => new ProtoFields(one.Body));

    static Dictionary<string, string> Attributes(ProtoFields of, int number) => of.Messages(number)
        .ToDictionary(one => one.Text(1), one => Shown(one.Message(2)!));

    static string Shown(ProtoFields value) =>
        value.Has(1) ? value.Text(1) : value.Has(4) ? $"{value.Double(4)}" : $"{value.Number(3)}";

    /// <summary>A span, with the numbers of opentelemetry/proto/trace/v1/trace.proto.</summary>
    public sealed record Span(
        string Source, string TraceId, string Id, string ParentId, string Name, int Kind, ulong Start, ulong End,
        IReadOnlyDictionary<string, string> Attributes, int Events, int Status, string StatusMessage)
    {
        public static Span Read(string source, ProtoFields span) => new(
            source, span.Hex(1), span.Hex(2), span.Hex(4), span.Text(5), (int)span.Number(6), span.Number(7),
            span.Number(8), OtlpListener.Attributes(span, 9), span.Messages(11).Count(),
            (int)(span.Message(15)?.Number(3) ?? 0), span.Message(15)?.Text(2) ?? "");
    }

    /// <summary>A point of a gauge, a sum or a histogram, with the numbers of metrics.proto.</summary>
    public sealed record Point(
        string Meter, string Name, string Description, string Unit, IReadOnlyDictionary<string, string> Attributes,
        double Value, ulong Count)
    {
        public static IEnumerable<Point> Read(string meter, ProtoFields metric)
        {
            foreach (var kind in (int[])[5, 7, 9])
                foreach (var point in metric.Message(kind)?.Messages(1) ?? [])
                    yield return new Point(
                        meter, metric.Text(1), metric.Text(2), metric.Text(3),
                        OtlpListener.Attributes(point, kind == 9 ? 9 : 7),
                        kind == 9 ? point.Double(5) : point.Has(4) ? point.Double(4) : (long)point.Number(6),
                        kind == 9 ? point.Number(4) : 1);
        }
    }
}
