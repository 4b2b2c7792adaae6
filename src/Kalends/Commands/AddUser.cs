using System.CommandLine;
using System.Text.Json;
using Kalends.Accounts;
using Kalends.Accounts.Users;
using Kalends.Platform.Calls;
using Kalends.Platform.Http;

namespace Kalends.Commands;

/// <summary>Creates a user who may sign in, as an admin can.</summary>
static class AddUser
{
    public static Command In(CommandTree tree)
    {
        var name = NamedUser.Argument();
        var roles = new Option<string[]>("--role")
        {
            Description = "client, provider, manager, accountant or admin; may be repeated. By default client.",
            HelpName = "ROLE",
        };
        var organisation = new Option<long?>("--organisation")
        {
            Description = "The id of the organisation that a manager manages.",
            HelpName = "ID",
        };
        var fromInput = CommandTree.Flag(
            "--password-stdin", "Read the password from the first line of standard input, instead of making one up.");
        return tree.Command(
            "add", "Create a user, and print a password for them once.",
            shell => Run(
                shell, shell.Value(name), shell.Value(roles) is { Length: > 0 } given ? given : ["client"],
                shell.Value(organisation), shell.Has(fromInput)),
            name, roles, organisation, fromInput, CommandTree.Json());
    }

    static async Task<ExitCode> Run(
        Shell shell, string name, string[] roles, long? organisation, bool isPasswordGiven)
    {
        var password = isPasswordGiven
            ? await Console.In.ReadLineAsync(shell.Cancel) ?? throw new StartRefused("Standard input has no password.")
            : Passwords.MakeUp();
        var input = Enter(new { username = name, password, roles, organisation_id = organisation });
        await using var program = OperatorCall.Open(shell);
        var user = (await CreateUser.Run(input, program.Call)).Value;
        shell.Answer(
            new
            {
                user.Id,
                user.Username,
                user.Roles,
                user.OrganisationId,
                Password = isPasswordGiven ? null : password,
            },
            $"{user.Username} may sign in as {string.Join(", ", user.Roles)}" +
                (isPasswordGiven ? "." : $", with the password {password} (this is said only once)."));
        return ExitCode.Done;
    }

    /// <summary>Reads the words by the rules of the route.</summary>
    static CreateUser.Input Enter(object given)
    {
        var errors = new ValidationErrors();
        var input = new InputReader(errors, Reading.Strict).ReadRecord(
            JsonSerializer.SerializeToElement(given), InputSchema.Of(typeof(CreateUser.Input)), "");
        errors.ThrowIfAny();
        return (CreateUser.Input)input!;
    }
}
