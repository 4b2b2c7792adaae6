using Kalends.Messages.Contacts;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Messages.Sending;

/// <summary>The contact that a message to a client goes to, and the way in which it does.</summary>
sealed record Recipient(long ContactId, MessageChannel Channel)
{
    /// <summary>The recipient of a kind of message to a client; null if they get none.</summary>
    public static async Task<Recipient?> Of(Session session, Call call, long clientId, MessageKind kind)
    {
        // A review is written by a user.
        if (kind == MessageKind.ReviewInvitation && await session.Number(FindUser, ("client", clientId)) is null)
            return null;
        var contact = Contact.Counting(await ContactStore.OfClient(session, clientId));
        return contact?.ChannelFor(kind) is { } channel && call.Settings<MessagesSettings>().Has(channel)
            ? new Recipient(contact.Id, channel)
            : null;
    }

    static readonly Sql FindUser =
        new("SELECT 1 AS n FROM public_clients WHERE id = @client AND user_id IS NOT NULL");
}
