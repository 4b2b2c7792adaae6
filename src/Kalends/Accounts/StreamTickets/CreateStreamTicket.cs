using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Accounts.StreamTickets;

/// <summary>
/// Makes a ticket that opens one stream, once, within a minute, as the query parameter <c>ticket</c>, since a browser's
/// EventSource cannot send a token. The stream ends when the token or API key of this request would end it. A reader
/// that reconnects makes another ticket.
/// </summary>
static class CreateStreamTicket
{
    static readonly TimeSpan Life = TimeSpan.FromSeconds(60);

    const int SecretBytesCount = 32;

    /// <param name="Path">The path of the stream, without a query string: <c>/v1/events/stream</c>.</param>
    public sealed record Input(
        [Form("^/[^?#\\s]*$", "a path on this server without a query string, such as /v1/events/stream")]
        [Text(1, 500)] string Path);

    /// <param name="Ticket">The ticket, for the query parameter <c>ticket</c>.</param>
    /// <param name="ExpiresAt">The time until which it opens the stream.</param>
    public sealed record Made([Secret] string Ticket, Instant ExpiresAt);

    public static Task<Answer<Made>> Run(Input input, Call call)
    {
        var ticket = SecretBytes.Text(SecretBytesCount);
        return call.Write(async session =>
        {
            var made = new Made(ticket, call.Now + Life);
            await session.Enqueue(DeleteExpired, ("user", call.Caller.UserId), ("now", call.Now));
            await session.Enqueue(Insert,
                ("hash", SecretBytes.Hash(ticket)), ("user", call.Caller.UserId),
                ("version", call.Caller.TokenVersion), ("key", call.Caller.Key?.Id),
                ("key_version", call.Caller.Key?.Version), ("path", input.Path), ("expires", made.ExpiresAt),
                ("until", call.Caller.Until));
            return made;
        });
    }

    static readonly Sql DeleteExpired = new("DELETE FROM stream_tickets WHERE user_id = @user AND expires_at <= @now");

    static readonly Sql Insert = new("""
        INSERT INTO stream_tickets (hash, user_id, token_version, key_id, key_version, path, expires_at, until)
        VALUES (@hash, @user, @version, @key, @key_version, @path, @expires, @until)
        """);
}
