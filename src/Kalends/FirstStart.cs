using Kalends.Accounts;
using Kalends.Accounts.Users;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends;

/// <summary>What a start does before it serves: a demo world where one is wanted, else a first administrator.</summary>
static class FirstStart
{
    public static bool IsDemo(WebApplication app) =>
        app.Services.GetRequiredService<Settings>().Of<ServerSettings>().IsDemo(app.Environment);

    public static async Task Prepare(WebApplication app)
    {
        var settings = app.Services.GetRequiredService<Settings>();
        var db = app.Services.GetRequiredService<Db>();
        var call = Call.OfProgram(
            db, app.Services.GetRequiredService<TimeProvider>(), settings, app.Services.GetRequiredService<Hooks>(),
            CancellationToken.None);

        var keys = app.Services.GetRequiredService<SigningKeys>();
        if (db.IsReadOnly)
        {
            await RequireKeys(keys);
            return;
        }
        await keys.Current();
        if (IsDemo(app))
        {
            await Demo.Enter(call);
            await db.Alone(Demo.Job, () => Demo.Load(call), CancellationToken.None);
        }
        else if (await FirstAdmin.Make(settings.Of<ServerSettings>().KeepDemo, call) is { } admin)
            Console.WriteLine(
                $"The {(settings.Of<ServerSettings>().KeepDemo ? "new admin" : "first user")} is {admin.Username}, " +
                $"with the password {admin.Password} (this is said only once).");
    }

    static async Task RequireKeys(SigningKeys keys)
    {
        try
        {
            await keys.Current();
        }
        catch (Refused refused) when (refused.Is(PlatformErrors.OnlyReads))
        {
            throw new StartRefused(
                "The database has no keys to verify tokens with yet. Start a process that takes changes first.");
        }
    }
}
