using System.Globalization;
using System.Text.Json.Serialization;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Platform.Time;

namespace Kalends.Providers.Public;

/// <summary>A provider as the directory shows one (FHIR Practitioner with its PractitionerRole).</summary>
/// <param name="Id">Names it everywhere.</param>
/// <param name="Name">The name to show.</param>
/// <param name="FirstName">The first name, or the only one.</param>
/// <param name="LastName">The last name; empty where there is only one.</param>
/// <param name="Skills">What they can do, in their own order.</param>
/// <param name="Cost">What a day costs, in minor units of the currency; null where no price is said.</param>
/// <param name="Currency">What the cost is in (ISO 4217); null together with it.</param>
/// <param name="Availability">
/// When they could work, as they said it; the calendar of openings is another matter.
/// </param>
/// <param name="TimeZone">The IANA name of the zone that they live by.</param>
/// <param name="Languages">What they speak, best first (BCP 47).</param>
/// <param name="Active">Whether searches find them and their slots can be reserved.</param>
/// <param name="Rating">What users think of them.</param>
/// <param name="UserId">The user who is this provider.</param>
/// <param name="OwnerUserId">The user who may act for them.</param>
/// <param name="OrganisationId">The organisation whose managers may act for them.</param>
/// <param name="CreatedAt">When they were entered.</param>
/// <param name="UpdatedAt">When they were last changed.</param>
/// <param name="Version">Counts what was changed in all this, but for the rating.</param>
record Profile(
    long Id, string Name, string FirstName, string LastName, IReadOnlyList<string> Skills, long? Cost,
    string? Currency, IReadOnlyList<DateRange> Availability, string TimeZone, IReadOnlyList<string> Languages,
    bool Active, Rating Rating, string? UserId, string OwnerUserId, long? OrganisationId, Instant CreatedAt,
    Instant UpdatedAt, long Version) : ITagged
{
    public const int NameMax = 250;
    public const int SkillsMax = 50;
    public const int RangesMax = 100;
    public const long CostMax = 1_000_000_000_000;

    /// <summary>The ETag: a review changes what is shown, and takes no change of the provider's own away.</summary>
    [JsonIgnore]
    public EntityTag Tag => new(
        Version, string.Create(CultureInfo.InvariantCulture, $"{Rating.Sum}-{Rating.Count}"));

    public static Profile Read(Row row) => new(
        row.Long("id"), row.Text("name"), row.Text("first_name"), row.Text("last_name"), row.Texts("skills"),
        row.LongOrNull("cost"), row.TextOrNull("currency"),
        row.Texts("availability").Select(DateRange.Parse).ToList(), row.Text("time_zone"), row.Texts("languages"),
        row.Long("active") == 1, new Rating(row.Long("rating_sum"), row.Long("rating_count")),
        row.TextOrNull("user_id"), row.Text("owner_user_id"), row.LongOrNull("organisation_id"),
        row.At("created_at"), row.At("updated_at"), row.Long("version"));

    /// <summary>Which rows of <c>providers p</c> lists and searches show; their indexes hold only these.</summary>
    public const string Listed = "p.active = 1";

    /// <summary>
    /// What a profile is read of, from <c>providers p</c>; its lists are gathered row by row, so a statement that sorts
    /// or filters finds its ids first.
    /// </summary>
    public const string Columns = """
        p.id, p.name, p.first_name, p.last_name, p.cost, p.currency, p.time_zone, p.active, p.rating_sum,
        p.rating_count, p.user_id, p.owner_user_id, p.organisation_id, p.created_at, p.updated_at, p.version,
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
