using Kalends.Platform;
using Kalends.Platform.Http;
using Kalends.Platform.Storage;

namespace Kalends;

/// <summary>What somebody who starts the server in a terminal wants to know first.</summary>
static class StartNotice
{
    public static void Show(WebApplication app)
    {
        if (Console.IsOutputRedirected)
            return;
        var database = app.Services.GetRequiredService<Settings>().Of<ServerSettings>().Database;
        Console.WriteLine();
        Console.WriteLine($"Kalends {CommandLine.Version}");
        Console.WriteLine($"  listens at  {string.Join(", ", ListenAddresses.Of(app))}");
        Console.WriteLine($"  database    {Db.Describe(database)}");
        if (FirstStart.IsDemo(app))
            Console.WriteLine("  sign in as  test_user (an admin), client, provider, manager or accountant, " +
                "with the password \"password\"");
        Console.WriteLine();
    }
}
