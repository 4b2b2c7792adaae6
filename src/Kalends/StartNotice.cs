using Kalends.Commands;
using Kalends.Platform.Http;
using Kalends.Platform.Storage.Engines;

namespace Kalends;

/// <summary>Says where the server listens, once it serves: to a terminal, or to the log.</summary>
static partial class StartNotice
{
    public static void Show(WebApplication app)
    {
        if (Console.IsOutputRedirected)
        {
            // In the place of the host's own line, which it writes before anything is served.
            var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Microsoft.Hosting.Lifetime");
            foreach (var address in ListenAddresses.Of(app))
                LogListens(log, address);
            return;
        }
        var database = app.Services.GetRequiredService<Settings>().Of<ServerSettings>().Database;
        Console.WriteLine();
        Console.WriteLine($"Kalends {CommandLine.Version}");
        Console.WriteLine($"  listens at  {string.Join(", ", ListenAddresses.Of(app))}");
        Console.WriteLine($"  database    {Engine.Describe(database)}");
        if (FirstStart.IsDemo(app))
            Console.WriteLine("  sign in as  test_user (an admin), client, provider, manager or accountant, " +
                "with the password \"password\"");
        Console.WriteLine();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Now listening on: {Address}")]
    static partial void LogListens(ILogger log, string address);
}
