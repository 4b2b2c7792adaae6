using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Messages.Links;

/// <summary>The keys that sign the codes and links of messages, the same in all processes.</summary>
static class MessageKey
{
    public static async Task<LinkKeys> Find(Session session, Call call) =>
        LinkKeys.Of((await session.One(FindOne, row => row.Text("value")))!, call);

    static readonly Sql FindOne = new("SELECT value FROM message_key WHERE one = 1");
}
