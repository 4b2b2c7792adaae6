using Kalends.Accounts;
using Kalends.Platform;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends;

/// <summary>What a start does before it serves: a demo world where one is wanted, else a first administrator.</summary>
static class FirstStart
{
    /// <summary>Reads <c>--demo</c>, which has no value, as the setting that it means.</summary>
    /// <remarks>
    /// Settings are read once. To watch their files is to watch the folder, and where the database lies in it every
    /// write of a page would wake the watcher.
    /// </remarks>
    public static string[] Words(string[] args) =>
    [
        "--hostBuilder:reloadConfigOnChange=false",
        .. args.Select(arg => arg == "--demo" ? "--Kalends:Demo=true" : arg),
    ];

    public static async Task Prepare(WebApplication app)
    {
        var settings = app.Services.GetRequiredService<Settings>();
        var db = app.Services.GetRequiredService<Db>();
        var call = Call.OfProgram(
            db, app.Services.GetRequiredService<TimeProvider>(), settings, CancellationToken.None);

        if (settings.Of<ServerSettings>().Demo ?? app.Environment.IsDevelopment())
            await db.Alone(Demo.Job, () => Demo.Load(call), CancellationToken.None);
        else if (await FirstAdmin.Make(call) is { } password)
            Console.WriteLine($"The first user is admin, with the password {password} (this is said only once).");
    }
}
