using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Providers.Invitations;

/// <summary>Takes an invitation back that nobody has accepted yet.</summary>
static class RevokeInvitation
{
    /// <param name="Id">To whom it is.</param>
    /// <param name="InvitationId">Which one.</param>
    public sealed record Input([Id] long Id, [Id] long InvitationId);

    /// <summary>Takes an invitation to a provider back that nobody has accepted yet.</summary>
    public static Task<Invitation> ToProvider(Input input, Call call) =>
        Run(input, call, session => Person.HoldProvider(session, call, input.Id));

    /// <summary>Takes an invitation to a client back that nobody has accepted yet.</summary>
    public static Task<Invitation> ToClient(Input input, Call call) =>
        Run(input, call, session => Person.HoldClient(session, call, input.Id));

    static Task<Invitation> Run(Input input, Call call, Func<Session, Task<Person>> find) => call.Write(async session =>
    {
        var person = await find(session);
        var revoked = await InvitationStore.Delete(session, person, input.InvitationId, call.Now)
            ?? throw ProvidersErrors.NoSuchInvitation.Refused();
        await EventLog.Append(session, call, person.Event("revoked", revoked));
        return revoked;
    });
}
