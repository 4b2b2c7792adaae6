using Kalends.Messages.Contacts;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Messages.Sending;

/// <summary>The contact that a message goes to, and the way in which it does.</summary>
/// <param name="ContactId">The id of the contact.</param>
/// <param name="Channel">The way.</param>
sealed record Recipient(long ContactId, MessageChannel Channel)
{
    /// <summary>The recipient of a kind of message to a client; null if they get none.</summary>
    public static async Task<Recipient?> Of(Session session, Call call, long clientId, MessageKind kind)
    {
        // A review is written by a user.
        if (kind == MessageKind.ReviewInvitation && await session.Number(FindUser, ("client", clientId)) is null)
            return null;
        return Of(Contact.Counting(await ContactStore.OfClient(session, clientId)), call, kind);
    }

    /// <summary>
    /// The recipient of a kind of message to a provider; null if they get none. It is the user who the provider is, if
    /// they keep their calendar themselves and so may see whom it is about, unless they have done it themselves.
    /// </summary>
    public static async Task<Recipient?> OfProvider(
        Session session, Call call, long providerId, MessageKind kind, string? actor) =>
        await session.One(FindKeeper, row => row.Text("user_id"), ("provider", providerId)) is { } user
        && user != actor
            ? Of(await ContactStore.Find(session, call, new ContactOwner(user, ClientId: null)), call, kind)
            : null;

    /// <summary>A contact as the recipient of a kind of message; null if they get none.</summary>
    public static Recipient? Of(Contact? contact, Call call, MessageKind kind) =>
        contact?.ChannelFor(kind) is { } channel && call.Settings<MessagesSettings>().Has(channel)
            ? new Recipient(contact.Id, channel)
            : null;

    static readonly Sql FindKeeper = new("""
        SELECT user_id
        FROM public_providers
        WHERE id = @provider AND user_id = owner_user_id AND deleted_at IS NULL
        """);

    static readonly Sql FindUser =
        new("SELECT 1 AS n FROM public_clients WHERE id = @client AND user_id IS NOT NULL");
}
