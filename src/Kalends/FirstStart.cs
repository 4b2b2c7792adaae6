using Kalends.Accounts;
using Kalends.Platform;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends;

/// <summary>What a start does before it serves: a demo world where one is wanted, else a first administrator.</summary>
static class FirstStart
{
    public static bool IsDemo(WebApplication app) =>
        app.Services.GetRequiredService<Settings>().Of<ServerSettings>().Demo ?? app.Environment.IsDevelopment();

    public static async Task Prepare(WebApplication app)
    {
        var settings = app.Services.GetRequiredService<Settings>();
        var db = app.Services.GetRequiredService<Db>();
        var call = Call.OfProgram(
            db, app.Services.GetRequiredService<TimeProvider>(), settings, CancellationToken.None);

        if (IsDemo(app))
            await db.Alone(Demo.Job, () => Demo.Load(call), CancellationToken.None);
        else if (await FirstAdmin.Make(call) is { } password)
            Console.WriteLine($"The first user is admin, with the password {password} (this is said only once).");
    }
}
