using Kalends.Events.Public;
using Kalends.Messages.Links;
using Kalends.Platform.Calls;

namespace Kalends.Messages.Contacts;

/// <summary>
/// Ends one kind of message by the link in such a message. Mail programs call it with one click (RFC 8058); a second
/// call changes nothing.
/// </summary>
static class Unsubscribe
{
    /// <param name="Token">The token of the link.</param>
    public sealed record Input([Text(1, MessageCode.Max, Secret = true)] string Token);

    public static Task<Answer<Nothing>> Run(Input input, Call call) => call.Write(async session =>
    {
        if (await MessageCode.Ended(session, call, input.Token) is not var (id, kind)
            || await ContactStore.Hold(session, id) is not { } known)
            throw MessagesErrors.NoSuchLink.Refused();
        if (known.Preferences.For(kind) == MessagePreference.None)
            return Nothing.Value;

        await ContactStore.Store(session, known with { Preferences = known.Preferences.Without(kind) }, call.Now);
        var owner = await ContactOwner.Of(session, known);
        await EventLog.Append(session, call, owner.Event("unsubscribed", new Facts(kind)) with
        {
            Actor = known.UserId ?? $"client/{known.ClientId}",
        });
        return Nothing.Value;
    });

    sealed record Facts(MessageKind Kind);
}
