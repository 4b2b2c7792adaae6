using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Messages.Contacts;

/// <summary>The stored contacts.</summary>
static class ContactStore
{
    /// <summary>The contact of a user or a client; an empty one if they have given none.</summary>
    public static async Task<Contact> Find(Session session, Call call, ContactOwner owner) =>
        await session.One(FindOf, Contact.Read, ValuesOf(owner)) ?? Contact.Empty(call.Settings<MessagesSettings>());

    /// <summary>The contacts of a client: their own, and that of the user who they are.</summary>
    public static ValueTask<List<Contact>> OfClient(Session session, long clientId) =>
        session.All(FindOfClient, Contact.Read, ("client", clientId));

    /// <summary>A contact by its id; null if it was deleted.</summary>
    public static ValueTask<Contact?> ById(Session session, long id) => session.One(FindOne, Contact.Read, ("id", id));

    /// <summary>A contact by its id, locked until the end of the transaction.</summary>
    public static ValueTask<Contact?> Hold(Session session, long id) => session.One(HoldOne, Contact.Read, ("id", id));

    /// <summary>The contact of a user or a client, locked; the row is made first if there is none.</summary>
    public static async Task<Contact> Hold(Session session, Call call, ContactOwner owner)
    {
        await session.Enqueue(InsertEmpty, [.. ValuesOf(owner),
            ("language", call.Settings<MessagesSettings>().Language), ("now", call.Now)]);
        return (await session.One(HoldOf, Contact.Read, ValuesOf(owner)))!;
    }

    /// <summary>Stores a contact as its next version; the caller holds it.</summary>
    public static async Task<Contact> Store(Session session, Contact contact, Instant now) => (await session.One(
        Update, Contact.Read, ("id", contact.Id), ("email", contact.Email),
        ("key", contact.Email is null ? null : EmailAddress.KeyOf(contact.Email)),
        ("email_verified", contact.EmailVerifiedAt), ("email_version", contact.EmailVersion),
        ("phone", contact.Phone), ("phone_verified", contact.PhoneVerifiedAt),
        ("phone_version", contact.PhoneVersion), ("language", contact.Language),
        ("confirmation", contact.Preferences.Confirmation), ("change", contact.Preferences.Change),
        ("cancellation", contact.Preferences.Cancellation), ("reminder", contact.Preferences.Reminder),
        ("review", contact.Preferences.ReviewInvitation), ("bookings", contact.Preferences.Bookings),
        ("agenda", contact.Preferences.Agenda), ("agenda_time", contact.Preferences.AgendaTime), ("now", now)))!;

    /// <summary>Deletes the contact of a user who is deleted.</summary>
    public static async Task Forget(Session session, string userId) =>
        await session.Enqueue(DeleteOfUser, ("user", userId));

    static (string, object?)[] ValuesOf(ContactOwner owner) => [("user", owner.UserId), ("client", owner.ClientId)];

    const string Of = "user_id = CAST(@user AS TEXT) OR client_id = CAST(@client AS BIGINT)";

    static readonly Sql FindOf = new($"SELECT {Contact.Columns} FROM contacts WHERE {Of}");

    static readonly Sql HoldOf = new($$"""SELECT {{Contact.Columns}} FROM contacts WHERE {{Of}} {lock}""");

    static readonly Sql FindOne = new($"SELECT {Contact.Columns} FROM contacts WHERE id = @id");

    static readonly Sql HoldOne = new($$"""SELECT {{Contact.Columns}} FROM contacts WHERE id = @id {lock}""");

    static readonly Sql FindOfClient = new($"""
        SELECT {Contact.Columns}
        FROM contacts
        WHERE client_id = @client
            OR user_id = (SELECT c.user_id FROM public_clients c WHERE c.id = @client)
        """);

    static readonly Sql InsertEmpty = new("""
        INSERT INTO contacts
            (user_id, client_id, language, confirmation, change, cancellation, reminder, review_invitation, bookings,
             agenda, agenda_time, updated_at)
        VALUES (
            CAST(@user AS TEXT), CAST(@client AS BIGINT), @language, 'email', 'email', 'email', 'email', 'email',
            'email', 'none', '07:00', @now)
        ON CONFLICT DO NOTHING
        """);

    static readonly Sql Update = new($"""
        UPDATE contacts
        SET email = @email, email_key = @key, email_verified_at = @email_verified, email_version = @email_version,
            phone = @phone, phone_verified_at = @phone_verified, phone_version = @phone_version, language = @language,
            confirmation = @confirmation, change = @change, cancellation = @cancellation, reminder = @reminder,
            review_invitation = @review, bookings = @bookings, agenda = @agenda, agenda_time = @agenda_time,
            updated_at = @now, version = version + 1
        WHERE id = @id
        RETURNING {Contact.Columns}
        """);

    static readonly Sql DeleteOfUser = new("DELETE FROM contacts WHERE user_id = @user");
}
