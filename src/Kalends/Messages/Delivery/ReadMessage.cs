using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Messages.Delivery;

/// <summary>Reads one message, without its text.</summary>
static class ReadMessage
{
    /// <param name="Id">The id of the message.</param>
    public sealed record Input([Id] long Id);

    public static Task<Message> Run(Input input, Call call) => call.Read(session => Find(session, call, input.Id));

    /// <summary>A message that the caller may see, or a refusal.</summary>
    public static async Task<Message> Find(Session session, Call call, long id) =>
        await session.One(FindVisible, Message.Read, call.Scope.With(("id", id)))
        ?? throw MessagesErrors.NoSuchMessage.Refused();

    static readonly Sql FindVisible = new($"""
        SELECT {Message.Columns}
        FROM messages
        WHERE id = @id AND (@all OR organisation_id = @organisation)
        """);
}
