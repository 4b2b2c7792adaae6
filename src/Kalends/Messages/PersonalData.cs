using Kalends.Platform.Calls;
using Kalends.Platform.Privacy;
using Kalends.Platform.Storage;

namespace Kalends.Messages;

/// <summary>How people are reached, and what they were sent.</summary>
static class MessagesPersonalData
{
    public static readonly PersonalData All = new(
        new("contacts", new Sql("""
            SELECT id, user_id, client_id, email, email_verified_at, phone, phone_verified_at, language, confirmation,
                   change, cancellation, reminder, review_invitation, bookings, agenda, agenda_time, updated_at
            FROM contacts
            WHERE user_id = @user OR client_id = @client
            ORDER BY id
            """)),
        new("messages", new Sql($"""
            SELECT id, kind, channel, reservation_id, recipient, address, created_at, state, attempts, finished_at,
                   used_at
            FROM messages
            WHERE {OfPerson}
            ORDER BY id
            """)),
        new("guest_requests", new Sql("""
            SELECT id, email, first_name, last_name, language, time_zone, created_at, expires_at, used_at
            FROM guest_requests
            WHERE email_key {list addresses}
            ORDER BY id
            """)))
    {
        Addresses = new Sql("""
            SELECT email AS address FROM contacts WHERE (user_id = @user OR client_id = @client) AND email IS NOT NULL
            UNION
            SELECT email_key FROM contacts WHERE (user_id = @user OR client_id = @client) AND email IS NOT NULL
            """),
    };

    public static readonly PersonErasure Erasure = new(
    [
        new(new Sql($"""
            DELETE FROM messages
            WHERE id IN (SELECT id FROM messages WHERE {OfPerson} ORDER BY id LIMIT @most)
            """)),
        new(new Sql("""
            DELETE FROM password_requests
            WHERE id IN (
                SELECT id FROM password_requests WHERE address {list addresses} ORDER BY id LIMIT @most)
            """)),
        new(new Sql("""
            DELETE FROM guest_requests
            WHERE id IN (
                SELECT id FROM guest_requests WHERE email_key {list addresses} ORDER BY id LIMIT @most)
            """)),
    ])
    {
        Last = ForgetContacts,
    };

    static async Task ForgetContacts(Session session, Call call, Person person)
    {
        await session.Enqueue(DeleteGuest, ("client", person.ClientId));
        await session.Enqueue(DeleteContacts, person.With());
    }

    static readonly Sql DeleteGuest = new("DELETE FROM guests WHERE client_id = @client");

    static readonly Sql DeleteContacts = new("DELETE FROM contacts WHERE user_id = @user OR client_id = @client");

    const string OfPerson = """
        (client_id = @client OR contact_id IN (SELECT id FROM contacts WHERE user_id = @user OR client_id = @client))
        """;
}
