using Kalends.Platform.Calls;
using Kalends.Platform.Privacy;
using Kalends.Platform.Storage;

namespace Kalends.Providers.People;

/// <summary>
/// Finds a person by one of their records: the user, and the client and the provider who that user is.
/// </summary>
static class FindPerson
{
    /// <summary>The person who is a client; null if there is no such client.</summary>
    public static Task<Person?> ByClient(Session session, Call call, long id) =>
        By(session, call, OfClient, ("id", id));

    /// <summary>The person who is a user; null if there is no such user.</summary>
    public static Task<Person?> ByUser(Session session, Call call, string id) => By(session, call, OfUser, ("id", id));

    /// <summary>The person who is a provider; null if there is no such provider.</summary>
    public static Task<Person?> ByProvider(Session session, Call call, long id) =>
        By(session, call, OfProvider, ("id", id));

    static async Task<Person?> By(Session session, Call call, Sql find, (string, object?) id)
    {
        var found = await session.One(find, row => new Found(
            row.TextOrNull("user_id"), row.LongOrNull("client_id"), row.LongOrNull("provider_id"),
            row.TextOrNull("username")), id);
        if (found is null)
            return null;

        var person = new Person(found.UserId, found.ClientId, found.ProviderId, []);
        var addresses = new List<string>();
        if (found.Username is { } name)
            addresses.Add(name);
        foreach (var data in call.Hooks<PersonalData>())
            if (data.Addresses is { } ask)
                addresses.AddRange(await session.All(ask, row => row.Text("address"), person.With()));
        return new Person(found.UserId, found.ClientId, found.ProviderId, [.. addresses.Distinct()]);
    }

    /// <summary>
    /// The person to erase with a client. The user who they are is part of it, unless that user has other roles or is a
    /// provider, and stays.
    /// </summary>
    public static async Task<Person?> ToEraseClient(Session session, Call call, long id)
    {
        var isOnlyClient = await session.Number(HasOtherRoles, ("id", id)) is null;
        return await By(session, call, isOnlyClient ? OfClient : OfClientAlone, ("id", id));
    }

    /// <summary>The person to erase with a user; refused if they are a provider.</summary>
    public static async Task<Person?> ToEraseUser(Session session, Call call, string id)
    {
        var person = await ByUser(session, call, id);
        return person?.ProviderId is null ? person : throw ProvidersErrors.PersonIsProvider.Refused();
    }

    /// <summary>
    /// The provider to erase, without the user who they were, who is erased alone; refused while they work here.
    /// </summary>
    public static async Task<Person?> ToEraseProvider(Session session, long id) =>
        await session.Number(HoldProvider, ("id", id)) switch
        {
            null => null,
            0 => throw ProvidersErrors.ProviderIsNotDeleted.Refused(),
            _ => new Person(UserId: null, ClientId: null, id, []),
        };

    sealed record Found(string? UserId, long? ClientId, long? ProviderId, string? Username);

    static readonly Sql OfUser = new("""
        SELECT u.id AS user_id, u.username, c.id AS client_id, p.id AS provider_id
        FROM public_users u
        LEFT JOIN clients c ON c.user_id = u.id
        LEFT JOIN providers p ON p.user_id = u.id
        WHERE u.id = @id
        """);

    static readonly Sql OfClient = new("""
        SELECT c.user_id, u.username, c.id AS client_id, p.id AS provider_id
        FROM clients c
        LEFT JOIN public_users u ON u.id = c.user_id
        LEFT JOIN providers p ON p.user_id = c.user_id
        WHERE c.id = @id
        """);

    static readonly Sql OfProvider = new("""
        SELECT p.user_id, u.username, c.id AS client_id, p.id AS provider_id
        FROM providers p
        LEFT JOIN public_users u ON u.id = p.user_id
        LEFT JOIN clients c ON c.user_id = p.user_id
        WHERE p.id = @id
        """);

    static readonly Sql HoldProvider = new("""
        SELECT CASE WHEN deleted_at IS NULL THEN 0 ELSE 1 END AS n
        FROM providers
        WHERE id = @id
        {lock}
        """);

    static readonly Sql OfClientAlone = new("""
        SELECT CAST(NULL AS TEXT) AS user_id, CAST(NULL AS TEXT) AS username, id AS client_id,
               CAST(NULL AS BIGINT) AS provider_id
        FROM clients
        WHERE id = @id
        """);

    static readonly Sql HasOtherRoles = new($"""
        SELECT 1 AS n
        FROM clients c
        JOIN public_users u ON u.id = c.user_id
        LEFT JOIN providers p ON p.user_id = u.id
        WHERE c.id = @id AND (u.roles <> {(int)Roles.Client} OR p.id IS NOT NULL)
        """);
}
