using Kalends.Platform.Calls;
using Kalends.Platform.Privacy;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Providers.People;

/// <summary>
/// Exports everything that is held about one person (GDPR, articles 15 and 20), as a document that is written while it
/// is read.
/// </summary>
static class ExportPerson
{
    /// <param name="Id">The id of the client.</param>
    public sealed record ClientInput([Id] long Id);

    /// <param name="Id">The user's UUID.</param>
    public sealed record UserInput([Text(36, 36)] string Id);

    /// <param name="Id">The id of the provider.</param>
    public sealed record ProviderInput([Id] long Id);

    /// <summary>
    /// Exports everything that is held about the caller: the user, and the client and the provider who they are.
    /// </summary>
    public static Task<PersonBody> OfMe(NoInput input, Call call) => OfUser(new UserInput(call.Caller.UserId), call);

    /// <summary>
    /// Exports everything that is held about a client, and about the user and the provider who they are. The client is
    /// shown the export among the reads of their record.
    /// </summary>
    public static Task<PersonBody> OfClient(ClientInput input, Call call) => Export(
        call, session => FindPerson.ByClient(session, call, input.Id), ProvidersErrors.NoSuchClient);

    /// <summary>
    /// Exports everything that is held about a user, and about the client and the provider who they are.
    /// </summary>
    public static Task<PersonBody> OfUser(UserInput input, Call call) => Export(
        call, session => FindPerson.ByUser(session, call, input.Id), ProvidersErrors.NoSuchUser);

    /// <summary>
    /// Exports everything that is held about a provider, and about the user and the client who they are.
    /// </summary>
    public static Task<PersonBody> OfProvider(ProviderInput input, Call call) => Export(
        call, session => FindPerson.ByProvider(session, call, input.Id), ProvidersErrors.NoSuchProvider);

    static async Task<PersonBody> Export(Call call, Func<Session, Task<Person?>> find, Refusal missing)
    {
        var person = await call.Read(find) ?? throw missing.Refused();
        if (person.ClientId is { } client)
            await ClientReads.Log(call, ReadKind.Export, client);
        return new PersonBody(person, call);
    }
}
