using System.Security.Cryptography;
using System.Text;
using Kalends.Messages.Contacts;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Messages.Guests;

/// <summary>Somebody without an account, who has proved an e-mail address and is one client.</summary>
static class Guest
{
    /// <summary>Locks what is known of an address until the end of the transaction.</summary>
    public static void Lock(Session session, string emailKey) => session.Lock(
        LockOn.Guest, LockKey,
        ("key", BitConverter.ToInt64(SHA256.HashData(Encoding.UTF8.GetBytes(emailKey))) >> 8));

    /// <summary>The client of a guest; a guest who comes for the first time becomes one.</summary>
    public static async Task<long> Enter(Session session, Call call, GuestRequest request)
    {
        Lock(session, request.EmailKey);
        if (await session.Number(FindClient, ("key", request.EmailKey)) is { } known)
            return known;
        var client = await GuestClients.Create(
            session, call, request.FirstName, request.LastName, request.TimeZone);
        await session.Enqueue(Insert, ("key", request.EmailKey), ("client", client.Id), ("now", call.Now));
        var contact = await ContactStore.Hold(session, call, new ContactOwner(UserId: null, client.Id));
        await ContactStore.Store(
            session,
            contact with
            {
                Email = request.Email,
                EmailVerifiedAt = call.Now,
                EmailVersion = contact.EmailVersion + 1,
                Language = request.Language,
            },
            call.Now);
        return client.Id;
    }

    /// <summary>
    /// Gives a user who has verified an address the client, with all reservations, that they were as a guest.
    /// </summary>
    /// <remarks>
    /// A client who is another user by now stays theirs, and a user who is a client already stays that one.
    /// </remarks>
    public static async Task SignUp(Session session, Call call, string userId, string email)
    {
        var key = EmailAddress.KeyOf(email);
        Lock(session, key);
        if (await session.Number(FindClient, ("key", key)) is { } client
            && await GuestClients.Give(session, call, client, userId))
            await session.Enqueue(Forget, ("key", key));
    }

    static readonly Sql LockKey = new("SELECT CAST(@key AS BIGINT) AS key");

    static readonly Sql FindClient = new("""
        SELECT g.client_id AS n
        FROM guests g
        JOIN public_clients c ON c.id = g.client_id
        WHERE g.email_key = @key AND c.user_id IS NULL
        """);

    static readonly Sql Insert = new("""
        INSERT INTO guests (email_key, client_id, created_at)
        VALUES (@key, @client, @now)
        ON CONFLICT (email_key) DO UPDATE SET client_id = excluded.client_id, created_at = excluded.created_at
        """);

    static readonly Sql Forget = new("DELETE FROM guests WHERE email_key = @key");
}
