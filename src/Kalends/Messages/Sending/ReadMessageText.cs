using Kalends.Messages.Delivery;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Messages.Sending;

/// <summary>
/// Reads the receiver and the text of a message to a telephone, for the system that sends it after the event
/// <c>message.due</c>. The text says how things are at this moment; if the message is no longer true, there is none.
/// </summary>
static class ReadMessageText
{
    /// <param name="Id">The id of the message.</param>
    public sealed record Input([Id] long Id);

    /// <param name="Id">The id of the message.</param>
    /// <param name="Kind">The kind of message.</param>
    /// <param name="Phone">The telephone number (E.164).</param>
    /// <param name="Text">The text, in one line.</param>
    public sealed record Due(long Id, MessageKind Kind, string Phone, string Text);

    public static async Task<Due> Run(Input input, Call call)
    {
        var (due, client) = await Find(input, call);
        if (client is { } id)
            await ClientReads.Log(call, ReadKind.Contact, id);
        return due;
    }

    static Task<(Due Due, long? ClientId)> Find(Input input, Call call) => call.Read(async session =>
    {
        var message = await ReadMessage.Find(session, call, input.Id);
        if (message.Channel != MessageChannel.Phone
            || await session.One(FindOne, QueuedMessage.Read, ("id", input.Id), ("now", call.Now)) is not { } queued
            || (await Writing.Of(session, call, queued)).Writing is not { } writing)
            throw MessagesErrors.NoText.Refused();
        return (new Due(message.Id, message.Kind, writing.Address, writing.Filled.Subject), message.ClientId);
    });

    static readonly Sql FindOne = new($"""
        SELECT {Message.Columns}, contact_id, revision, starts_at, address, expires_at, in_doubt,
               COALESCE(leased_until, @now) AS leased_until
        FROM messages
        WHERE id = @id
        """);
}
