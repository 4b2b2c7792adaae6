using Kalends.Platform.Calls;
using Kalends.Providers.Public;

namespace Kalends.Messages.Contacts;

/// <summary>Reads the e-mail address and the telephone number of a user or a client.</summary>
static class ReadContact
{
    /// <param name="Id">The id of the client.</param>
    public sealed record ClientInput([Id] long Id);

    /// <param name="Id">The user's UUID.</param>
    public sealed record UserInput([Text(36, 36)] string Id);

    /// <summary>Reads the caller's own e-mail address, telephone number and preferences.</summary>
    public static Task<Contact> OfMe(NoInput input, Call call) => Find(ContactOwner.Me(call), call);

    /// <summary>Reads a user's e-mail address, telephone number and preferences.</summary>
    public static async Task<Contact> OfUser(UserInput input, Call call) =>
        await Find(await ContactOwner.User(input.Id, call), call);

    /// <summary>
    /// Reads a client's e-mail address, telephone number and preferences. A client who is a user may have others as
    /// that user, which count if there is no verified address here.
    /// </summary>
    public static async Task<Contact> OfClient(ClientInput input, Call call)
    {
        var found = await Find(await ContactOwner.SeenClient(input.Id, call), call);
        await ClientReads.Log(call, ReadKind.Contact, input.Id);
        return found;
    }

    static Task<Contact> Find(ContactOwner owner, Call call) =>
        call.Read(session => ContactStore.Find(session, call, owner));
}
