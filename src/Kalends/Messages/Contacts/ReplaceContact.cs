using Kalends.Accounts.Public;
using Kalends.Events.Public;
using Kalends.Messages.Delivery;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Messages.Contacts;

/// <summary>Replaces the e-mail address, the telephone number and the preferences of a user or a client.</summary>
static class ReplaceContact
{
    /// <param name="Contact">The new contact.</param>
    /// <param name="Password">
    /// The password of the caller, which a change of the e-mail address needs: a new password can be sent there.
    /// </param>
    /// <param name="IfMatch">
    /// The ETag that the change is based on; the change is refused if the contact has another version.
    /// </param>
    public sealed record Input(
        [Spread] ContactInput Contact, [Text(1, 200, Secret = true)] string? Password = null,
        [Header("If-Match")][Text(0, EntityTag.ListMax)] string? IfMatch = null);

    /// <param name="Id">The id of the client.</param>
    /// <param name="Contact">The new contact.</param>
    /// <param name="IfMatch">
    /// The ETag that the change is based on; the change is refused if the contact has another version.
    /// </param>
    public sealed record ClientInput(
        [Id] long Id, [Spread] ContactInput Contact,
        [Header("If-Match")][Text(0, EntityTag.ListMax)] string? IfMatch = null);

    /// <param name="Id">The user's UUID.</param>
    /// <param name="Contact">The new contact.</param>
    /// <param name="IfMatch">
    /// The ETag that the change is based on; the change is refused if the contact has another version.
    /// </param>
    public sealed record UserInput(
        [Text(36, 36)] string Id, [Spread] ContactInput Contact,
        [Header("If-Match")][Text(0, EntityTag.ListMax)] string? IfMatch = null);

    static readonly TimeSpan NoticeLife = TimeSpan.FromDays(1);

    /// <summary>Replaces the caller's own e-mail address, telephone number and preferences.</summary>
    public static async Task<Answer<Contact>> OfMe(Input input, Call call)
    {
        if (input.Password is { } password)
            await call.Hooks<PasswordReset>().Single().Check(password, call);
        return await Replace(
            input.Contact, input.IfMatch, ContactOwner.Me(call), call, needsPassword: input.Password is null);
    }

    /// <summary>Replaces a user's e-mail address, telephone number and preferences.</summary>
    public static async Task<Answer<Contact>> OfUser(UserInput input, Call call) =>
        await Replace(input.Contact, input.IfMatch, await ContactOwner.User(input.Id, call), call);

    /// <summary>Replaces a client's e-mail address, telephone number and preferences.</summary>
    public static async Task<Answer<Contact>> OfClient(ClientInput input, Call call) =>
        await Replace(input.Contact, input.IfMatch, await ContactOwner.KeptClient(input.Id, call), call);

    static Task<Answer<Contact>> Replace(
        ContactInput input, string? ifMatch, ContactOwner owner, Call call, bool needsPassword = false) =>
        call.Write(async session =>
        {
            await owner.Hold(session);
            var known = await ContactStore.Hold(session, call, owner);
            EntityTag.Check(ifMatch, known.Version);
            var wanted = input.On(known, call.Settings<MessagesSettings>());
            if (needsPassword && wanted.EmailVersion != known.EmailVersion)
                throw Refused.Invalid(
                    "/password", FaultCode.Required, "password is required to change the e-mail address.");
            var changed = await ContactStore.Store(session, wanted, call.Now);
            await TellAddresses(session, call, owner, known, changed);
            await EventLog.Append(session, call, owner.Event("changed", Changes.Of(known, changed)));
            return changed;
        });

    static async Task TellAddresses(
        Session session, Call call, ContactOwner owner, Contact known, Contact changed)
    {
        var settings = call.Settings<MessagesSettings>();
        var isNewEmail = changed.EmailVersion != known.EmailVersion;
        if (isNewEmail && known.EmailVerifiedAt is not null && settings.SendsMail)
            await new NewMessage(
                $"email_changed/{known.Id}/{changed.EmailVersion}", MessageKind.EmailChanged, MessageChannel.Email,
                known.Id, changed.EmailVersion, call.Now + NoticeLife)
            {
                ClientId = owner.ClientId,
                OrganisationId = owner.OrganisationId,
                Address = known.Email,
            }.Queue(session, call.Now);
        if (isNewEmail && changed.Email is not null && settings.SendsMail)
            await VerificationCodes.Queue(session, call, owner, changed, MessageChannel.Email);
        if (changed.PhoneVersion != known.PhoneVersion && changed.Phone is not null && settings.Phones)
            await VerificationCodes.Queue(session, call, owner, changed, MessageChannel.Phone);
    }

    sealed record Changes(bool Email, bool Phone, MessageLanguage Language, MessagePreferences Preferences)
    {
        public static Changes Of(Contact known, Contact changed) => new(
            known.Email != changed.Email, known.Phone != changed.Phone, changed.Language, changed.Preferences);
    }
}
