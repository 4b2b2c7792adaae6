using Kalends.Accounts;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kalends;

/// <summary>
/// What an operator does with the users and keys of a database from a shell; on PostgreSQL servers may run.
/// </summary>
static class OperatorCommands
{
    public static Task Run(string[] args) => args switch
    {
        ["user", "reset-password", var username, .. var options] when !username.StartsWith('-') =>
            With(options, call => ResetPassword(username, call)),
        ["user", ..] =>
            throw new StartRefused("A password is reset with: kalends user reset-password NAME [options]"),
        ["keys", "rotate", .. var options] => With(options, call => NewKey(dropsOthers: false, call)),
        ["keys", "replace", .. var options] => With(options, call => NewKey(dropsOthers: true, call)),
        _ => throw new StartRefused(
            "Keys are changed with: kalends keys rotate [options], or kalends keys replace [options]"),
    };

    static async Task With(string[] options, Func<Call, Task> work)
    {
        var builder = PlatformSetup.CreateBuilder(CommandLine.Settings(options));
        var settings = new Settings(builder.Configuration);
        var (server, storage) = (settings.Add<ServerSettings>(), settings.Add<StorageSettings>());
        settings.Add<AccountsSettings>();
        settings.RefuseUnknown();
        if (!PostgresAddress.Names(server.Database))
            RequireFile(server.Database);

        await using var db = Db.Open(server.Database, storage, NullLogger.Instance);
        await work(Call.OfProgram(db, TimeProvider.System, settings, Hooks.None, CancellationToken.None));
    }

    static void RequireFile(string database)
    {
        SqliteClaim.RequirePath(database);
        if (!File.Exists(database))
            throw new StartRefused($"There is no database {database}.");
    }

    static async Task ResetPassword(string username, Call call)
    {
        try
        {
            var (password, user) = await Accounts.ResetPassword.Run(username, call);
            Console.WriteLine($"{user.Username} has the password {password} now (this is said only once).");
            if (user.DisabledAt is not null)
                Console.WriteLine("They are disabled: an admin must enable them before they can sign in.");
        }
        catch (Refused refused) when (refused.Reason == Reason.NotFound)
        {
            throw new StartRefused($"There is no user {username}.");
        }
    }

    static async Task NewKey(bool dropsOthers, Call call)
    {
        if (call.Settings<AccountsSettings>().Keys().Count > 0)
            throw new StartRefused("The keys are those of Kalends:Accounts:TokenKey: the first of them signs.");
        await RotateKeys.Run(dropsOthers, call);
        Console.WriteLine(dropsOthers
            ? "Tokens are signed with a new key. Everybody must sign in again."
            : "Tokens are signed with a new key. Those that were signed before stay good until they end.");
    }
}
