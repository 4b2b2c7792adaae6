using System.Globalization;
using NodaTime.Text;

namespace Kalends.Messages.Templates;

/// <summary>The values that a message may show, by their names in templates; a template can use nothing else.</summary>
static class TemplateValues
{
    static readonly string[] Everywhere = ["organisation", "name"];

    static readonly string[] OfReservations =
    [
        "provider", "service", "place", "date", "time", "end_time", "time_zone", "manage_link", "unsubscribe_link",
    ];

    /// <summary>The names of the values that messages of a kind have.</summary>
    public static IReadOnlyList<string> Of(MessageKind kind) =>
    [
        .. Everywhere,
        .. kind switch
        {
            MessageKind.Confirmation or MessageKind.Change or MessageKind.Reminder => OfReservations,
            MessageKind.Cancellation => OfReservations.Except(["manage_link"]),
            MessageKind.ReviewInvitation => OfReservations.Except(["manage_link"]).Append("review_link"),
            MessageKind.ProviderConfirmation or MessageKind.ProviderChange or MessageKind.ProviderCancellation
                or MessageKind.ProviderHandover => OfReservations.Except(["manage_link"]).Append("client"),
            MessageKind.Agenda => ["date", "time_zone", "count", "bookings", "closed", "unsubscribe_link"],
            MessageKind.VerifyEmail => ["verify_link", "code"],
            MessageKind.VerifyPhone or MessageKind.GuestCode => ["code"],
            MessageKind.EmailChanged => (string[])[],
            MessageKind.ResetPassword => ["username", "reset_link"],
        },
    ];

    /// <summary>Values with which a template can be looked at.</summary>
    public static Dictionary<string, string> Sample(MessageKind kind, MessageLanguage language)
    {
        var samples = new Dictionary<string, string>
        {
            ["organisation"] = "Northside Clinic",
            ["name"] = "Ada Lovelace",
            ["provider"] = "Grace Hopper",
            ["client"] = "Alan Turing",
            ["service"] = "Massage",
            ["place"] = "1 High Street",
            ["manage_link"] = "https://book.example.org/reservations/q3ZkX0w8Yp1uTn5rVb7sLd",
            ["unsubscribe_link"] = "https://book.example.org/unsubscribe/q3ZkX0w8Yp1uTn5rVb7sLd",
            ["review_link"] = "https://book.example.org/reviews/1",
            ["verify_link"] = "https://book.example.org/verify/q3ZkX0w8Yp1uTn5rVb7sLd",
            ["reset_link"] = "https://book.example.org/reset-password/q3ZkX0w8Yp1uTn5rVb7sLd",
            ["code"] = "q3ZkX0w8Yp1uTn5rVb7sLd",
            ["username"] = "ada",
            ["count"] = "2",
            ["bookings"] = "09:00–10:00 Massage, Alan Turing\n10:30–11:00 Alan Turing",
            ["closed"] = "12:00–13:00",
        };
        var starts = Instant.FromUtc(2030, 1, 7, 9, 0);
        AddTimes(samples, starts, starts + TimeSpan.FromHours(1), DateTimeZoneProviders.Tzdb["Europe/Stockholm"],
            language);
        return Of(kind).ToDictionary(name => name, name => samples[name]);
    }

    /// <summary>Adds a stretch of time by the clocks of a zone, as a language writes it.</summary>
    public static void AddTimes(
        Dictionary<string, string> values, Instant starts, Instant ends, DateTimeZone zone, MessageLanguage language)
    {
        var culture = CultureOf(language);
        var (from, to) = (starts.InZone(zone), ends.InZone(zone));
        values["date"] = DateOf(language).WithCulture(culture).Format(from.Date);
        values["time"] = TimeOf(from.TimeOfDay);
        values["end_time"] = TimeOf(to.TimeOfDay);
        values["time_zone"] = zone.Id;
    }

    /// <summary>A time of the day as messages write it.</summary>
    public static string TimeOf(LocalTime time) => Clock.Format(time);

    static readonly LocalTimePattern Clock = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    static LocalDatePattern DateOf(MessageLanguage language) => LocalDatePattern.CreateWithInvariantCulture(
        language == MessageLanguage.De ? "dddd, d. MMMM uuuu" : "dddd d MMMM uuuu");

    static CultureInfo CultureOf(MessageLanguage language) => CultureInfo.GetCultureInfo(language switch
    {
        MessageLanguage.En => "en-GB",
        MessageLanguage.De => "de-DE",
        MessageLanguage.Sv => "sv-SE",
    });
}
