using System.CommandLine;
using System.IO.Pipelines;
using Kalends.Platform.Storage.Backups;
using Kalends.Platform.Storage.Engines.Sqlite;

namespace Kalends.Commands;

/// <summary>Exports everything that is held about one person into a file.</summary>
static class ExportPerson
{
    public static Command In(CommandTree tree)
    {
        var (named, file) = (new NamedPerson(), new Option<string>("--to")
        {
            Description = "The file, which is not there yet.",
            HelpName = "FILE",
            Required = true,
        });
        return tree.Command(
            "export", "Write everything that is held about a person into a file, as JSON.",
            shell => Run(shell, named, Path.GetFullPath(shell.Value(file)!)),
            [.. named.Options, file, CommandTree.Json()]);
    }

    static async Task<ExitCode> Run(Shell shell, NamedPerson named, string file)
    {
        if (File.Exists(file))
            throw new StartRefused($"{file} is there already. Name a file that is not.");
        await using var program = OperatorCall.Open(shell);
        var body = await named.Export(shell, program.Call);
        var partial = file + ".partial";
        File.Delete(partial);
        // Nobody else on the machine reads what is held about a person.
        await using (var stream = SqliteClaim.MakeForOwner(partial, FileMode.CreateNew))
        {
            var to = PipeWriter.Create(stream);
            await body.WriteTo(to);
            await to.CompleteAsync();
        }
        DurableFile.Flush(partial);
        DurableFile.Rename(partial, file);
        shell.Answer(new { file }, $"{file} has everything that is held about them.");
        return ExitCode.Done;
    }
}
