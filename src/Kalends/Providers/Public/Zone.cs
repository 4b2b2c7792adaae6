using Kalends.Platform.Calls;

namespace Kalends.Providers.Public;

/// <summary>The time zones that a person may have: those of the tz database.</summary>
static class Zone
{
    const string Rule = "time_zone must be an IANA name, such as Europe/Paris.";

    /// <summary>The zone of a stored name; UTC if the present data know it no longer.</summary>
    public static DateTimeZone Of(string timeZone) =>
        NodaTime.DateTimeZoneProviders.Tzdb.GetZoneOrNull(timeZone) ?? DateTimeZone.Utc;

    /// <summary>Refuses an unknown zone where nothing else can be wrong.</summary>
    public static void Check(string timeZone)
    {
        var errors = new ValidationErrors();
        Check(errors, timeZone);
        errors.ThrowIfAny();
    }

    /// <summary>The zone that a parameter names, if it names one; an unknown one is refused.</summary>
    public static DateTimeZone? Asked(string? timeZone)
    {
        var errors = new ValidationErrors();
        var zone = timeZone is null ? null : NodaTime.DateTimeZoneProviders.Tzdb.GetZoneOrNull(timeZone);
        if (timeZone is not null && zone is null)
            errors.AddParameter("time_zone", ProvidersErrors.UnknownTimeZone, Rule);
        errors.ThrowIfAny();
        return zone;
    }

    public static void Check(ValidationErrors errors, string timeZone)
    {
        if (NodaTime.DateTimeZoneProviders.Tzdb.GetZoneOrNull(timeZone) is null)
            errors.Add("/time_zone", ProvidersErrors.UnknownTimeZone, Rule);
    }
}
