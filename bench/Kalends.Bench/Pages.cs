using System.Globalization;
using Kalends.Bench.Kit;
using Microsoft.Playwright;

namespace Kalends.Bench;

/// <summary>What the pages of the demo cost on a slow phone, each loaded with nothing in the cache.</summary>
static class Pages
{
    const string Limit = """
        Measured through Chromium's own protocol at 1.6 Mbit/s with 150 ms there and back, and a processor four times
        slower than this one. The page and then its style each take such trips, so a page is painted after half a second
        at best. Bytes are those of the page with all its files, compressed; blocking is the time in tasks beyond 50 ms
        each. Calendars load the script that draws them as a grid. Statements include the one that asks who is signed
        in. The reference of the API is Swagger UI, which is half a megabyte of script before anything is painted.
        """;

    const double BookingKilobytes = 60;
    const double PaintedMilliseconds = 1000;
    const int Narrow = 390;
    const int Wide = 1280;

    /// <param name="Name">What people see on it.</param>
    /// <param name="User">Who opens it.</param>
    /// <param name="Path">Its address.</param>
    /// <param name="Width">The width of the screen.</param>
    sealed record Opened(string Name, IPage User, string Path, int Width)
    {
        public bool IsBooking => Width == Narrow;

        /// <summary>Whether it is ours; the others have no goal.</summary>
        public bool IsOwn { get; init; } = true;
    }

    public static async Task<IReadOnlyList<Figure>> Run(Workshop shop)
    {
        var (metrics, mail) = ($"http://127.0.0.1:{Workshop.FreePort()}", new MailFolder(shop));
        await using var server = await Server.StartDemo(
            shop, metrics, [.. mail.Settings, ("Kalends__Providers__Published", "true")]);
        await using var phone = await Phone.Start(server);
        using var statements = new CountedStatements(metrics);
        var figures = new List<Figure>();
        foreach (var opened in await All(phone, mail))
        {
            var costs = new List<Phone.Cost>();
            for (var round = 0; round < shop.Rounds; round++)
                costs.Add(await phone.Open(opened.User, opened.Path, opened.Width));
            figures.Add(FigureOf(opened, costs, await statements.In(
                async () => await opened.User.APIRequest.GetAsync(opened.Path), shop.Rounds)));
        }
        return figures;
    }

    static async Task<IReadOnlyList<Opened>> All(Phone phone, MailFolder mail)
    {
        var guest = await phone.Enter();
        var client = await phone.SignIn("client");
        var (manager, accountant) = (await phone.SignIn("manager"), await phone.SignIn("accountant"));
        await client.GotoAsync("/book");
        var time = (await client.Locator("main a.time").First.GetAttributeAsync("href"))!;
        var provider = time.Split('/')[2];
        await client.GotoAsync(time);
        await client.Locator("main form[method=post] button").First.ClickAsync();
        await client.WaitForURLAsync("**/appointments/*");
        return
        [
            new("find a provider", client, "/book", Narrow),
            new("the free times of a provider", client, $"/book/{provider}", Narrow),
            new("a chosen time", client, time, Narrow),
            new("an appointment, to confirm, move or cancel", client, new Uri(client.Url).AbsolutePath, Narrow),
            new("a guest's appointment, managed by its link", guest, await BookAsGuest(guest, mail), Narrow),
            new("the console's week", manager, "/console/calendar", Wide),
            new("the console's day", manager, "/console/calendar?extent=day", Wide),
            new("the ledger", accountant, "/console/care-events", Wide),
            new("reports with charts", accountant, "/console/reports", Wide),
            new("settings", manager, "/console/settings", Wide),
            new("the guide for developers", client, "/guide", Wide),
            new("the reference of the API", client, "/docs", Wide) { IsOwn = false },
        ];
    }

    /// <summary>The address of the link to a new appointment.</summary>
    static async Task<string> BookAsGuest(IPage guest, MailFolder mail)
    {
        await guest.GotoAsync("/book");
        await guest.Locator("main a.time").First.ClickAsync();
        await guest.FillAsync("#first_name", "Mary");
        await guest.FillAsync("#email", "mary@example.org");
        await guest.Locator("main form[method=post] button").First.ClickAsync();
        await guest.FillAsync("#code", await mail.Code());
        await guest.Locator("main form[method=post] button").First.ClickAsync();
        await guest.WaitForURLAsync("**/reservations/*");
        await guest.Locator("main form[method=post] button").First.ClickAsync();
        await guest.Locator(".state").WaitForAsync();
        return new Uri(guest.Url).AbsolutePath;
    }

    static Figure FigureOf(Opened opened, IReadOnlyList<Phone.Cost> costs, double statements)
    {
        var kilobytes = Rounds.Median(costs.Select(cost => cost.Bytes)) / 1000;
        var requests = costs.Min(cost => cost.Requests);
        var painted = Rounds.Median(costs.Select(cost => cost.PaintedAfter));
        var blocked = Rounds.Median(costs.Select(cost => cost.Blocked));
        return new Figure(
            $"page: {opened.Name}", "none",
            string.Create(
                CultureInfo.InvariantCulture,
                $"painted after {painted:0} ms, blocked for {blocked:0} ms; " +
                $"{kilobytes:0.0} KB in {requests} requests, {statements:0} statements"),
            $"{costs.Min(cost => cost.PaintedAfter):0}–{costs.Max(cost => cost.PaintedAfter):0} ms",
            opened switch
            {
                { IsOwn: false } => "",
                { IsBooking: true } => $"< {PaintedMilliseconds} ms, < {BookingKilobytes} KB",
                _ => $"< {PaintedMilliseconds} ms",
            },
            opened.IsOwn
                ? painted < PaintedMilliseconds && (!opened.IsBooking || kilobytes < BookingKilobytes)
                : null,
            Limit);
    }
}
