using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Providers.Invitations;

/// <summary>Makes an invitation; the caller hands its code to the person whom they invite.</summary>
static class Invite
{
    /// <param name="Id">The id of the provider or client that the invitation is to.</param>
    /// <param name="As">The role that the invitation offers.</param>
    public sealed record Input([Id] long Id, InvitedAs As);

    /// <param name="Id">The id of the invitation.</param>
    /// <param name="As">The role that the invitation offers.</param>
    /// <param name="Code">The code that accepts the invitation; it is shown only this once.</param>
    /// <param name="CreatedAt">The time when the invitation was made.</param>
    /// <param name="ExpiresAt">The time until which it can be accepted, which is seven days after it was made.</param>
    public sealed record Made(long Id, InvitedAs As, [Secret] string Code, Instant CreatedAt, Instant ExpiresAt);

    /// <summary>
    /// Invites a user to be or to own a provider, or a manager to take the provider into their organisation; the code
    /// is good for one user, once, for seven days.
    /// </summary>
    public static Task<Answer<Made>> ToProvider(Input input, Call call) =>
        Run(input, call, session => Person.HoldProvider(session, call, input.Id));

    /// <summary>
    /// Invites a user to be or to own a client, or a manager to take the client into their organisation; the code is
    /// good for one user, once, for seven days.
    /// </summary>
    public static Task<Answer<Made>> ToClient(Input input, Call call) =>
        Run(input, call, session => Person.HoldClient(session, call, input.Id));

    static Task<Answer<Made>> Run(Input input, Call call, Func<Session, Task<Person>> find)
    {
        var code = SecretBytes.Text(Invitation.CodeBytes);
        return call.Write(async session =>
        {
            var person = await find(session);
            CheckAgreement(person.Ownership, input.As, call);
            if (await InvitationStore.Find(session, person, call.Now) is { Count: >= Invitation.LiveMax })
                throw ProvidersErrors.TooManyInvitations.Refused(Invitation.LiveMax);

            var made = await InvitationStore.Insert(session, call, person, input.As, code);
            await EventLog.Append(session, call, person.Event("made", made));
            return new Made(made.Id, made.As, code, made.CreatedAt, made.ExpiresAt);
        });
    }

    // The caller and the user who accepts agree. An offer that needs the consent of anybody else is refused.
    static void CheckAgreement(Ownership known, InvitedAs bound, Call call)
    {
        var acceptor = new Signatory("", IsAdmin: false, OrganisationId: 0);
        Invitation.Bind(known, bound, acceptor)!.RefuseUnlessAgreed(known, Signatory.Of(call), acceptor);
    }
}
