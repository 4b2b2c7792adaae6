using Kalends.Platform.Calls;
using Kalends.Platform.Privacy;
using Kalends.Platform.Storage;
using Kalends.Providers.Clients;
using Kalends.Providers.Public;

namespace Kalends.Providers.People;

/// <summary>
/// Erases what is known of one person (GDPR, article 17). Records that must stay, such as reservations and money, stay
/// without a name.
/// </summary>
/// <remarks>
/// It runs in steps, each a transaction. What the rows are found by is erased last, in the transaction that finds no
/// more of them; so an erasure that was interrupted is finished by the same request again.
/// </remarks>
static class ErasePerson
{
    /// <param name="Id">The id of the client.</param>
    /// <param name="CancelFuture">
    /// Whether reservations that lie ahead are cancelled; without it they refuse the erasure.
    /// </param>
    public sealed record ClientInput([Id] long Id, bool CancelFuture = false);

    /// <param name="Id">The user's UUID.</param>
    /// <param name="CancelFuture">
    /// Whether reservations that lie ahead are cancelled; without it they refuse the erasure.
    /// </param>
    public sealed record UserInput([Text(36, 36)] string Id, bool CancelFuture = false);

    /// <param name="Id">The id of the provider.</param>
    public sealed record ProviderInput([Id] long Id);

    /// <param name="UserId">The user who was erased.</param>
    /// <param name="ClientId">The client who was erased.</param>
    /// <param name="ProviderId">The provider who was erased.</param>
    /// <param name="ErasedAt">The time of the erasure.</param>
    public sealed record Erased(string? UserId, long? ClientId, long? ProviderId, Instant ErasedAt);

    /// <summary>
    /// Erases a client, and the user who they are unless that user has other roles: names, addresses, answers, reasons,
    /// and what other systems wrote into the event log about these addresses. Nobody can undo it.
    /// </summary>
    public static Task<Answer<Erased>> OfClient(ClientInput input, Call call) => Erase(
        call, session => FindPerson.ToEraseClient(session, call, input.Id), ErasedClient, ("id", input.Id),
        input.CancelFuture, ProvidersErrors.NoSuchClient);

    /// <summary>
    /// Erases a user and the client who they are; their name is free again. A user who is a provider stays. Nobody can
    /// undo it.
    /// </summary>
    public static Task<Answer<Erased>> OfUser(UserInput input, Call call) => Erase(
        call, session => FindPerson.ToEraseUser(session, call, input.Id), ErasedUser, ("id", input.Id),
        input.CancelFuture, ProvidersErrors.NoSuchUser);

    /// <summary>
    /// Erases a provider who was deleted: the name, replies to reviews, reasons of closures, places, and calendars
    /// elsewhere. Their work and what it cost stay, under no name. Nobody can undo it.
    /// </summary>
    public static Task<Answer<Erased>> OfProvider(ProviderInput input, Call call) => Erase(
        call, session => FindPerson.ToEraseProvider(session, input.Id), ErasedProvider, ("id", input.Id),
        cancelFuture: false, ProvidersErrors.NoSuchProvider);

    static async Task<Answer<Erased>> Erase(
        Call call, Func<Session, Task<Person?>> find, Sql findErased, (string, object?) id, bool cancelFuture,
        Refusal missing)
    {
        var modules = call.Hooks<PersonErasure>().ToList();
        await call.WriteInSteps(1, async session =>
        {
            var person = await find(session) ?? throw missing.Refused();
            if (person.ClientId is { } client)
            {
                ClientLock.Hold(session, client);
                await ClientStore.Hold(session, client);
            }
            if (await session.One(findErased, Read, id) is not null)
                return 0;

            var more = false;
            foreach (var erasure in modules.SelectMany(module => module.Steps))
                more |= await erasure.Run(session, call, new Erasing(person, cancelFuture));
            if (more)
                return 1;
            foreach (var module in modules)
                if (module.Last is { } last)
                    await last(session, call, person);
            return 0;
        });
        foreach (var module in modules)
            module.Done?.Invoke();
        return await call.Write(async session => (await session.One(findErased, Read, id))!);
    }

    static Erased Read(Row row) => new(
        row.TextOrNull("user_id"), row.LongOrNull("client_id"), row.LongOrNull("provider_id"), row.At("erased_at"));

    static readonly Sql ErasedClient = new("""
        SELECT user_id, id AS client_id, CAST(NULL AS BIGINT) AS provider_id, erased_at
        FROM clients
        WHERE id = @id AND erased_at IS NOT NULL
        """);

    static readonly Sql ErasedUser = new("""
        SELECT u.id AS user_id, c.id AS client_id, CAST(NULL AS BIGINT) AS provider_id, u.erased_at
        FROM public_users u
        LEFT JOIN clients c ON c.user_id = u.id
        WHERE u.id = @id AND u.erased_at IS NOT NULL
        """);

    static readonly Sql ErasedProvider = new("""
        SELECT CAST(NULL AS TEXT) AS user_id, CAST(NULL AS BIGINT) AS client_id, id AS provider_id, erased_at
        FROM providers
        WHERE id = @id AND erased_at IS NOT NULL
        """);
}
