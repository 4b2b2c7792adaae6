using Kalends.Tests.Http;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Storage;

/// <summary>The disk of a SQLite file is really full, under load.</summary>
/// <remarks>The program gets a small disk of its own; where a machine allows none, the test is skipped.</remarks>
public sealed class FullDiskTests
{
    const int Megabytes = 64;

    static readonly string[] Expected = ["storage_unavailable"];

    [Fact]
    public async Task Changes_are_refused_reading_goes_on_and_room_mends_it()
    {
        Assert.SkipUnless(await ChildServer.HasDisks(), "This machine lets nobody mount a disk.");
        var folder = System.IO.Directory.CreateTempSubdirectory("kalends-disk-").FullName;
        await using var server = await ChildServer.StartOnDisk(
            folder, Megabytes, $"--Kalends:Database={folder}/test.db", "--demo", "--Kalends:Http:RatePerSecond=0");
        var admin = await server.SignIn("test_user", "password");
        var callers = new Insistent(admin);
        callers.Begin();
        await callers.Make(20);

        var filler = server.Inside($"{folder}/filler");
        Fill(filler);
        await Patience.Until(() => Task.FromResult(callers.Refusals.Count), count => count > 0);
        Assert.NotEmpty(callers.Refusals);
        (await server.Nobody.Get("/livez")).Is(200);
        (await server.Nobody.Get("/readyz")).IsRefused(503, "not_ready");
        (await admin.Get("/v1/clients")).Is(200);

        File.Delete(filler);
        (await Patience.Until(() => server.Nobody.Get("/readyz"), answer => answer.Status == 200)).Is(200);
        await callers.Make(20);
        await callers.End();

        Assert.All(callers.Refusals, code => Assert.Contains(code, Expected));
        Assert.Equal(callers.Made, await Clients(admin));
        Assert.Contains(server.Lines, line => line.Contains("Changes are written again.", StringComparison.Ordinal));
    }

    /// <summary>Writes until there is no room for a page.</summary>
    static void Fill(string file)
    {
        using var filler = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        var page = new byte[4096];
        try
        {
            while (true)
                filler.Write(page);
        }
        catch (IOException)
        {
            // The disk is full.
        }
    }

    /// <summary>Those whom the callers made, beside those of the demo.</summary>
    static async Task<List<long>> Clients(Visitor admin)
    {
        var ids = new List<long>();
        for (var next = ""; next is not null;)
        {
            var page = (await admin.Get($"/v1/clients?limit=100{next}")).Is(200);
            ids.AddRange(page["items"]!.AsArray()
                .Where(one => Guid.TryParse((string?)one!["last_name"], out _)).Select(one => (long)one!["id"]!));
            next = (string?)page["next"] is { } cursor ? $"&cursor={cursor}" : null;
        }
        return [.. ids.Order()];
    }
}
