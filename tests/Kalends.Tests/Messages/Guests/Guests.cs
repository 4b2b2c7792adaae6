using Kalends.Tests.Kit;

namespace Kalends.Tests.Messages.Guests;

/// <summary>Guests of a practice that sends mail.</summary>
static class Guests
{
    /// <summary>The server with a mail server, where many tests ask for codes from one network.</summary>
    public static Task<IAsyncDisposable> SendsCodes(this TestApp app, MailServer mail, params string[] settings) =>
        app.SendsMail(mail, ["--Kalends:Mail:GuestCodesPerNetwork=100000", .. settings]);

    /// <summary>A provider with free slots who is open to all.</summary>
    public static async Task<(long ProviderId, long SlotId)> GivenOpenSlots(this TestApp app)
    {
        var (provider, slot) = await app.GivenFreeSlots();
        (await app.Admin.Patch($"/v1/providers/{provider}", new { published = true })).Is(200);
        return (provider, slot);
    }

    /// <summary>Somebody proves an address.</summary>
    public static async Task<(Visitor Guest, long ClientId)> GivenAGuest(
        this TestApp app, MailServer mail, string address)
    {
        var issued = (await app.Proves(address, await app.CodeFor(mail, address))).Is(200);
        return (app.Nobody.With((string)issued["access_token"]!), (long)issued["client_id"]!);
    }

    public static Task<Answer> AsksForCode(this TestApp app, string address) =>
        app.Nobody.Post("/v1/guests", new { email = address, first_name = "Mary", last_name = "Anning" });

    public static Task<Answer> Proves(this TestApp app, string address, string code) =>
        app.Nobody.Post("/v1/guests/token", new { email = address, code });

    /// <summary>The code that is sent to an address.</summary>
    public static async Task<string> CodeFor(this TestApp app, MailServer mail, string address)
    {
        (await app.AsksForCode(address)).Is(204);
        await app.Round();
        return mail.LastCode(address);
    }

    /// <summary>The last code that was sent to an address.</summary>
    public static string LastCode(this MailServer mail, string address) => mail.To(address)
        .Select(one => one.Subject!).Last(subject => subject.EndsWith(" is your code", StringComparison.Ordinal))[..8];
}
