using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Providers.Public;

/// <summary>The clients of guests, who have no user until they sign up.</summary>
static class GuestClients
{
    /// <summary>The owner of a client whom no user owns.</summary>
    public const string NoOwner = "guest";

    /// <summary>Enters a guest as a client.</summary>
    public static async Task<Client> Create(
        Session session, Call call, string firstName, string lastName, string timeZone)
    {
        var entered = new Client(
            0, firstName, lastName, timeZone, UserId: null, NoOwner, OrganisationId: null, call.Now, call.Now,
            Version: 1);
        return (await ClientEntry.Insert(session, call, entered))!;
    }

    /// <summary>
    /// Gives the client of a guest, with all their reservations, to the user who the guest is; false if the client is
    /// somebody's by now, or the user is a client already.
    /// </summary>
    public static async Task<bool> Give(Session session, Call call, long clientId, string userId)
    {
        if (await session.One(
                Tie, Client.Read, ("id", clientId), ("user", userId), ("guest", NoOwner), ("now", call.Now))
            is not { } client)
            return false;
        await EventLog.Append(session, call, client.Event("updated"));
        return true;
    }

    // The client may have been given to somebody else at the same time: the second statement finds the first one's row.
    static readonly Sql Tie = new($"""
        UPDATE clients
        SET user_id = @user, owner_user_id = @user, updated_at = @now, version = version + 1
        WHERE id = @id AND user_id IS NULL AND owner_user_id = @guest
          AND NOT EXISTS (SELECT 1 FROM clients other WHERE other.user_id = @user)
        RETURNING {Client.Columns()}
        """);
}
