using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Providers.Public;

/// <summary>Enters clients, whether they have a user or book as guests.</summary>
static class ClientEntry
{
    /// <summary>
    /// Stores a client with the words of the name, in the caller's transaction; null if the user is a client already.
    /// </summary>
    public static async Task<Client?> Insert(Session session, Call call, Client entered)
    {
        if (await session.Number(InsertRow, entered.Values()) is not { } id)
            return null;
        var client = entered with { Id = id };
        await ClientWords.Store(session, client);
        await EventLog.Append(session, call, client.Event("created"));
        return client;
    }

    static readonly Sql InsertRow = new("""
        INSERT INTO clients
            (first_name, last_name, time_zone, user_id, owner_user_id, organisation_id, created_at, updated_at, version)
        VALUES (@first, @last, @zone, @user, @owner, @organisation, @created, @updated, @version)
        ON CONFLICT (user_id) DO NOTHING
        RETURNING id AS n
        """);
}
