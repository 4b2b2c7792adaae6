using Kalends.Messages.Delivery;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Messages.Contacts;

/// <summary>Messages with codes by which people verify their addresses.</summary>
static class VerificationCodes
{
    const int PerHourMax = 5;

    static readonly TimeSpan Life = TimeSpan.FromDays(1);
    static readonly TimeSpan AnHour = TimeSpan.FromHours(1);

    /// <summary>
    /// Queues a code to an address of a contact, which the caller holds. An address, and a contact, get a few codes an
    /// hour, so that nobody can flood others.
    /// </summary>
    public static async Task Queue(
        Session session, Call call, ContactOwner owner, Contact contact, MessageChannel channel)
    {
        var isEmail = channel == MessageChannel.Email;
        var hash = SecretBytes.Hash(isEmail ? EmailAddress.KeyOf(contact.Email!) : contact.Phone!);
        var since = call.Now - AnHour;
        if (await session.Number(CountToAddress, ("hash", hash), ("since", since)) >= PerHourMax
            || await session.Number(CountOfContact, ("contact", contact.Id), ("since", since)) >= PerHourMax)
            throw MessagesErrors.TooManyCodes.Refused();

        await new NewMessage(
            $"code/{TimedId.New(call.Now)}", isEmail ? MessageKind.VerifyEmail : MessageKind.VerifyPhone, channel,
            contact.Id, isEmail ? contact.EmailVersion : contact.PhoneVersion, call.Now + Life)
        {
            ClientId = owner.ClientId,
            OrganisationId = owner.OrganisationId,
            AddressHash = hash,
        }.Queue(session, call.Now);
    }

    static readonly Sql CountToAddress = new("""
        SELECT COUNT(*) AS n FROM messages WHERE address_hash = @hash AND created_at > @since
        """);

    static readonly Sql CountOfContact = new("""
        SELECT COUNT(*) AS n
        FROM messages
        WHERE contact_id = @contact AND address_hash IS NOT NULL AND created_at > @since
        """);
}
