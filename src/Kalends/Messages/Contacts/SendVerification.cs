using Kalends.Platform.Calls;

namespace Kalends.Messages.Contacts;

/// <summary>Sends a code once more to an address that is not verified, at most five times an hour.</summary>
static class SendVerification
{
    /// <param name="Channel">The address that is to be verified.</param>
    public sealed record Input(MessageChannel Channel);

    /// <param name="Id">The id of the client.</param>
    /// <param name="Channel">The address that is to be verified.</param>
    public sealed record ClientInput([Id] long Id, MessageChannel Channel);

    /// <summary>Sends a code to an address of the caller that is not verified, at most five times an hour.</summary>
    public static Task<Answer<Nothing>> ToMe(Input input, Call call) =>
        Send(input.Channel, ContactOwner.Me(call), call);

    /// <summary>Sends a code to an address of a client that is not verified, at most five times an hour.</summary>
    public static async Task<Answer<Nothing>> ToClient(ClientInput input, Call call) =>
        await Send(input.Channel, await ContactOwner.KeptClient(input.Id, call), call);

    static Task<Answer<Nothing>> Send(MessageChannel channel, ContactOwner owner, Call call)
    {
        if (!call.Settings<MessagesSettings>().Has(channel))
            throw MessagesErrors.MessagesOff.Refused();
        return call.Write(async session =>
        {
            var known = await ContactStore.Hold(session, call, owner);
            var address = channel == MessageChannel.Email ? known.Email : known.Phone;
            if (address is null || known.AddressFor(channel) is not null)
                throw MessagesErrors.NothingToVerify.Refused();
            await VerificationCodes.Queue(session, call, owner, known, channel);
            return Nothing.Value;
        });
    }
}
