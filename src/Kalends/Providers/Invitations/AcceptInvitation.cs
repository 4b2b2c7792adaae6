using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Providers.Invitations;

/// <summary>
/// Accepts an invitation by its code and gives the caller the role that it offers; the same caller gets the same answer
/// again.
/// </summary>
static class AcceptInvitation
{
    /// <param name="Code">The code as it was shown to the maker of the invitation.</param>
    public sealed record Input([Text(1, 100, Secret = true)] string Code);

    /// <param name="As">The role that the caller has now.</param>
    /// <param name="ProviderId">The provider that the role is for.</param>
    /// <param name="ClientId">The client that the role is for.</param>
    public sealed record Accepted(InvitedAs As, long? ProviderId, long? ClientId);

    public static Task<Answer<Accepted>> Run(Input input, Call call) => call.Write(async session =>
    {
        var known = await InvitationStore.FindByCode(session, input.Code) ?? throw None();
        // The person is locked first, in the same order as when invitations are made or revoked. The invitation is read
        // after the wait.
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
        // The maker may have lost the right to invite since.
        if (bound.Objection(person.Ownership, Signatory.Of(offer.Maker.UserId, makersScope), acceptor) is not null)
            throw None();
        if (offer.As is InvitedAs.Owner or InvitedAs.UserAndOwner && !person.IsKeptBy(ownScope, bound))
            throw ProvidersErrors.CannotOwn.Refused();

        await offer.Accept(session, call, person);
        await EventLog.Append(session, call, person.Event("accepted", offer.Invitation));
        await person.Bind(session, call, bound);
    }

    // A code that never existed, has expired or is another user's gets the same answer, so that guessing tells nothing.
    static Refused None() => ProvidersErrors.NoSuchInvitation.Refused();
}
