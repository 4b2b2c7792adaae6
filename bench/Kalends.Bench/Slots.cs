using Kalends.Bench.Kit;
using Kalends.Scheduling.Services;

namespace Kalends.Bench;

/// <summary>
/// A month of one provider's free slots, computed anew from the database for every request; and the starts at which a
/// service fits.
/// </summary>
static class Slots
{
    const int Connections = 16;

    const string Limit = """
        The answer has 992 rows in 81 KB. The bare handler only sends them. Of the server's own processor time a quarter
        is sending and the way through the web server, which the bare handler has too; a quarter the two statements,
        most of it in SQLite; a fifth judging and writing the slots; the rest the way through token, input, log and
        limits, the tag of the answer, and the garbage collector.
        """;

    const string ServiceLimit = """
        A service of three quarters of an hour with buffers: one statement more finds it, and each start looks at three
        slots and the time around them.
        """;

    public static async Task<IReadOnlyList<Figure>> Run(Workshop shop)
    {
        var file = await World.File(shop);
        var service = await OfferService(file);
        await using var server = await Server.Start(shop, file);
        var url = Month(server);
        var month = await Get(url);
        if (month.AsSpan().Count("starts_at"u8) != World.Days * World.SlotsPerDay)
            throw new InvalidOperationException("The month has not all its slots.");
        await using var bare = await Server.StartBare(shop, month);

        var rounds = await Rounds.Interleave(
            shop, time => Wrk.Get(url, Connections, time), time => Wrk.Get(bare.Url, Connections, time));
        var costs = await Rounds.Interleave(
            shop, time => PerProcessorSecond(server, url, time), time => PerProcessorSecond(bare, bare.Url, time));
        var withService = await Rounds.Interleave(
            shop,
            time => Wrk.Get($"{url}&service_id={service}", Connections, time),
            time => Wrk.Get(url, Connections, time));
        return
        [
            Figure.AtLeast(0.6,
                "free slots of one provider over REST, 31 days (992 slots), nothing cached",
                "a bare Kestrel handler that answers the same bytes", rounds, Limit),
            Figure.Times(
                "the same, processor time of the server alone", "the bare handler's", costs, Limit),
            Figure.AtMost(1.3,
                "starts of a service of one provider over REST, 31 days", "the same without the service", withService,
                ServiceLimit),
        ];
    }

    /// <summary>The requests that a server answers in a second of its processor time.</summary>
    static async Task<double> PerProcessorSecond(Server server, string url, TimeSpan time)
    {
        var before = server.ProcessorTime;
        var rate = await Wrk.Get(url, Connections, time);
        return rate * time.TotalSeconds / (server.ProcessorTime - before).TotalSeconds;
    }

    static async Task<long> OfferService(string file)
    {
        await using var db = World.Open(file);
        var service = new ServiceInput(
            "A first visit", DurationMinutes: 45, BufferBeforeMinutes: 10, BufferAfterMinutes: 5);
        return (await CreateService.Run(new(service, ProviderId: 7), World.Call(db))).Value.Id;
    }

    public static string Month(Server server) => $"{server.Url}/v1/providers/7/slots?from={World.Start}&to={World.End}";

    static async Task<byte[]> Get(string url)
    {
        using var http = Token.Client();
        return await http.GetByteArrayAsync(new Uri(url));
    }
}
