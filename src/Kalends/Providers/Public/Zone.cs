using Kalends.Platform.Calls;

namespace Kalends.Providers.Public;

/// <summary>The time zones that a person may have: those of the tz database.</summary>
static class Zone
{
    /// <summary>Refuses an unknown zone where nothing else can be wrong.</summary>
    public static void Check(string timeZone)
    {
        var errors = new ValidationErrors();
        Check(errors, timeZone);
        errors.ThrowIfAny();
    }

    public static void Check(ValidationErrors errors, string timeZone)
    {
        if (NodaTime.DateTimeZoneProviders.Tzdb.GetZoneOrNull(timeZone) is null)
            errors.Add(
                "/time_zone", ProvidersErrors.UnknownTimeZone, "time_zone must be an IANA name, such as Europe/Paris.");
    }
}
