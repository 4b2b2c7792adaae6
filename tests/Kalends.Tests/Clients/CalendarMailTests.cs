using System.Globalization;
using Kalends.Tests.Kit;
using Kalends.Tests.Messages;

namespace Kalends.Tests.Clients;

/// <summary>ical.js reads the calendars in mail as requests and cancellations of one event.</summary>
public sealed class CalendarMailTests(SqliteApp app) : IClassFixture<SqliteApp>
{
    const string Folder = "tests/Kalends.Tests/Clients/Calendars";

    [Fact]
    public async Task A_request_a_change_and_a_cancellation_are_of_one_event()
    {
        await using var mail = new MailServer();
        await using var running = await app.SendsMail(mail);
        var provider = (await app.Admin.Post("/v1/providers", new
        {
            first_name = "Ada; \"Countess\"",
            last_name = "Lovelace, née Byron",
            time_zone = "Europe/Stockholm",
        })).Is(201).Id;
        var client = await app.GivenAClient();
        var address = await app.GivenAnAddress(mail, client);
        var slot = await app.GivenSlots(provider, slotMinutes: 60);

        var booking = await app.GivenABooking(slot, client);
        await app.Round();
        (await app.Admin.Post($"/v1/reservations/{booking}/reschedule", new { slot_id = slot + 1 })).Is(200);
        await app.Round();
        (await app.Admin.Post($"/v1/reservations/{booking}/cancel")).Is(200);
        await app.Round();

        var starts = app.NextHour().AddDays(2).ToUnixTimeSeconds();
        string Expected(string method, int sequence, string status, int hours) => string.Create(
            CultureInfo.InvariantCulture,
            $"{method} reservation-{booking} {sequence} {status} mailto:hello@clinic.example mailto:{address} " +
            $"{starts + 3600 * hours} {starts + 3600 * (hours + 1)}");
        var read = new List<string>();
        foreach (var one in mail.To(address).Skip(1))
            read.Add(await Read(one.Calendar()!));
        Assert.Equal(
            [
                Expected("REQUEST", 0, "CONFIRMED", 0), Expected("REQUEST", 1, "CONFIRMED", 1),
                Expected("CANCEL", 2, "CANCELLED", 1),
            ],
            read);
    }

    static async Task<string> Read(string calendar)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, calendar, TestContext.Current.CancellationToken);
            return (await NodeScript.Run(Folder, "message.mjs", file)).Trim();
        }
        finally
        {
            File.Delete(file);
        }
    }
}
