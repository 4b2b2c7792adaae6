namespace Kalends.Commands;

/// <summary>The words of a command line that are settings, which every command takes, and the others.</summary>
/// <param name="Settings">The settings as the host reads them.</param>
/// <param name="Others">The other words, in their order.</param>
sealed record SettingWords(string[] Settings, string[] Others)
{
    /// <summary>The keys of the host and the web server that an operator may set beside those under Kalends.</summary>
    public static readonly string[] HostKeys =
    [
        "urls", "http_ports", "https_ports", "environment", "contentRoot", "AllowedHosts", "SENTRY_DSN",
        "SENTRY_ENVIRONMENT", "SENTRY_RELEASE",
    ];

    static readonly string[] Sections = ["Kalends", "Kestrel", "Logging"];

    public static SettingWords Of(string[] args)
    {
        var settings = new List<string>();
        var others = new List<string>();
        for (var i = 0; i < args.Length; i++)
            if (!IsSetting(args[i]))
                others.Add(args[i]);
            else if (args[i].Contains('=', StringComparison.Ordinal))
                settings.Add(args[i]);
            else
                settings.Add(++i < args.Length
                    ? $"{args[i - 1]}={args[i]}"
                    : throw new Misused($"{args[i - 1]} needs a value. Start with --help to see how it is given."));
        return new([.. settings], [.. others]);
    }

    static bool IsSetting(string word)
    {
        if (!word.StartsWith("--", StringComparison.Ordinal))
            return false;
        var key = word[2..].Split('=', 2)[0];
        return HostKeys.Contains(key, StringComparer.OrdinalIgnoreCase)
            || Sections.Any(section => key.StartsWith($"{section}:", StringComparison.OrdinalIgnoreCase));
    }
}
