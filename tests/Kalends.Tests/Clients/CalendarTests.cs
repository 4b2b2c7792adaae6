using System.Globalization;
using System.Text;
using System.Text.Json;
using Kalends.Scheduling.ExternalCalendars;
using Kalends.Tests.Kit;
using Kalends.Tests.Scheduling.Feeds;

namespace Kalends.Tests.Clients;

/// <summary>ical.js, which shares no code with the library of the product, sees calendars in the same way.</summary>
public sealed class CalendarTests(SqliteApp app) : IClassFixture<SqliteApp>
{
    const string Folder = "tests/Kalends.Tests/Clients/Calendars";
    const int Drawn = 400;

    static readonly Instant From = Instant.FromUtc(2030, 1, 7, 0, 0);
    static readonly Instant Until = From + TimeSpan.FromDays(366);
    static readonly string[] Zones = ["Europe/Berlin", "America/New_York"];

    [Fact]
    public async Task Foreign_calendars_are_busy_when_ical_js_says_so()
    {
        var dice = new Random(5545);
        var calendars = Enumerable.Range(0, Drawn).Select(_ => Draw(dice)).ToList();

        var busy = calendars.Select(Ours).ToList();
        var opinions = await Second(calendars);

        var different = calendars.Select((text, i) => (Text: text, Ours: busy[i], Theirs: opinions[i]))
            .Where(one => one.Ours != one.Theirs)
            .Select(one => $"{one.Ours}\n{one.Theirs}\n{one.Text.Replace(Clocks, "", StringComparison.Ordinal)}")
            .ToList();
        Assert.True(
            different.Count == 0, $"{different.Count} of {Drawn} differ:\n{string.Join('\n', different.Take(5))}");
        Assert.True(busy.Count(one => one.Length > 0) > Drawn / 2);
    }

    [Theory]
    [InlineData("Europe/Stockholm")]
    [InlineData("Europe/Dublin")]
    [InlineData("Africa/Casablanca")]
    [InlineData("America/Sao_Paulo")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("Asia/Kathmandu")]
    [InlineData("UTC")]
    public async Task Feeds_are_read_with_the_times_of_the_reservations(string zone)
    {
        var provider = (await app.Admin.Post("/v1/providers", new
        {
            first_name = "Ada",
            last_name = "Lovelace; \"Countess\"",
            time_zone = zone,
        })).Is(201).Id;
        var booked = new List<long>();
        foreach (var day in Enumerable.Range(0, 24).Select(i => 2 + 15 * i))
            booked.Add(await app.GivenABooking(await app.GivenSlots(provider, day, hours: 1)));
        (await app.Admin.Post($"/v1/reservations/{booked[3]}/cancel")).Is(200);
        var client = (long)(await app.Admin.Get($"/v1/reservations/{booked[0]}")).Is(200)["client_id"]!;
        var feed = (string)(await app.Admin.Post(
            $"/v1/providers/{provider}/feed", new { shows_clients = true })).Is(201)["address"]!;

        var text = (await app.Nobody.Get(feed)).Is(200).Text;
        var events = JsonSerializer.Deserialize<List<JsonElement[]>>(await Script("events.mjs", text))!;

        var expected = (await app.Admin.Get($"/v1/reservations?provider_id={provider}&limit=100")).Is(200)["items"]!
            .AsArray().Select(one => $"{one!["id"]} {one["starts_at"]} {one["ends_at"]} {one["state"]}").ToList();
        Assert.Equal(expected, events.Select(one => string.Create(
            CultureInfo.InvariantCulture,
            $"{Id(one[0])} {At(one[1])} {At(one[2])} {one[3].GetString()!.ToLowerInvariant()}")));
        Assert.All(events, one => Assert.Equal("Appointment: Grace Hopper", one[5].GetString()));
        Assert.Equal(24, Ics.Read(text).Events.Count);
        Assert.NotEqual(0, client);
    }

    static string Id(JsonElement uid) => uid.GetString()!.Split('-', '@')[1];

    static string At(JsonElement seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds.GetInt64()).Text();

    static string Ours(string text) => Told(Merged(
        new BusyTimes(DateTimeZoneProviders.Tzdb[Zones[0]], From, Until, "@own").Of(Encoding.UTF8.GetBytes(text))
            .Select(one => (one.Start.ToUnixTimeSeconds(), one.End.ToUnixTimeSeconds()))));

    // Long stretches are stored in pieces.
    static List<(long Start, long End)> Merged(IEnumerable<(long Start, long End)> pieces)
    {
        var merged = new List<(long Start, long End)>();
        foreach (var piece in pieces)
            if (merged.Count > 0 && merged[^1].End == piece.Start)
                merged[^1] = (merged[^1].Start, piece.End);
            else
                merged.Add(piece);
        return merged;
    }

    static string Told(IEnumerable<(long Start, long End)> busy) => string.Join(' ', busy.Select(one =>
        $"{DateTimeOffset.FromUnixTimeSeconds(one.Start):yyMMdd'T'HHmm}-" +
        $"{DateTimeOffset.FromUnixTimeSeconds(one.End):yyMMdd'T'HHmm}"));

    static async Task<List<string>> Second(List<string> calendars)
    {
        var asked = JsonSerializer.Serialize(calendars.Select(text => new
        {
            text,
            zone = Zones[0],
            from = From.ToUnixTimeSeconds(),
            until = Until.ToUnixTimeSeconds(),
        }));
        return JsonSerializer.Deserialize<List<List<long[]>>>(await Script("busy.mjs", asked))!
            .Select(busy => Told(busy.Select(one => (one[0], one[1])))).ToList();
    }

