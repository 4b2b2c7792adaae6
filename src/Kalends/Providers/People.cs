using Kalends.Platform.Calls;
using Kalends.Providers.Public;

namespace Kalends.Providers;

/// <summary>What both directories, of providers and of clients, do with people.</summary>
static class People
{
    public static Tie TieOf(this Person person) => new(person.UserId, person.OwnerUserId, person.OrganisationId);

    /// <summary>What a person is read of, each behind <paramref name="table"/> where a statement has several.</summary>
    public static string Columns(string table = "") => string.Join(", ",
        ((string[])[
            "id", "first_name", "last_name", "time_zone", "user_id", "owner_user_id", "organisation_id",
            "created_at", "updated_at",
        ]).Select(column => table + column));

    /// <summary>The values of a person, as every statement over them takes them.</summary>
    public static (string, object?)[] Values(this Person person) =>
    [
        ("id", person.Id), ("first", person.FirstName), ("last", person.LastName), ("zone", person.TimeZone),
        ("user", person.UserId), ("owner", person.OwnerUserId), ("organisation", person.OrganisationId),
        ("created", person.CreatedAt), ("updated", person.UpdatedAt),
    ];

    /// <summary>Refuses a zone that the tz database does not know.</summary>
    public static void CheckZone(string timeZone)
    {
        if (NodaTime.DateTimeZoneProviders.Tzdb.GetZoneOrNull(timeZone) is null)
            throw Refused.Invalid(
                "/time_zone", "unknown_time_zone", "time_zone must be an IANA name, such as Europe/Paris.");
    }
}

/// <summary>What is said of a person who enters the directory.</summary>
/// <param name="FirstName">The first name, or the only one.</param>
/// <param name="LastName">The last name.</param>
/// <param name="TimeZone">An IANA name; UTC where it is left out.</param>
/// <param name="UserId">The user who is this person; admins and managers may name others than themselves.</param>
/// <param name="OwnerUserId">The user who may act for them; the caller where it is left out.</param>
/// <param name="OrganisationId">
/// The organisation whose managers may act for them; a manager's own where it is left out.
/// </param>
sealed record NewPerson(
    [Text(1, 100)] string FirstName,
    [Text(0, 100)] string LastName = "",
    [Text(1, 64)] string TimeZone = "UTC",
    [Text(1, 64)] string? UserId = null,
    [Text(1, 64)] string? OwnerUserId = null,
    [Id] long? OrganisationId = null)
{
    /// <summary>The person as the caller may enter them, not stored yet.</summary>
    public Person Enter(Call call)
    {
        People.CheckZone(TimeZone);
        var tie = new Tie(UserId, OwnerUserId ?? call.Caller.UserId, OrganisationId ?? call.Reach.OrganisationId);
        tie.RefuseUnlessAllowed(call);
        return new Person(
            0, FirstName, LastName, TimeZone, tie.UserId, tie.OwnerUserId, tie.OrganisationId, call.Now, call.Now);
    }
}

/// <summary>What is changed of a person.</summary>
/// <param name="Id">Whom.</param>
/// <param name="FirstName">The first name, or the only one.</param>
/// <param name="LastName">The last name.</param>
/// <param name="TimeZone">An IANA name.</param>
/// <param name="UserId">The user who is this person; left out, it stays.</param>
/// <param name="OwnerUserId">The user who may act for them; left out, it stays.</param>
/// <param name="OrganisationId">The organisation whose managers may act for them; left out, it stays.</param>
sealed record ChangedPerson(
    [Id] long Id,
    [Text(1, 100)] string FirstName,
    [Text(0, 100)] string LastName,
    [Text(1, 64)] string TimeZone,
    [Text(1, 64)] string? UserId = null,
    [Text(1, 64)] string? OwnerUserId = null,
    [Id] long? OrganisationId = null)
{
    /// <summary>The person as the caller may change them, not stored yet.</summary>
    public Person Change(Person known, Call call)
    {
        People.CheckZone(TimeZone);
        var changed = known with
        {
            FirstName = FirstName,
            LastName = LastName,
            TimeZone = TimeZone,
            UserId = UserId ?? known.UserId,
            OwnerUserId = OwnerUserId ?? known.OwnerUserId,
            OrganisationId = OrganisationId ?? known.OrganisationId,
            UpdatedAt = call.Now,
        };
        if (changed.TieOf() != known.TieOf())
            changed.TieOf().RefuseUnlessAllowed(call);
        return changed;
    }
}
