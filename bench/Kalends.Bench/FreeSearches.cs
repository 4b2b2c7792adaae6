using System.Globalization;
using System.Text.Json;
using Kalends.Bench.Kit;

namespace Kalends.Bench;

/// <summary>
/// Pages of the directory that ask who is free, against the same without asking, of 100, 5,000 and 100,000 providers
/// with calendars, on both engines.
/// </summary>
static class FreeSearches
{
    const int PageSize = 10;
    static readonly int[] Sizes = [100, FirstSlots.ProvidersAtFull, DirectoryData.ProvidersAtFull];

    const string Limit = """
        Ten profiles as objects and as JSON are most of a page. Who is free is found from the calendars of the first ten
        providers, the next opening of each, or from the first starts of all.
        """;

    /// <summary>A question, by its path or its body, and the one that asks the same but for who is free.</summary>
    sealed record Question(string Name, string Path, string? Body, int Plain);

    public static async Task<IReadOnlyList<Figure>> Run(Workshop shop)
    {
        var asked = await Questions(shop);
        return
        [
            .. await On(shop, asked, "SQLite", size => CalendarLoad.File(shop, size, CalendarLoad.Taken.Here)),
            .. await On(shop, asked, "PostgreSQL", size => CalendarLoad.Database(shop, size, CalendarLoad.Taken.Here)),
        ];
    }

    static async Task<IReadOnlyList<Figure>> On(
        Workshop shop, IReadOnlyList<Question> asked, string engine, Func<int, Task<string>> load)
    {
        var works = new List<Func<TimeSpan, Task<double>>>();
        var servers = new List<DirectoryServer>();
        foreach (var size in Sizes)
        {
            var server = shop.Keep(await DirectoryServer.Start(shop, await load(size)));
            servers.Add(server);
            foreach (var one in asked)
            {
                await MustFillPage(server, one);
                works.Add(server.Ask(one.Name, one.Path, one.Body));
            }
        }
        var rates = await Rounds.Turns(shop, DirectoryServer.Turn, works);
        foreach (var server in servers)
            await server.DisposeAsync();
        return
        [
            .. from size in Enumerable.Range(0, Sizes.Length)
               from one in Enumerable.Range(0, asked.Count)
               where asked[one].Plain != one
               let first = size * asked.Count
               select Figure.AtMost(
                   2, string.Create(CultureInfo.InvariantCulture, $"{asked[one].Name} of {Sizes[size]:N0}, {engine}"),
                   "the same without asking who is free",
                   new Rounds(rates[first + one], rates[first + asked[one].Plain]), Limit),
        ];
    }

    static async Task MustFillPage(DirectoryServer server, Question one)
    {
        if ((await server.Answer(one.Path, one.Body)).GetProperty("items").GetArrayLength() < PageSize)
            throw new InvalidOperationException($"{one.Name}: the page is not full.");
    }

    static async Task<IReadOnlyList<Question>> Questions(Workshop shop)
    {
        var (today, path) = (DateTime.UtcNow.Date, $"/v1/providers?limit={PageSize}&order=");
        var soon = string.Create(CultureInfo.InvariantCulture, $"{today.AddDays(29):yyyy-MM-dd}T00:00:00Z");
        return
        [
            new("search of providers by cost", path + "cost", null, 0),
            new("search of providers by cost, free within a month", $"{path}cost&free_before={soon}", null, 0),
            new("search of providers by the next free slot", path + "next_free", null, 0),
            new("recommend of providers", "/v1/providers/recommend", await Body(bookable: false), 3),
            new("recommend of providers, bookable", "/v1/providers/recommend", await Body(bookable: true), 3),
        ];

        async Task<string> Body(bool bookable)
        {
            var file = shop.PathOf($"recommend-bookable-{bookable}.json");
            var (first, last) = (DateOnly.FromDateTime(today.AddDays(1)), DateOnly.FromDateTime(today.AddDays(9)));
            await File.WriteAllBytesAsync(file, JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
            {
                ["skills"] = DirectoryData.Skills.Take(3),
                ["budget"] = 100_000,
                ["dates"] = new[] { new { from_date = first, to_date = last } },
                ["bookable"] = bookable,
                ["limit"] = PageSize,
            }));
            return file;
        }
    }
}
