using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Platform.Storage;

namespace Kalends.Providers.Invitations;

/// <summary>Lists the invitations that can still be accepted, without their codes, which are shown only once.</summary>
static class ListInvitations
{
    /// <param name="Id">The id of the provider or client.</param>
    public sealed record Input([Id] long Id);

    /// <summary>Lists the invitations to a provider that can still be accepted: ten at most.</summary>
    public static Task<Page<Invitation>> ToProvider(Input input, Call call) =>
        Run(call, session => Person.FindProvider(session, call, input.Id));

    /// <summary>Lists the invitations to a client that can still be accepted: ten at most.</summary>
    public static Task<Page<Invitation>> ToClient(Input input, Call call) =>
        Run(call, session => Person.FindClient(session, call, input.Id));

    /// <summary>Gives the invitations to a provider that can still be accepted: ten at most.</summary>
    public static async Task<IReadOnlyList<Invitation>> AllToProvider(Input input, Call call) =>
        (await ToProvider(input, call)).Items;

    /// <summary>Gives the invitations to a client that can still be accepted: ten at most.</summary>
    public static async Task<IReadOnlyList<Invitation>> AllToClient(Input input, Call call) =>
        (await ToClient(input, call)).Items;

    static Task<Page<Invitation>> Run(Call call, Func<Session, Task<Person>> find) => call.Read(async session =>
        new Page<Invitation>(await InvitationStore.Find(session, await find(session), call.Now), Next: null));
}
