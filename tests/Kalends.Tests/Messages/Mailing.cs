using System.Globalization;
using System.Text;
using Kalends.Messages.Passwords;
using Kalends.Messages.Sending;
using Kalends.Platform.Calls;
using Kalends.Tests.Kit;
using MimeKit;

namespace Kalends.Tests.Messages;

/// <summary>A server that sends mail, for tests.</summary>
static class Mailing
{
    public const string Links = "https://book.example.org";

    static int _addresses;

    /// <summary>The server with a mail server, until the answer is disposed of.</summary>
    public static async Task<IAsyncDisposable> SendsMail(this TestApp app, MailServer mail, params string[] settings)
    {
        var running = await app.Restart(
            [
                "--Kalends:Mail:Host=127.0.0.1", $"--Kalends:Mail:Port={mail.Port}", "--Kalends:Mail:Tls=None",
                "--Kalends:Mail:From=Northside <hello@clinic.example>", $"--Kalends:Mail:Links={Links}",
                "--Kalends:Mail:RoundSeconds=0", "--Kalends:Mail:PerMinute=100000", .. settings,
            ]);
        // The first round begins where the log ends.
        await app.Round();
        return running;
    }

    /// <summary>One round of all jobs.</summary>
    public static async Task Round(this TestApp app, Func<Call>? calls = null)
    {
        calls ??= () => app.OwnCall();
        await app.LogIsTold();
        await QueueMessages.Run(calls());
        await QueueReminders.Run(calls());
        await QueueAgendas.Run(calls());
        await AnswerPasswordRequests.Run(calls());
        await SendMessages.Run(calls());
    }

    public static string NewAddress() => $"ada{Interlocked.Increment(ref _addresses)}@example.org";

    /// <summary>A user gives their own address.</summary>
    public static Task<Answer> GivesAddress(this Visitor user, string email) =>
        user.Put("/v1/me/contact", new { email, password = TestApp.Password });

    /// <summary>Gives a client a verified address.</summary>
    public static async Task<string> GivenAnAddress(
        this TestApp app, MailServer mail, long clientId, object? preferences = null, string? language = null)
    {
        var address = NewAddress();
        var contact = new { email = address, preferences, language };
        (await app.Admin.Put($"/v1/clients/{clientId}/contact", contact)).Is(200);
        await app.Verify(mail, address);
        return address;
    }

    /// <summary>Verifies an address by the link in the last mail to it.</summary>
    public static async Task Verify(this TestApp app, MailServer mail, string address)
    {
        await app.Round();
        (await app.Nobody.Post("/v1/contacts/verify", new { code = mail.To(address)[^1].CodeAfter("/verify/") }))
            .Is(200);
    }

    /// <summary>The rest of the link to a page.</summary>
    public static string CodeAfter(this MimeMessage mail, string page)
    {
        var text = mail.TextBody!;
        var start = text.IndexOf(Links + page, StringComparison.Ordinal) + Links.Length + page.Length;
        Assert.True(start >= Links.Length + page.Length, text);
        return new string([.. text[start..].TakeWhile(c => !char.IsWhiteSpace(c))]);
    }

    /// <summary>The calendar that is attached; null if there is none.</summary>
    public static string? Calendar(this MimeMessage mail)
    {
        if (mail.Attachments.OfType<TextPart>()
            .SingleOrDefault(part => part.ContentType.IsMimeType("text", "calendar")) is not { } part)
            return null;
        // The property Text would change the ends of lines.
        using var bytes = new MemoryStream();
        part.Content!.DecodeTo(bytes);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    /// <summary>The messages about a reservation, oldest first, as "kind state problem".</summary>
    public static async Task<List<string>> MessagesOf(this TestApp app, long reservationId) =>
        (await app.Admin.Get($"/v1/messages?reservation_id={reservationId}&limit=100")).Is(200)["items"]!.AsArray()
            .Select(one => string.Create(
                CultureInfo.InvariantCulture, $"{one!["kind"]} {one["state"]} {one["problem"]}").TrimEnd())
            .Reverse().ToList();

    /// <summary>What a system that sends text messages reads after the last event that one is due.</summary>
    public static async Task<(string Phone, string Text)> Due(this TestApp app)
    {
        await app.LogIsTold();
        var due = (await app.Admin.Get("/v1/events?kind=message.due&limit=1")).Is(200)["items"]![0]!["data"]!;
        var text = (await app.Admin.Get($"/v1/messages/{due["id"]}/text")).Is(200);
        return ((string)text["phone"]!, (string)text["text"]!);
    }
}
