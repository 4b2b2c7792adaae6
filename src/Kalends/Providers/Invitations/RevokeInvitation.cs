using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Providers.Invitations;

/// <summary>Revokes an invitation that nobody has accepted yet.</summary>
static class RevokeInvitation
{
    /// <param name="Id">The id of the provider or client that the invitation is to.</param>
    /// <param name="InvitationId">The id of the invitation.</param>
    public sealed record Input([Id] long Id, [Id] long InvitationId);

    /// <summary>Revokes an invitation to a provider that nobody has accepted yet.</summary>
    public static Task<Answer<Invitation>> ToProvider(Input input, Call call) =>
        Run(input, call, session => Person.HoldProvider(session, call, input.Id));

    /// <summary>Revokes an invitation to a client that nobody has accepted yet.</summary>
    public static Task<Answer<Invitation>> ToClient(Input input, Call call) =>
        Run(input, call, session => Person.HoldClient(session, call, input.Id));

    static Task<Answer<Invitation>> Run(
        Input input, Call call, Func<Session, Task<Person>> find) => call.Write(async session =>
    {
        var person = await find(session);
        var revoked = await InvitationStore.Delete(session, person, input.InvitationId, call.Now)
            ?? throw ProvidersErrors.NoSuchInvitation.Refused();
        await EventLog.Append(session, call, person.Event("revoked", revoked));
        return revoked;
    });
}
