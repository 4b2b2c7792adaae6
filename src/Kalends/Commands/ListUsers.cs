using System.CommandLine;
using Kalends.Platform.Calls;
using Kalends.Platform.Paging;

namespace Kalends.Commands;

/// <summary>Lists all users, page by page, so that any number of them is printed as it is read.</summary>
static class ListUsers
{
    const int PageMax = 100;

    public static Command In(CommandTree tree) =>
        tree.Command("list", "List all users by name, also while a server runs.", Run, CommandTree.Json());

    static async Task<ExitCode> Run(Shell shell)
    {
        await using var program = OperatorCall.OpenToRead(shell);
        string? next = null;
        do
        {
            var page = await Accounts.Users.ListUsers.Run(new NoInput(), new PageRequest(PageMax, next), program.Call);
            foreach (var user in page.Items)
                shell.Answer(user, $"{user.Username}  {string.Join(", ", user.Roles)}" +
                    (user.OrganisationId is { } organisation ? $"  organisation {organisation}" : "") +
                    (user.DisabledAt is { } at ? $"  disabled since {at.Written()}" : ""));
            next = page.Next;
        }
        while (next is not null);
        return ExitCode.Done;
    }
}
