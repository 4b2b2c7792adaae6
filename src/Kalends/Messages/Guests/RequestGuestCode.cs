using Kalends.Messages.Contacts;
using Kalends.Messages.Delivery;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Messages.Guests;

/// <summary>
/// Sends a code to an e-mail address, with which its owner books as a guest, without an account. It works once, for
/// 15 minutes; the answer is the same whether or not the address is known.
/// </summary>
static class RequestGuestCode
{
    /// <param name="Email">The e-mail address.</param>
    /// <param name="FirstName">The first name of the guest, or the only one.</param>
    /// <param name="LastName">The last name.</param>
    /// <param name="Language">The language of messages; the installation's if left out.</param>
    /// <param name="TimeZone">The IANA name of the guest's time zone, in which messages tell times.</param>
    public sealed record Input(
        [Text(1, EmailAddress.Max, Secret = true)] string Email, [Text(1, 100)] string FirstName,
        [Text(0, 100)] string LastName = "", MessageLanguage? Language = null, [Text(1, 64)] string TimeZone = "UTC");

    static readonly TimeSpan AnHour = TimeSpan.FromHours(1);

    public static Task<Answer<Nothing>> Run(Input input, Call call)
    {
        var settings = call.Settings<MessagesSettings>();
        if (!settings.SendsMail)
            throw MessagesErrors.MessagesOff.Refused();
        var errors = new ValidationErrors();
        Zone.Check(errors, input.TimeZone);
        var email = EmailAddress.Parse(input.Email.Trim());
        if (email is null)
            errors.Add("/email", MessagesErrors.BadEmail, "email must be an e-mail address, such as ada@example.org.");
        errors.ThrowIfAny();
        return call.Write(session => Queue(session, call, settings, input, email!));
    }

    // An address beyond its number of codes is told nothing, since somebody else may have asked for them.
    static async Task<Nothing> Queue(
        Session session, Call call, MessagesSettings settings, Input input, string email)
    {
        var (key, since) = (EmailAddress.KeyOf(email), call.Now - AnHour);
        var network = await GuestCode.MarkOf(session, call, Network.Of(call.Address));
        if (await session.Number(CountOfNetwork, ("network", network), ("since", since))
            >= settings.GuestCodesPerNetwork)
            throw MessagesErrors.TooManyGuests.Refused();
        Guest.Lock(session, key);
        if (await session.Number(CountOfAddress, ("key", key), ("since", since)) >= settings.GuestCodesPerAddress)
            return Nothing.Value;

        var expiresAt = call.Now + GuestCode.Life;
        var id = await session.Number(
            Insert, ("email", email), ("key", key), ("first", input.FirstName), ("last", input.LastName),
            ("language", input.Language ?? settings.Language), ("zone", input.TimeZone), ("network", network),
            ("now", call.Now), ("expires", expiresAt));
        await new NewMessage(
            $"guest_code/{id}", MessageKind.GuestCode, MessageChannel.Email, ContactId: null, Revision: id!.Value,
            expiresAt).Queue(session, call.Now);
        return Nothing.Value;
    }

    static readonly Sql CountOfNetwork = new("""
        SELECT COUNT(*) AS n FROM guest_requests WHERE network = @network AND created_at > @since
        """);

    static readonly Sql CountOfAddress = new("""
        SELECT COUNT(*) AS n FROM guest_requests WHERE email_key = @key AND created_at > @since
        """);

    static readonly Sql Insert = new("""
        INSERT INTO guest_requests
            (email, email_key, first_name, last_name, language, time_zone, network, created_at, expires_at)
        VALUES (@email, @key, @first, @last, @language, @zone, @network, @now, @expires)
        RETURNING id AS n
        """);
}
