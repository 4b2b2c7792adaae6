using Kalends.Events.Public;
using Kalends.Messages.Links;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Messages.Contacts;

/// <summary>
/// Verifies an e-mail address or a telephone number by the code that was sent to it, which works once, for a day.
/// </summary>
static class VerifyContact
{
    /// <param name="Code">The code.</param>
    public sealed record Input([Text(1, MessageCode.Max, Secret = true)] string Code);

    /// <param name="Channel">The address that is verified now.</param>
    public sealed record Verified(MessageChannel Channel);

    public static Task<Answer<Verified>> Run(Input input, Call call) => call.Write(async session =>
    {
        if (await MessageCode.MessageOf(session, call, input.Code) is not { } id
            || await session.One(FindSent, Sent.Read, ("id", id), ("now", call.Now)) is not { } sent
            || await ContactStore.Hold(session, sent.ContactId) is not { } contact
            || sent.VersionOf(contact) != sent.Revision
            || await session.Run(Use, ("id", id), ("now", call.Now)) != 1)
            throw MessagesErrors.NoSuchLink.Refused();

        var verified = sent.IsEmail
            ? contact with { EmailVerifiedAt = call.Now }
            : contact with { PhoneVerifiedAt = call.Now };
        await ContactStore.Store(session, verified, call.Now);
        if (sent.IsEmail && contact.UserId is { } user)
            foreach (var further in call.Hooks<VerifiedUser>())
                await further.Run(session, call, user, contact.Email!);
        var owner = await ContactOwner.Of(session, contact);
        var told = owner.Event("verified", new Verified(sent.Channel)) with
        {
            Actor = contact.UserId ?? $"client/{contact.ClientId}",
        };
        await EventLog.Append(session, call, told);
        return new Verified(sent.Channel);
    });

    sealed record Sent(long ContactId, MessageChannel Channel, long Revision)
    {
        public bool IsEmail => Channel == MessageChannel.Email;

        public long VersionOf(Contact contact) => IsEmail ? contact.EmailVersion : contact.PhoneVersion;

        public static Sent Read(Row row) =>
            new(row.Long("contact_id"), row.Word<MessageChannel>("channel"), row.Long("revision"));
    }

    static readonly Sql FindSent = new("""
        SELECT contact_id, channel, revision
        FROM messages
        WHERE id = @id AND kind IN ('verify_email', 'verify_phone') AND contact_id IS NOT NULL
          AND used_at IS NULL AND expires_at > @now
        """);

    static readonly Sql Use = new("UPDATE messages SET used_at = @now WHERE id = @id AND used_at IS NULL");
}
