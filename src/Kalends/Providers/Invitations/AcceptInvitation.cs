using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Providers.Invitations;

/// <summary>
/// Accepts an invitation by its code: the caller becomes what it offers; the same caller again gets the same answer.
/// </summary>
static class AcceptInvitation
{
    /// <param name="Code">As it was shown to whoever made the invitation.</param>
    public sealed record Input([Text(1, 100, Secret = true)] string Code);

    /// <param name="As">What the caller is now.</param>
    /// <param name="ProviderId">For which provider.</param>
    /// <param name="ClientId">For which client.</param>
    public sealed record Accepted(InvitedAs As, long? ProviderId, long? ClientId);

    public static Task<Accepted> Run(Input input, Call call) => call.Write(async session =>
    {
        var known = await InvitationStore.FindByCode(session, input.Code) ?? throw None();
        // The person first, as those have it who make and revoke; the invitation is as it stands after the wait.
        var person = await Person.Hold(session, call, known);
        var offer = await InvitationStore.FindByCode(session, input.Code);
        if (person is null || offer is null)
            throw None();

        if (offer.AcceptedBy is null)
            await Bind(session, call, person, offer);
        else if (offer.AcceptedBy != call.Caller.UserId)
            throw None();
        return new Accepted(offer.As, offer.ProviderId, offer.ClientId);
    });

    static async Task Bind(Session session, Call call, Person person, InvitationStore offer)
    {
        var makersScope = person.Access.Of(offer.Maker);
        if (offer.Invitation.ExpiresAt <= call.Now || offer.MakerIsDisabled
            || !person.IsKeptBy(makersScope, person.Ownership))
            throw None();
        var ownScope = person.Access.Of(call.Caller);
        var acceptor = Signatory.Of(call.Caller.UserId, ownScope) with { IsAdmin = false };
        var bound = Invitation.Bind(person.Ownership, offer.As, acceptor)
            ?? throw ProvidersErrors.TakenInByManagers.Refused();
        // Its maker may have lost the right to it since.
        if (bound.Objection(person.Ownership, Signatory.Of(offer.Maker.UserId, makersScope), acceptor) is not null)
            throw None();
        if (offer.As is InvitedAs.Owner or InvitedAs.UserAndOwner && !person.IsKeptBy(ownScope, bound))
            throw ProvidersErrors.CannotOwn.Refused();

        await offer.Accept(session, call, person);
        await EventLog.Append(session, call, person.Event("accepted", offer.Invitation));
        await person.Bind(session, call, bound);
    }

    // One answer for what never was, is over, or is another's: a code tells nothing but itself.
    static Refused None() => ProvidersErrors.NoSuchInvitation.Refused();
}
