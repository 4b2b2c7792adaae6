using Kalends.Bench.Kit;

namespace Kalends.Bench;

/// <summary>The cost of measurements and of traces: the same two loads on servers that differ only in these.</summary>
static class TelemetryCost
{
    const int Connections = 16;

    const string Limit = """
        Rates are requests in a second of the server's processor time, which depends least on what else the machine
        does. Measurements are additions in memory and sent every ten seconds; each request changes about eight of them,
        and each commit two. One request in ten is a trace: it makes a span for itself, its use case and each statement,
        and the spans are sent in the background, to a collector that only takes them.
        """;

    public static async Task<IReadOnlyList<Figure>> Run(Workshop shop)
    {
        await using var collector = await Server.StartBare(shop, []);
        var address = ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Url);
        var protocol = ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
        var every = ("OTEL_METRIC_EXPORT_INTERVAL", "10000");
        await using var off = await Server.Start(shop, await World.File(shop));
        await using var measured = await Server.Start(
            shop, await World.File(shop), more: [address, protocol, every, ("Kalends__Telemetry__TracedShare", "0")]);
        await using var traced = await Server.Start(
            shop, await World.File(shop), more: [address, protocol, every, ("Kalends__Telemetry__TracedShare", "0.1")]);

        var servers = (Server[])[off, measured, traced];
        var slots = await Rounds.Turns(shop, shop.Round, [.. servers.Select(Slots)]);
        var reserve = await Rounds.Turns(
            shop, shop.Round, [.. servers.Select(server => Reserve(server, new Claims(shop)))]);
        return [.. Figures("free slots of one provider, 31 days", slots), .. Figures("hold and confirm", reserve)];
    }

    static Func<TimeSpan, Task<double>> Slots(Server server) => InProcessorTime(
        server, time => Wrk.Get(Bench.Slots.Month(server), Connections, time));

    static Func<TimeSpan, Task<double>> Reserve(Server server, Claims claims) => InProcessorTime(
        server, time => Wrk.Reserve(server.Url, Connections, time, claims.Next(), confirm: true));

    /// <summary>The rate for each second that the server used a processor.</summary>
    static Func<TimeSpan, Task<double>> InProcessorTime(Server server, Func<TimeSpan, Task<double>> rate) =>
        async time =>
        {
            var before = server.ProcessorTime;
            var done = await rate(time) * time.TotalSeconds;
            return done / (server.ProcessorTime - before).TotalSeconds;
        };

    static IEnumerable<Figure> Figures(string work, IReadOnlyList<IReadOnlyList<double>> rates) =>
    [
        Figure.AtLeast(
            0.95, $"{work}, SQLite, with measurements", "the same without", new Rounds(rates[1], rates[0]), Limit),
        Figure.AtLeast(
            0.9, $"{work}, SQLite, with measurements and one request in ten traced", "the same without",
            new Rounds(rates[2], rates[0]), Limit),
    ];
}
