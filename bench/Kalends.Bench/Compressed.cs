using System.Globalization;
using Kalends.Bench.Kit;

namespace Kalends.Bench;

/// <summary>Answers that are compressed as the caller accepts it, against the same answers as they are.</summary>
static class Compressed
{
    const int Connections = 16;

    const string Limit = """
        The bytes are those of the body. The load generator reads less and unpacks nothing, so that the ratio is what
        compressing costs the server less what sending saves on this machine, where sending costs next to nothing.
        """;

    public static async Task<IReadOnlyList<Figure>> Run(Workshop shop)
    {
        await using var server = await Server.Start(shop, await World.File(shop));
        var figures = new List<Figure>();
        foreach (var (what, url) in new[]
        {
            ("free slots of one provider, 31 days", Slots.Month(server)),
            ("a list of 100 providers", $"{server.Url}/v1/providers?limit=100"),
        })
            foreach (var encoding in (string[])["br", "gzip"])
                figures.Add(await Compare(shop, what, url, encoding));
        return figures;
    }

    static async Task<Figure> Compare(Workshop shop, string what, string url, string encoding)
    {
        var (packed, plain) = (await Bytes(url, encoding), await Bytes(url, "identity"));
        var rounds = await Rounds.Interleave(
            shop, time => Wrk.Get(url, Connections, time, $"Accept-Encoding: {encoding}"),
            time => Wrk.Get(url, Connections, time));
        var share = (packed / (double)plain).ToString("0.000", CultureInfo.InvariantCulture);
        return Figure.Times(
            $"{what}, {encoding}: {packed:N0} of {plain:N0} bytes ({share})", "the same, not compressed", rounds,
            Limit);
    }

    static async Task<int> Bytes(string url, string encoding)
    {
        using var http = Token.Client();
        http.DefaultRequestHeaders.AcceptEncoding.ParseAdd(encoding);
        return (await http.GetByteArrayAsync(new Uri(url))).Length;
    }
}
