using System.Globalization;
using System.Text.Json.Serialization;
using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Providers.Public;

/// <summary>A provider as the directory shows it (FHIR Practitioner with its PractitionerRole).</summary>
/// <param name="Id">The id of the provider in the whole API.</param>
/// <param name="Name">The display name.</param>
/// <param name="FirstName">The first name, or the only one.</param>
/// <param name="LastName">The last name; empty if there is only one name.</param>
/// <param name="Skills">The provider's skills, in their own order.</param>
/// <param name="Cost">The cost of a day, in minor units of the currency; null if the provider gives no price.</param>
/// <param name="Currency">The currency of the cost (ISO 4217); null if the cost is null.</param>
/// <param name="Availability">
/// The days on which the provider could work, as they gave them; the calendar of openings is separate.
/// </param>
/// <param name="TimeZone">The IANA name of the provider's time zone.</param>
/// <param name="Languages">The languages that the provider speaks, best first (BCP 47).</param>
/// <param name="Active">Whether searches find the provider and their slots can be reserved.</param>
/// <param name="Published">
/// Whether people without an account see the provider and book as guests; null if the organisation decides, or, where
/// it says nothing, the installation.
/// </param>
/// <param name="Rating">The rating by users.</param>
/// <param name="UserId">The user who is this provider.</param>
/// <param name="OwnerUserId">The user who may act for the provider.</param>
/// <param name="OrganisationId">The organisation whose managers may act for the provider.</param>
/// <param name="CreatedAt">The time when the provider was created.</param>
/// <param name="UpdatedAt">The time of the last change.</param>
/// <param name="Version">The number of the version; each change counts, except those of the rating.</param>
record Profile(
    long Id, string Name, string FirstName, string LastName, IReadOnlyList<string> Skills, long? Cost,
    string? Currency, IReadOnlyList<DateRange> Availability, string TimeZone, IReadOnlyList<string> Languages,
    bool Active, bool? Published, Rating Rating, string? UserId, string OwnerUserId, long? OrganisationId,
    Instant CreatedAt, Instant UpdatedAt, long Version) : ITagged
{
    public const int NameMax = 250;
    public const int SkillsMax = 50;
    public const int RangesMax = 100;
    public const long CostMax = 1_000_000_000_000;

    /// <summary>The ETag: a review changes it, but does not make an update of the provider fail.</summary>
    [JsonIgnore]
    public EntityTag Tag => new(
        Version, string.Create(CultureInfo.InvariantCulture, $"{Rating.Sum}-{Rating.Count}"));

    /// <summary>The event about this provider, without names and lists.</summary>
    /// <remarks>
    /// Lists are read where they are stored. An event that repeated them would grow with the profile, and the log with
    /// every change of it.
    /// </remarks>
    public DomainEvent Event(string verb) => new("providers", $"provider.{verb}", $"provider/{Id}", new Facts(
        Id, Cost, Currency, TimeZone, Active, Published, UserId, OwnerUserId, OrganisationId, CreatedAt, UpdatedAt,
        Version))
    {
        ProviderId = Id,
    };

    sealed record Facts(
        long Id, long? Cost, string? Currency, string TimeZone, bool Active, bool? Published, string? UserId,
        string OwnerUserId, long? OrganisationId, Instant CreatedAt, Instant UpdatedAt, long Version);

    public static Profile Read(Row row) => new(
        row.Long("id"), row.Text("name"), row.Text("first_name"), row.Text("last_name"), row.Texts("skills"),
        row.LongOrNull("cost"), row.TextOrNull("currency"),
        row.Texts("availability").Select(DateRange.Parse).ToList(), row.Text("time_zone"), row.Texts("languages"),
        row.Long("active") == 1, row.LongOrNull("published") is { } published ? published == 1 : null,
        new Rating(row.Long("rating_sum"), row.Long("rating_count")),
        row.TextOrNull("user_id"), row.Text("owner_user_id"), row.LongOrNull("organisation_id"),
        row.At("created_at"), row.At("updated_at"), row.Long("version"));

    /// <summary>
    /// The condition for rows of <c>providers p</c> that lists and searches show; their indexes hold only these rows.
    /// </summary>
    public const string Listed = "p.active = 1";

    /// <summary>
    /// The columns of a profile, from <c>providers p</c>. Its lists are gathered for each row, so a statement that
    /// sorts or filters finds the ids first.
    /// </summary>
    public const string Columns = """
        p.id, p.name, p.first_name, p.last_name, p.cost, p.currency, p.time_zone, p.active, p.published,
        p.rating_sum, p.rating_count, p.user_id, p.owner_user_id, p.organisation_id, p.created_at, p.updated_at,
        p.version,
        (SELECT {gather}(name) FROM (
            SELECT (SELECT s.name FROM skills s WHERE s.id = h.skill_id) AS name FROM provider_skills h
            WHERE h.provider_id = p.id ORDER BY h.position) AS held) AS skills,
        (SELECT {gather}(stretch) FROM (
            SELECT a.from_date || '/' || a.to_date AS stretch FROM provider_availability a
            WHERE a.provider_id = p.id ORDER BY a.position) AS said) AS availability,
        (SELECT {gather}(tag) FROM (
            SELECT l.tag FROM provider_languages l
            WHERE l.provider_id = p.id ORDER BY l.position) AS spoken) AS languages
        """;
}
