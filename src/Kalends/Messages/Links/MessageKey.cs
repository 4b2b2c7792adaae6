using Kalends.Platform.Storage;

namespace Kalends.Messages.Links;

/// <summary>The key that signs the codes and links of messages, the same in all processes.</summary>
static class MessageKey
{
    public static async Task<string> Find(Session session) => (await session.One(FindOne, row => row.Text("value")))!;

    static readonly Sql FindOne = new("SELECT value FROM message_key WHERE one = 1");
}
