using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Platform.Time;

namespace Kalends.Providers.Invitations;

/// <summary>Makes an invitation whose code the caller hands over to whom they mean.</summary>
static class Invite
{
    /// <param name="Id">To whom somebody shall be bound.</param>
    /// <param name="As">What whoever accepts becomes.</param>
    public sealed record Input([Id] long Id, InvitedAs As);

    /// <param name="Id">Names it.</param>
    /// <param name="As">What whoever accepts it becomes.</param>
    /// <param name="Code">What accepts it; shown this once.</param>
    /// <param name="CreatedAt">When it was made.</param>
    /// <param name="ExpiresAt">Until when it can be accepted: for seven days.</param>
    public sealed record Made(long Id, InvitedAs As, [Secret] string Code, Instant CreatedAt, Instant ExpiresAt);

    /// <summary>
    /// Invites somebody to be a provider or to own one, or a manager to take them into their organisation: makes a code
    /// that is good for one user, once, for seven days.
    /// </summary>
    public static Task<Made> ToProvider(Input input, Call call) =>
        Run(input, call, session => Person.HoldProvider(session, call, input.Id));

    /// <summary>
    /// Invites somebody to be a client or to own one, or a manager to take them into their organisation: makes a code
    /// that is good for one user, once, for seven days.
    /// </summary>
    public static Task<Made> ToClient(Input input, Call call) =>
        Run(input, call, session => Person.HoldClient(session, call, input.Id));

    static Task<Made> Run(Input input, Call call, Func<Session, Task<Person>> find)
    {
        var code = Invitation.NewCode();
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

    // Whoever accepts agrees; what others would have to agree to as well is no use to offer.
    static void CheckAgreement(Ownership known, InvitedAs bound, Call call)
    {
        var acceptor = new Signatory("", IsAdmin: false, OrganisationId: 0);
        Invitation.Bind(known, bound, acceptor)!.RefuseUnlessAgreed(known, Signatory.Of(call), acceptor);
    }
}
