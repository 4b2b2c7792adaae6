using Kalends.Platform.Storage;

namespace Kalends.Messages.Guests;

/// <summary>A code that somebody asked for, and what they said of themselves.</summary>
/// <param name="Email">The e-mail address.</param>
/// <param name="EmailKey">What different ways to write it have in common.</param>
/// <param name="FirstName">The first name, or the only one.</param>
/// <param name="LastName">The last name.</param>
/// <param name="Language">The language of messages.</param>
/// <param name="TimeZone">The IANA name of the time zone.</param>
sealed record GuestRequest(
    string Email, string EmailKey, string FirstName, string LastName, MessageLanguage Language, string TimeZone)
{
    public string Name => $"{FirstName} {LastName}".Trim();

    /// <summary>A request whose code is still good; null if it is not.</summary>
    public static ValueTask<GuestRequest?> Find(Session session, long id, Instant now) =>
        session.One(FindGood, Read, ("id", id), ("now", now));

    /// <summary>
    /// Uses the code of a request, which only one transaction can do; null if it is not good any more.
    /// </summary>
    public static ValueTask<GuestRequest?> Use(Session session, long id, Instant now) =>
        session.One(UseGood, Read, ("id", id), ("now", now));

    static GuestRequest Read(Row row) => new(
        row.Text("email"), row.Text("email_key"), row.Text("first_name"), row.Text("last_name"),
        row.Word<MessageLanguage>("language"), row.Text("time_zone"));

    /// <summary>The condition on requests whose code is still good.</summary>
    public const string IsGood = "used_at IS NULL AND expires_at > @now";

    const string Columns = "email, email_key, first_name, last_name, language, time_zone";

    static readonly Sql FindGood = new($"SELECT {Columns} FROM guest_requests WHERE id = @id AND {IsGood}");

    static readonly Sql UseGood = new($"""
        UPDATE guest_requests
        SET used_at = @now
        WHERE id = @id AND {IsGood}
        RETURNING {Columns}
        """);
}
