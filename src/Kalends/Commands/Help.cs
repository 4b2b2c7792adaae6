using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Kalends.Commands;

/// <summary>Shows the help of a command, and what holds for all commands.</summary>
sealed class Help : SynchronousCommandLineAction
{
    const int Width = 100;

    const string ForAll = """
        Settings:
          --urls URLS             Where to listen, separated by semicolons; by default
                                  http://localhost:5080.
          --Kalends:Database DB   A path of a SQLite file, or a PostgreSQL connection string or URL; by
                                  default kalends.db in this folder.
          --Kalends:KEY VALUE     Any other setting; docs/operate.md lists them all. Settings may also stand
                                  in appsettings.json and in the environment (Kalends__Database=...).

        Exit codes:
          0  done
          1  refused or failed, for the reason on standard error
          2  the words on the command line mean nothing
          3  check or verify found something
        """;

    readonly HelpAction _command = new() { MaxWidth = Width };

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var code = _command.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output.WriteLine(ForAll);
        return code;
    }
}

/// <summary>Shows the version.</summary>
sealed class VersionNotice : SynchronousCommandLineAction
{
    public static VersionOption Option() =>
        new() { Action = new VersionNotice(), Recursive = true, Description = "Show the version." };

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine($"{CommandTree.Program} {CommandLine.Version}");
        return (int)ExitCode.Done;
    }
}
