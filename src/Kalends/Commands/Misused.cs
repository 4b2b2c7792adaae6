using System.CommandLine;

namespace Kalends.Commands;

/// <summary>Thrown if the words of a command line mean nothing; the message says what to write instead.</summary>
sealed class Misused(string message) : Exception(message)
{
    /// <summary>Refuses words that no command takes, and commands that lack a word.</summary>
    public static void RefuseIn(ParseResult parsed, string[] words)
    {
        var command = parsed.CommandResult.Command;
        var options = Options(command).ToList();
        var names = words.Where(word => word.Contains('=', StringComparison.Ordinal))
            .Select(word => word.Split('=')[0]);
        if (options.Find(one => one.Arity.MaximumNumberOfValues == 0 && names.Contains(one.Name)) is { } flag)
            throw new Misused($"The option {flag.Name} takes no value.");
        if (parsed.UnmatchedTokens is [var unknown, ..])
            throw new Misused(Unknown(unknown, command, options));
        if (command.Action is null)
            throw new Misused($"{NameOf(command)} needs one of the words " +
                $"{string.Join(", ", command.Subcommands.Select(one => one.Name))}.");
        if (command.Arguments.FirstOrDefault(one => parsed.GetResult(one) is not { Tokens.Count: > 0 }) is { } argument)
            throw new Misused($"{NameOf(command)} needs {argument.Name}.");
        if (options.Find(one => one.Required && parsed.GetResult(one) is not { Tokens.Count: > 0 }) is { } option)
            throw new Misused($"{NameOf(command)} needs {option.Name} {option.HelpName}.");
        if (parsed.Errors is [var other, ..])
            throw new Misused(other.Message.Split('\n')[0]);
    }

    static string Unknown(string word, Command command, IEnumerable<Option> options)
    {
        var isOption = word.StartsWith('-');
        var name = isOption ? word.Split('=')[0] : word;
        var known = isOption
            ? SettingWords.HostKeys.Select(key => $"--{key}").Concat(options.Select(option => option.Name))
            : command.Subcommands.Select(one => one.Name);
        var kind = isOption ? "option" : command.Subcommands.Count > 0 ? "command" : "argument";
        return $"The {kind} {name} is not known. " +
            (Nearest.To(name, known) is { } nearest ? $"Is {nearest} meant?" : "Start with --help to see what is.");
    }

    /// <summary>The options of a command, and those of the commands above it that hold for it too.</summary>
    static IEnumerable<Option> Options(Command command) => command.Options
        .Concat(Above(command).SelectMany(Options).Where(option => option.Recursive));

    static string NameOf(Command command) =>
        Above(command).Select(one => $"{NameOf(one)} {command.Name}").FirstOrDefault() ?? CommandTree.Program;

    static IEnumerable<Command> Above(Command command) => command.Parents.OfType<Command>();
}
