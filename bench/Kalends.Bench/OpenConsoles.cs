using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Kalends.Bench.Kit;

namespace Kalends.Bench;

/// <summary>What 200 open calendars of the console cost one server, idle and while others book.</summary>
static class OpenConsoles
{
    const int Count = 200;

    // What the script of the page waits, so that many changes at once count as one.
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    static readonly TimeSpan BetweenBookings = TimeSpan.FromSeconds(5);

    const string Limit = """
        An open console is one stream, and all streams follow one watermark of the log. A change in a calendar makes
        each console that shows it read its page again, so one booking costs as many readings as there are such
        consoles, here all of them. The memory is what the process holds after they were opened, less what it held
        before.
        """;

    public static async Task<IReadOnlyList<Figure>> Run(Workshop shop)
    {
        var metrics = $"http://127.0.0.1:{Workshop.FreePort()}";
        await using var server = await Server.StartDemo(shop, metrics);
        using var office = await Office.Enter(server);
        for (var i = 0; i < Count; i++)
            await office.Read();
        var before = server.HeldMegabytes();

        using var over = new CancellationTokenSource();
        var consoles = Enumerable.Range(0, Count).Select(_ => office.Follow(over.Token)).ToList();
        await office.AllFollow();
        var memory = server.HeldMegabytes() - before;
        var (idle, busy, rounds) = (new List<double>(), new List<double>(), shop.IsShort ? 2 : 3);
        for (var round = 0; round < rounds; round++)
            idle.Add(await Share(server, BetweenBookings * 2, () => Task.CompletedTask));
        var readBefore = office.Readings;
        for (var round = 0; round < rounds; round++)
            busy.Add(await Share(server, BetweenBookings * 2, office.Book));
        var readings = (office.Readings - readBefore) / (2.0 * rounds);
        await over.CancelAsync();
        await Task.WhenAll(consoles);
        return
        [
            Figure.Below(100, "MB", $"memory for {Count} open consoles, SQLite", "none", [memory], Limit),
            Figure.Below(
                5, "% of a processor", $"{Count} open consoles while nothing happens, SQLite", "none", idle, Limit),
            Figure.Below(
                50, "% of a processor",
                $"{Count} open consoles while somebody books every {BetweenBookings.TotalSeconds} s " +
                $"({readings:0} pages read again for each), SQLite", "none", busy, Limit),
        ];
    }

    /// <summary>The percentage of a processor that the server takes, with some work at the start and halfway.</summary>
    static async Task<double> Share(Server server, TimeSpan time, Func<Task> work)
    {
        var before = server.ProcessorTime;
        for (var half = 0; half < 2; half++)
            await Task.WhenAll(work(), Task.Delay(time / 2));
        return (server.ProcessorTime - before) / time * 100;
    }

    /// <summary>Somebody who has the console open many times, and somebody else who books.</summary>
    sealed class Office(HttpClient http, HttpClient others, long clientId, Queue<long> slots) : IDisposable
    {
        const string Path = "/console/calendar";

        int _following;
        int _readings;

        public int Readings => Volatile.Read(ref _readings);

        public static async Task<Office> Enter(Server server)
        {
            var http = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() })
            {
                BaseAddress = new Uri(server.Url),
                Timeout = Timeout.InfiniteTimeSpan,
            };
            var page = await http.GetStringAsync("/sign-in");
            var fields = page.Split("<input type=\"hidden\" name=\"").Skip(1).Select(field => KeyValuePair.Create(
                field.Split('"')[0], WebUtility.HtmlDecode(field.Split("value=\"")[1].Split('"')[0])));
            using var form = new FormUrlEncodedContent(
                [.. fields, KeyValuePair.Create("username", "manager"), KeyValuePair.Create("password", "password")]);
            using var entered = await http.PostAsync("/sign-in", form);
            entered.EnsureSuccessStatusCode();

            var others = new HttpClient { BaseAddress = new Uri(server.Url) };
            using var asked = await others.PostAsJsonAsync(
                "/v1/auth/token", new { username = "test_user", password = "password" });
            var token = (await asked.Content.ReadFromJsonAsync<JsonObject>())!;
            others.DefaultRequestHeaders.Authorization =
                new AuthenticationHeaderValue("Bearer", (string)token["access_token"]!);
            var provider = long.Parse((await http.GetStringAsync(Path)).Split("data-provider=\"")[1].Split('"')[0]);
            var free = await others.GetFromJsonAsync<JsonObject>($"/v1/providers/{provider}/slots?limit=100");
            var client = await others.GetFromJsonAsync<JsonObject>("/v1/clients?limit=1");
            return new Office(
                http, others, (long)client!["items"]![0]!["id"]!,
                new Queue<long>(free!["items"]!.AsArray().Select(slot => (long)slot!["id"]!)));
        }

        public async Task<string> Read()
        {
            Interlocked.Increment(ref _readings);
            return await http.GetStringAsync(Path);
        }

        /// <summary>Reads the page, and again whenever its stream tells of a change.</summary>
        public async Task Follow(CancellationToken over)
        {
            try
            {
                var page = await Read();
                var address = WebUtility.HtmlDecode(page.Split("data-stream=\"")[1].Split('"')[0]);
                using var stream = new StreamReader(await http.GetStreamAsync(address, over));
                Interlocked.Increment(ref _following);
                var reading = Task.CompletedTask;
                while (await stream.ReadLineAsync(over) is { } line)
                    if (line.StartsWith("data:", StringComparison.Ordinal) && reading.IsCompleted)
                        reading = ReadSoon(over);
                await reading;
            }
            catch (OperationCanceledException)
            {
                // The console was closed.
            }
        }

        async Task ReadSoon(CancellationToken over)
        {
            await Task.Delay(Pause, over);
            await Read();
        }

        public async Task AllFollow()
        {
            while (Volatile.Read(ref _following) < Count)
                await Task.Delay(100);
            await Task.Delay(BetweenBookings);
        }

        public async Task Book()
        {
            using var held = await others.PostAsJsonAsync(
                "/v1/reservations", new { slot_id = slots.Dequeue(), client_id = clientId, overlap = true });
            held.EnsureSuccessStatusCode();
        }

        public void Dispose()
        {
            http.Dispose();
            others.Dispose();
        }
    }
}
