using System.ComponentModel.DataAnnotations;

namespace Kalends.Platform;

/// <summary>A group of settings: one record, one configuration section, defaults in the code.</summary>
interface ISettings
{
    static abstract string Section { get; }
}

/// <summary>Thrown if the configuration prevents a start; the message says what to change.</summary>
sealed class StartRefused(string message) : Exception(message);

/// <summary>Every group of settings, read and checked once at start.</summary>
sealed class Settings(IConfiguration configuration)
{
    static readonly Type[] AllGroups = typeof(ISettings).Assembly.GetTypes()
        .Where(type => type.IsClass && type.IsAssignableTo(typeof(ISettings))).ToArray();

    readonly Dictionary<Type, object> _groups = [];

    public TSettings Of<TSettings>() where TSettings : class => (TSettings)_groups[typeof(TSettings)];

    public TSettings Add<TSettings>() where TSettings : class, ISettings, new()
    {
        var group = Bind<TSettings>();
        var wrong = new List<ValidationResult>();
        if (!Validator.TryValidateObject(group, new ValidationContext(group), wrong, validateAllProperties: true))
            throw new StartRefused($"The configuration of {TSettings.Section} is not valid: " +
                string.Join(" ", wrong.Select(fault => fault.ErrorMessage)));

        _groups[typeof(TSettings)] = group;
        return group;
    }

    /// <summary>Refuses a key that no group knows, so that a mistyped setting does not go unnoticed.</summary>
    public void RefuseUnknown()
    {
        var known = AllGroups.SelectMany(KeysOf).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var written = configuration.GetSection("Kalends").AsEnumerable().Concat(Misspelt(known));
        var unknown = written
            .Where(setting => setting.Value is not null && !known.Contains(setting.Key))
            .Select(setting => setting.Key)
            .Order(StringComparer.Ordinal)
            .FirstOrDefault();
        if (unknown is not null)
            throw new StartRefused($"The setting {unknown} is not known." +
                (Nearest.To(unknown, known) is { } nearest ? $" Is {nearest} meant?" : ""));
    }

    /// <summary>
    /// Settings outside the section that belong in it: Kalends_Database with one underscore instead of two, or
    /// Kalend:Demo.
    /// </summary>
    IEnumerable<KeyValuePair<string, string?>> Misspelt(HashSet<string> known) => configuration.AsEnumerable()
        .Where(setting => !setting.Key.StartsWith("Kalends:", StringComparison.OrdinalIgnoreCase)
            && setting.Key.StartsWith("Kalend", StringComparison.OrdinalIgnoreCase)
            && setting.Key.IndexOfAny([':', '_']) is var end and > 0
            && known.Contains($"Kalends:{setting.Key[(end + 1)..].TrimStart('_').Replace('_', ':')}"));

    static IEnumerable<string> KeysOf(Type group)
    {
        var section = group.GetProperty(nameof(ISettings.Section))!.GetValue(null);
        return group.GetProperties().Where(property => property.CanWrite).Select(key => $"{section}:{key.Name}");
    }

    TSettings Bind<TSettings>() where TSettings : class, ISettings, new()
    {
        try
        {
            return configuration.GetSection(TSettings.Section).Get<TSettings>() ?? new TSettings();
        }
        catch (InvalidOperationException wrong)
        {
            throw new StartRefused($"The configuration of {TSettings.Section} is not valid: {wrong.Message}");
        }
    }
}
