using System.ComponentModel.DataAnnotations;

namespace Kalends.Originals;

/// <summary>The settings of the original services' routes.</summary>
sealed record OriginalsSettings : ISettings, IValidatableObject
{
    public static string Section => "Kalends:Originals";

    /// <summary>The IANA name of the zone for times without an offset.</summary>
    public string TimeZone { get; init; } = "UTC";

    public DateTimeZone Zone => DateTimeZoneProviders.Tzdb[TimeZone];

    public IEnumerable<ValidationResult> Validate(ValidationContext context)
    {
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(TimeZone) is null)
            yield return new ValidationResult("TimeZone must be an IANA name, such as Europe/Stockholm.");
    }
}
