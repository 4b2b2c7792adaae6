using Kalends.Accounts;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kalends;

/// <summary>What an operator does with the users of a database from a shell; on PostgreSQL servers may run.</summary>
static class UserCommands
{
    const string Usage = "A password is reset with: kalends user reset-password NAME [options]";

    public static async Task Run(string[] args)
    {
        if (args is not [_, "reset-password", var username, .. var options] || username.StartsWith('-'))
            throw new StartRefused(Usage);
        var builder = PlatformSetup.CreateBuilder(CommandLine.Settings(options));
        var settings = new Settings(builder.Configuration);
        var (server, storage) = (settings.Add<ServerSettings>(), settings.Add<StorageSettings>());
        settings.RefuseUnknown();
        if (!PostgresAddress.Names(server.Database))
            RequireFile(server.Database);

        await using var db = Db.Open(server.Database, storage, NullLogger.Instance);
        await Reset(username, Call.OfProgram(db, TimeProvider.System, settings, Hooks.None, CancellationToken.None));
    }

    static void RequireFile(string database)
    {
        SqliteClaim.RequirePath(database);
        if (!File.Exists(database))
            throw new StartRefused($"There is no database {database}.");
    }

    static async Task Reset(string username, Call call)
    {
        try
        {
            var (password, user) = await ResetPassword.Run(username, call);
            Console.WriteLine($"{user.Username} has the password {password} now (this is said only once).");
            if (user.DisabledAt is not null)
                Console.WriteLine("They are disabled: an admin must enable them before they can sign in.");
        }
        catch (Refused refused) when (refused.Reason == Reason.NotFound)
        {
            throw new StartRefused($"There is no user {username}.");
        }
    }
}
