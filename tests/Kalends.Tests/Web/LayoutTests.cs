using Kalends.Platform.Calls;
using Kalends.Tests.Contracts;
using Kalends.Tests.Kit;
using Kalends.Tests.Reimbursements;
using Kalends.Tests.Web.Console;
using Microsoft.Playwright;

namespace Kalends.Tests.Web;

/// <summary>
/// The main pages look as they did: their boxes lie where they lay from side to side, and have the colours that they
/// had, on a phone and on a wide screen, in the light and in the dark.
/// </summary>
/// <remarks>
/// Pixels differ from machine to machine with the fonts that it has, and so do heights and the widths of words. What
/// the style alone decides does not: the edges of blocks, and colours. So the outlines stop at whatever is as wide as
/// its words, and boxes that repeat each other are one line.
/// </remarks>
public sealed class LayoutTests(SqliteApp app, Chromium chromium) : IClassFixture<SqliteApp>
{
    [Fact]
    public async Task The_main_pages_look_as_they_did()
    {
        var office = await app.GivenAnOffice();
        await app.GivenABooking(office.FirstSlotId, await app.GivenAClientOf(office, "Alan", "Turing"));
        var care = await app.GivenACareEvent(office.ProviderId, await app.GivenAnEventType());
        (string, string)[] pages =
        [
            ("start", "/"), ("book", "/book"), ("provider", $"/book/{office.ProviderId}"),
            ("calendar", $"/console/calendar?extent=day&day={app.FreeAt()[..10]}&provider_ids={office.ProviderId}"),
            ("clients", "/console/clients"),
            ("care-events", $"/console/care-events?caregiver_id={office.ProviderId}"),
            ("care-event", $"/console/care-events/{care}"),
            ("reports", $"/console/reports?caregiver_id={office.ProviderId}"),
            ("settings", "/console/settings"), ("guide", "/guide"),
        ];
        var admin = await app.GivenAUserWithPassword(Roles.Admin);

        foreach (var width in (int[])[390, 1280])
            foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
                Snapshot.Match(
                    $"tests/Kalends.Tests/Web/Layouts/{width}-{scheme.ToString().ToLowerInvariant()}.txt",
                    await OutlinesOf(pages, admin, width, scheme));
    }

    async Task<string> OutlinesOf(
        IEnumerable<(string Name, string Path)> pages, string username, int width, ColorScheme scheme)
    {
        await using var screen = await chromium.Open(app.Address, new()
        {
            TimezoneId = "UTC",
            ColorScheme = scheme,
            ViewportSize = new() { Width = width, Height = 800 },
        });
        await screen.SignIn(username, Practice.Password);
        var outlines = new List<string>();
        foreach (var (name, path) in pages)
        {
            await screen.Go(path);
            outlines.Add($"{name}\n{await screen.Page.EvaluateAsync<string>(Outline)}\n");
        }
        return string.Join('\n', outlines);
    }

    const string Outline = """
        () => {
          const lines = [];
          const walk = (element, depth) => {
            const style = getComputedStyle(element);
            const box = element.getBoundingClientRect();
            if (!/^(block|grid|flex|table|list-item)$/.test(style.display) || !box.width || !box.height
                || /absolute|fixed/.test(style.position)) return;
            const name = [element.localName, ...element.classList].join('.');
            const line = `${' '.repeat(2 * depth)}${name} ${Math.round(box.left)}–${Math.round(box.right)} `
              + `${style.color} on ${style.backgroundColor}`;
            if (!lines.includes(line)) lines.push(line);
            if (/flex|table/.test(style.display) || /^(dl|svg)$/.test(element.localName) || element.id === 'calendar')
              return;
            for (const child of element.children) walk(child, depth + 1);
          };
          walk(document.body, 1);
          return lines.join('\n');
        }
        """;
}