    static async Task<string> Script(string script, string input)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, input, TestContext.Current.CancellationToken);
            return await NodeScript.Run(Folder, script, file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>A calendar of a few events, of all kinds that people make.</summary>
    static string Draw(Random dice)
    {
        var text = new StringBuilder("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//EN\r\n").Append(Clocks);
        for (var i = 0; i < dice.Next(1, 4); i++)
            Draw(text, dice, i);
        return text.Append("END:VCALENDAR\r\n").ToString();
    }

    static void Draw(StringBuilder text, Random dice, int uid)
    {
        var isDay = dice.Next(3) == 0;
        var zone = dice.Next(4) switch
        {
            0 => "",
            1 => "Z",
            var other => Zones[other - 2],
        };
        // Around the changes of the clocks more often than not.
        var date = dice.Next(4) switch
        {
            0 => new DateTime(2030, 3, 28),
            1 => new DateTime(2030, 10, 24),
            2 => new DateTime(2029, 1, 1).AddDays(dice.Next(300)),
            _ => new DateTime(2030, 1, 7).AddDays(dice.Next(360)),
        };
        // Clocks change before four. ical.js takes the later of two times that they show, and lasts by the clocks;
        // RFC 5545 (3.3.5, 3.3.6) takes the earlier one, and hours are hours.
        var start = date.AddDays(dice.Next(4)).AddMinutes(isDay ? 0 : 30 * dice.Next(8, 38));
        var repeats = dice.Next(3) > 0;

        text.Append(CultureInfo.InvariantCulture, $"BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20290101T000000Z\r\n")
            .Append(Time("DTSTART", start, isDay, zone)).Append(Length(dice, start, isDay, zone));
        if (dice.Next(8) == 0)
            text.Append("TRANSP:TRANSPARENT\r\n");
        if (repeats)
            text.Append("RRULE:").Append(Rule(dice, start, isDay, zone)).Append("\r\n");
        if (repeats && dice.Next(3) == 0)
            text.Append(Time("EXDATE", start.AddDays(7 * dice.Next(1, 5)), isDay, zone));
        text.Append("END:VEVENT\r\n");

        if (repeats && dice.Next(3) == 0)
            text.Append(CultureInfo.InvariantCulture, $"BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20290101T000000Z\r\n")
                .Append(Time("RECURRENCE-ID", start, isDay, zone))
                .Append(Time("DTSTART", start.AddHours(isDay ? 24 : -1), isDay, zone))
                .Append(dice.Next(2) == 0 ? "STATUS:CANCELLED\r\n" : "")
                .Append(isDay ? "DURATION:P2D\r\n" : "DURATION:PT45M\r\n").Append("END:VEVENT\r\n");
    }

    static string Length(Random dice, DateTime start, bool isDay, string zone) => (isDay, dice.Next(3)) switch
    {
        (true, 0) => "",
        (true, 1) => $"DURATION:P{dice.Next(1, 10)}D\r\n",
        (true, _) => Time("DTEND", start.AddDays(dice.Next(1, 20)), isDay, zone),
        (_, 0) => $"DURATION:PT{dice.Next(1, 300)}M\r\n",
        (_, _) => Time("DTEND", start.AddMinutes(15 * dice.Next(1, 12)), isDay, zone),
    };

    static string Rule(Random dice, DateTime start, bool isDay, string zone)
    {
        // The first occurrence is one of the rule's; what else would be meant is not defined.
        var weekday = Weekday(start);
        var rule = dice.Next(7) switch
        {
            0 => "FREQ=DAILY",
            1 => $"FREQ=DAILY;INTERVAL={dice.Next(2, 9)}",
            2 => $"FREQ=WEEKLY;BYDAY={weekday},{Weekday(start.AddDays(2))},{Weekday(start.AddDays(3))}",
            3 => $"FREQ=WEEKLY;INTERVAL=2;BYDAY={weekday}",
            4 => $"FREQ=MONTHLY;BYMONTHDAY={start.Day}",
            5 => $"FREQ=MONTHLY;BYDAY={(start.Day > 28 ? -1 : (start.Day + 6) / 7)}{weekday}",
            _ => "FREQ=YEARLY",
        };
        var last = start.AddDays(dice.Next(400));
        return dice.Next(3) switch
        {
            0 => rule,
            1 => $"{rule};COUNT={dice.Next(1, 40)}",
            _ => $"{rule};UNTIL={(isDay ? $"{last:yyyyMMdd}" : $"{last:yyyyMMdd'T'HHmmss}{(zone == "" ? "" : "Z")}")}",
        };
    }

    static string Weekday(DateTime day) => day.DayOfWeek.ToString()[..2].ToUpperInvariant();

    static string Time(string name, DateTime time, bool isDay, string zone) => (isDay, zone) switch
    {
        (true, _) => $"{name};VALUE=DATE:{time:yyyyMMdd}\r\n",
        (_, "" or "Z") => $"{name}:{time:yyyyMMdd'T'HHmmss}{zone}\r\n",
        (_, _) => $"{name};TZID={zone}:{time:yyyyMMdd'T'HHmmss}\r\n",
    };

    const string Clocks =
        "BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\n" +
        "BEGIN:DAYLIGHT\r\nDTSTART:19810329T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n" +
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nEND:DAYLIGHT\r\n" +
        "BEGIN:STANDARD\r\nDTSTART:19961027T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n" +
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n" +
        "BEGIN:VTIMEZONE\r\nTZID:America/New_York\r\n" +
        "BEGIN:DAYLIGHT\r\nDTSTART:20070311T020000\r\nTZOFFSETFROM:-0500\r\nTZOFFSETTO:-0400\r\n" +
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\r\nEND:DAYLIGHT\r\n" +
        "BEGIN:STANDARD\r\nDTSTART:20071104T020000\r\nTZOFFSETFROM:-0400\r\nTZOFFSETTO:-0500\r\n" +
        "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";
}
