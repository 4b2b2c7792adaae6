using Kalends.Accounts.Public;
using Kalends.Messages.Links;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Messages.Passwords;

/// <summary>
/// Sets a new password by the link that was sent to the user's verified e-mail address, and ends all their sign-ins.
/// The link works once, for an hour, and with it end all other such links of the user.
/// </summary>
static class ResetForgottenPassword
{
    /// <param name="Token">The token of the link.</param>
    /// <param name="NewPassword">
    /// At least 8 characters, and none of the most common passwords or one that resembles them.
    /// </param>
    public sealed record Input(
        [Text(1, MessageCode.Max, Secret = true)] string Token, [Text(8, 200, Secret = true)] string NewPassword);

    public static async Task<Answer<Nothing>> Run(Input input, Call call)
    {
        var reset = call.Hooks<PasswordReset>().Single();
        var found = await call.Read(session => Find(session, call, input.Token))
            ?? throw MessagesErrors.NoSuchLink.Refused();
        // Only somebody with a good link has this server hash, which is slow on purpose.
        var hash = await reset.Hash(found.UserId, input.NewPassword, call);
        await call.Write(async session => await Find(session, call, input.Token) is { } link
            && await session.Run(UseAll, ("contact", link.ContactId), ("now", call.Now)) > 0
            && await reset.Replace(session, call, link.UserId, hash)
                ? Nothing.Value
                : throw MessagesErrors.NoSuchLink.Refused());
        reset.Changed();
        return Nothing.Value;
    }

    sealed record Link(long ContactId, string UserId);

    static async Task<Link?> Find(Session session, Call call, string token) =>
        await MessageCode.MessageOf(session, call, token) is { } id
            ? await session.One(
                FindLink, row => new Link(row.Long("contact_id"), row.Text("user_id")),
                ("id", id), ("now", call.Now))
            : null;

    // The link was for the address that the user had then.
    static readonly Sql FindLink = new("""
        SELECT m.contact_id, c.user_id
        FROM messages m
        JOIN contacts c ON c.id = m.contact_id
        WHERE m.id = @id AND m.kind = 'reset_password' AND m.used_at IS NULL AND m.expires_at > @now
          AND c.user_id IS NOT NULL AND c.email_verified_at IS NOT NULL AND c.email_version = m.revision
        """);

    // Two requests with the same link wait for each other here, and the second one finds it used.
    static readonly Sql UseAll = new("""
        UPDATE messages
        SET used_at = @now
        WHERE contact_id = @contact AND kind = 'reset_password' AND used_at IS NULL
        """);
}
