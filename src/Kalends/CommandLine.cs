using System.Reflection;

namespace Kalends;

/// <summary>The words that the program is started with.</summary>
static class CommandLine
{
    const string Help = """
        Kalends: the backend behind an appointment book and its month-end ledger.

        Usage: kalends [options]
               kalends user reset-password NAME [options]
               kalends keys rotate [options]
               kalends keys replace [options]

        The first serves. The second gives a user a new password and prints it. The third makes a new key that signs
        tokens, and lets those of older keys end as they would; the fourth ends them at once, and all sign-ins with
        them. While one of these runs on a SQLite file, no server may.

          --urls URLS              where to listen, separated by semicolons; by default http://localhost:5080
          --Kalends:Database DB    a path of a SQLite file, or a PostgreSQL connection string or URL; by default
                                   kalends.db in this folder
          --demo                   serve demo data, whose users all have the password "password"
          --Kalends:KEY VALUE      any other setting; docs/operate.md lists them all
          --help                   show this text
          --version                show the version

        Settings may also stand in appsettings.json and in the environment (Kalends__Database=...).
        """;

    // The keys of the host and the web server that an operator may set beside those under Kalends.
    static readonly string[] HostKeys =
    [
        "urls", "http_ports", "https_ports", "environment", "contentRoot", "AllowedHosts", "SENTRY_DSN",
        "SENTRY_ENVIRONMENT", "SENTRY_RELEASE",
    ];

    static readonly string[] HostSections = ["Kalends", "Kestrel", "Logging"];

    /// <summary>The version of this program, with the commit that it was built from.</summary>
    public static string Version { get; } = typeof(CommandLine).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>Does what needs no server; false where one is to start.</summary>
    public static async Task<bool> Answers(string[] args)
    {
        if (args.Any(arg => arg is "--help" or "-h" or "-?"))
            Console.WriteLine(Help);
        else if (args.Contains("--version"))
            Console.WriteLine($"kalends {Version}");
        else if (args is ["user" or "keys", ..])
            await OperatorCommands.Run(args);
        else
            return false;
        return true;
    }

    /// <summary>The settings that the words mean; refused where one of them means none.</summary>
    /// <remarks>
    /// Settings are read once. To watch their files is to watch the folder, and where the database lies in it every
    /// write of a page would wake the watcher.
    /// </remarks>
    public static string[] Settings(string[] args)
    {
        var settings = new List<string> { "--hostBuilder:reloadConfigOnChange=false" };
        for (var i = 0; i < args.Length; i++)
        {
            var arg = args[i] == "--demo" ? "--Kalends:Demo=true" : args[i];
            if (!arg.StartsWith("--", StringComparison.Ordinal))
                throw new StartRefused($"The argument {arg} is not known. Start with --help to see what is.");

            var key = arg[2..].Split('=', 2)[0];
            RequireKnown(key);
            if (!arg.Contains('=', StringComparison.Ordinal))
                arg = ++i < args.Length
                    ? $"{arg}={args[i]}"
                    : throw new StartRefused($"--{key} needs a value. Start with --help to see how it is given.");
            settings.Add(arg);
        }
        return [.. settings];
    }

    static void RequireKnown(string key)
    {
        if (key is "demo" or "help" or "version")
            throw new StartRefused($"The option --{key} takes no value.");
        if (HostKeys.Contains(key, StringComparer.OrdinalIgnoreCase)
            || HostSections.Any(section => key.StartsWith($"{section}:", StringComparison.OrdinalIgnoreCase)))
            return;
        var nearest = Nearest.To(key, [.. HostKeys, "demo", "help", "version"]);
        throw new StartRefused($"The option --{key} is not known. " +
            (nearest is null ? "Start with --help to see what is." : $"Is --{nearest} meant?"));
    }
}
