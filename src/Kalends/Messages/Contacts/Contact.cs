using System.Text.Json.Serialization;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Messages.Contacts;

/// <summary>How a person wants messages of a kind.</summary>
enum MessagePreference
{
    /// <summary>By e-mail.</summary>
    Email,

    /// <summary>By telephone, such as in text messages, if other systems send these.</summary>
    Phone,

    /// <summary>Not at all.</summary>
    None,
}

/// <summary>How a person wants each kind of message.</summary>
/// <param name="Confirmation">A reservation was confirmed.</param>
/// <param name="Change">A confirmed reservation was moved.</param>
/// <param name="Cancellation">A confirmed reservation was cancelled.</param>
/// <param name="Reminder">A reservation begins soon.</param>
/// <param name="ReviewInvitation">A visit took place and can be reviewed.</param>
/// <param name="Bookings">
/// A reservation with the user, who is a provider and keeps their own calendar, was confirmed, moved or cancelled by
/// somebody else.
/// </param>
/// <param name="Agenda">
/// A day begins on which the user, who is a provider and keeps their own calendar, has appointments or closed time.
/// </param>
/// <param name="AgendaTime">The time of the day at which the agenda is sent, by the clocks of the provider.</param>
[InputName("MessagePreferencesInput")]
sealed record MessagePreferences(
    MessagePreference Confirmation = MessagePreference.Email, MessagePreference Change = MessagePreference.Email,
    MessagePreference Cancellation = MessagePreference.Email, MessagePreference Reminder = MessagePreference.Email,
    MessagePreference ReviewInvitation = MessagePreference.Email, MessagePreference Bookings = MessagePreference.Email,
    MessagePreference Agenda = MessagePreference.None,
    [Text(5, 5)][Form("^(?:[01][0-9]|2[0-3]):[0-5][0-9]$", "a local time, such as 07:00")]
    string AgendaTime = "07:00")
{
    /// <summary>How a kind is wanted; e-mail for those that nobody can do without.</summary>
    public MessagePreference For(MessageKind kind) => kind switch
    {
        MessageKind.Confirmation => Confirmation,
        MessageKind.Change => Change,
        MessageKind.Cancellation => Cancellation,
        MessageKind.Reminder => Reminder,
        MessageKind.ReviewInvitation => ReviewInvitation,
        MessageKind.Agenda => Agenda,
        _ when kind.IsToProvider() => Bookings,
        _ => MessagePreference.Email,
    };

    /// <summary>The same without messages of a kind.</summary>
    public MessagePreferences Without(MessageKind kind) => kind switch
    {
        MessageKind.Confirmation => this with { Confirmation = MessagePreference.None },
        MessageKind.Change => this with { Change = MessagePreference.None },
        MessageKind.Cancellation => this with { Cancellation = MessagePreference.None },
        MessageKind.Reminder => this with { Reminder = MessagePreference.None },
        MessageKind.ReviewInvitation => this with { ReviewInvitation = MessagePreference.None },
        MessageKind.Agenda => this with { Agenda = MessagePreference.None },
        _ when kind.IsToProvider() => this with { Bookings = MessagePreference.None },
        _ => this,
    };
}

/// <summary>
/// The e-mail address and the telephone number of a user or a client, and the messages that they want.
/// </summary>
/// <param name="Email">The e-mail address.</param>
/// <param name="EmailVerifiedAt">
/// The time at which its owner verified it; null if they have not. Messages go to verified addresses only.
/// </param>
/// <param name="Phone">The telephone number (E.164).</param>
/// <param name="PhoneVerifiedAt">The time at which its owner verified it; null if they have not.</param>
/// <param name="Language">The language of messages.</param>
/// <param name="Preferences">How each kind of message is wanted.</param>
/// <param name="UpdatedAt">The time of the last change; null if there was none.</param>
/// <param name="Version">The number of the version; each change counts.</param>
sealed record Contact(
    string? Email, Instant? EmailVerifiedAt, string? Phone, Instant? PhoneVerifiedAt, MessageLanguage Language,
    MessagePreferences Preferences, Instant? UpdatedAt, long Version) : ITagged
{
    [JsonIgnore]
    public EntityTag Tag => new(Version, "");

    [JsonIgnore]
    public long Id { get; init; }

    [JsonIgnore]
    public string? UserId { get; init; }

    [JsonIgnore]
    public long? ClientId { get; init; }

    /// <summary>Counts the changes of the e-mail address.</summary>
    [JsonIgnore]
    public long EmailVersion { get; init; }

    /// <summary>Counts the changes of the telephone number.</summary>
    [JsonIgnore]
    public long PhoneVersion { get; init; }

    /// <summary>The contact of somebody who has given none.</summary>
    public static Contact Empty(MessagesSettings settings) =>
        new(null, null, null, null, settings.Language, new MessagePreferences(), null, Version: 0);

    /// <summary>Whether the person can be reached at all.</summary>
    [JsonIgnore]
    public bool IsVerified => EmailVerifiedAt is not null || PhoneVerifiedAt is not null;

    /// <summary>The verified address of a channel; null if there is none.</summary>
    public string? AddressFor(MessageChannel channel) => channel == MessageChannel.Email
        ? EmailVerifiedAt is null ? null : Email
        : PhoneVerifiedAt is null ? null : Phone;

    /// <summary>The way in which a kind of message reaches the person; null if it does not.</summary>
    public MessageChannel? ChannelFor(MessageKind kind)
    {
        MessageChannel? channel = Preferences.For(kind) switch
        {
            MessagePreference.Email => MessageChannel.Email,
            MessagePreference.Phone => MessageChannel.Phone,
            MessagePreference.None => null,
        };
        return channel is { } way && AddressFor(way) is not null ? way : null;
    }

    /// <summary>
    /// The contact that counts for a client: their own if it can be reached, otherwise that of the user who they are.
    /// </summary>
    public static Contact? Counting(IReadOnlyList<Contact> ofClient) =>
        ofClient.OrderBy(one => one.ClientId is null).FirstOrDefault(one => one.IsVerified);

    /// <summary>The columns that <see cref="Read"/> reads.</summary>
    public static readonly string Columns = ColumnsOf("");

    /// <summary>The same of a statement that has several tables.</summary>
    public static string ColumnsOf(string table) => string.Join(", ",
        ((string[])[
            "id", "user_id", "client_id", "email", "email_verified_at", "email_version", "phone", "phone_verified_at",
            "phone_version", "language", "confirmation", "change", "cancellation", "reminder", "review_invitation",
            "bookings", "agenda", "agenda_time", "updated_at", "version",
        ]).Select(column => table + column));

    public static Contact Read(Row row) => new(
        row.TextOrNull("email"), row.AtOrNull("email_verified_at"), row.TextOrNull("phone"),
        row.AtOrNull("phone_verified_at"), row.Word<MessageLanguage>("language"),
        new MessagePreferences(
            row.Word<MessagePreference>("confirmation"), row.Word<MessagePreference>("change"),
            row.Word<MessagePreference>("cancellation"), row.Word<MessagePreference>("reminder"),
            row.Word<MessagePreference>("review_invitation"), row.Word<MessagePreference>("bookings"),
            row.Word<MessagePreference>("agenda"), row.Text("agenda_time")),
        row.At("updated_at"), row.Long("version"))
    {
        Id = row.Long("id"),
        UserId = row.TextOrNull("user_id"),
        ClientId = row.LongOrNull("client_id"),
        EmailVersion = row.Long("email_version"),
        PhoneVersion = row.Long("phone_version"),
    };
}
