using Kalends.Platform.Calls;

namespace Kalends.Providers;

/// <summary>The time zones that somebody may live by: those that the tz database knows.</summary>
static class Zone
{
    /// <summary>Refuses a zone where nothing else can be wrong.</summary>
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
