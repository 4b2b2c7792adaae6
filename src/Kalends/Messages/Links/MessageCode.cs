using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Messages.Links;

/// <summary>
/// The codes in messages. Each is made of the message's id when the message is written, so a repeated message has the
/// same one, and none is stored.
/// </summary>
static class MessageCode
{
    /// <summary>The greatest length of a code, with room for what people add by mistake.</summary>
    public const int Max = 100;

    const string Code = "message code";

    const string EndsMessages = "end messages";

    /// <summary>The code of a message.</summary>
    public static async Task<string> Of(Session session, Call call, long messageId) =>
        (await MessageKey.Find(session, call)).Write(Code, messageId);

    /// <summary>The message of a code; null if it is none of ours.</summary>
    public static async Task<long?> MessageOf(Session session, Call call, string code) =>
        (await MessageKey.Find(session, call)).Read(Code, count: 1, code) is [var id] ? id : null;

    /// <summary>The code with which a contact ends messages of a kind.</summary>
    public static async Task<string> ToEnd(Session session, Call call, long contactId, MessageKind kind) =>
        (await MessageKey.Find(session, call)).Write(EndsMessages, contactId, (long)kind);

    /// <summary>The contact and the kind of messages that a code ends; null if it is none of ours.</summary>
    public static async Task<(long ContactId, MessageKind Kind)?> Ended(Session session, Call call, string code) =>
        (await MessageKey.Find(session, call)).Read(EndsMessages, count: 2, code) is [var contact, var kind]
            ? (contact, (MessageKind)kind)
            : null;
}
