using Kalends.Tests.Http;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Storage;

/// <summary>The disk of a SQLite file is really full, under load.</summary>
/// <remarks>The program gets a small disk of its own; where a machine allows none, the test is skipped.</remarks>
public sealed class FullDiskTests : IAsyncLifetime
{
    static readonly string[] Expected = ["storage_unavailable"];

    readonly string _folder = System.IO.Directory.CreateTempSubdirectory("kalends-disk-").FullName;

    string Database => $"--Kalends:Database={_folder}/test.db";

    public async ValueTask InitializeAsync() =>
        Assert.SkipUnless(await ChildServer.HasDisks(), "This machine lets nobody mount a disk.");

    public ValueTask DisposeAsync()
    {
        System.IO.Directory.Delete(_folder);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Changes_are_refused_reading_goes_on_and_room_mends_it()
    {
        await using var server = await ChildServer.StartOnDisk(
            _folder, "64m", Database, "--demo", "--Kalends:Http:RatePerSecond=0");
        var admin = await server.SignIn("test_user", "password");
        var callers = new Insistent(admin);
        callers.Begin();
        await callers.Make(20);

        var filler = server.Inside($"{_folder}/filler");
        Fill(filler);
        await Patience.Until(() => Task.FromResult(callers.Refusals.Count), count => count > 0);
        Assert.NotEmpty(callers.Refusals);
        (await server.Nobody.Get("/livez")).Is(200);
        (await Patience.Until(() => server.Nobody.Get("/readyz"), answer => answer.Status == 503))
            .IsRefused(503, "not_ready");
        // Reads of clients are logged, which is a change.
        (await admin.Get("/v1/providers")).Is(200);

        File.Delete(filler);
        (await Patience.Until(() => server.Nobody.Get("/readyz"), answer => answer.Status == 200)).Is(200);
        await callers.Make(20);
        await callers.End();

        Assert.All(callers.Refusals, code => Assert.Contains(code, Expected));
        Assert.Equal(callers.Made, await Clients(admin));
        // An outage has one line when it begins and one when it ends. There are two if the log of the file is begun
        // anew while the disk is full, since there is room for a few changes then.
        var told = server.Lines.Where(line => line.Contains("Changes are ", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(told);
        Assert.All(told.Chunk(2), pair =>
        {
            Assert.Equal(2, pair.Length);
            Assert.Contains("Changes are not written", pair[0], StringComparison.Ordinal);
            Assert.Contains("Changes are written again", pair[1], StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_disk_without_room_for_the_schema_is_refused_at_start_in_one_sentence()
    {
        var (code, said) = await ChildServer.RunOnDisk(_folder, "256k", Database);

        Assert.Equal(1, code);
        Assert.Contains("its disk is full", said, StringComparison.Ordinal);
        Assert.Single(said.Split('\n'));
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
