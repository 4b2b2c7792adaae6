using System.Data.Common;
using System.Text.Json.Nodes;
using Kalends.Events;
using Kalends.Platform.Retention;
using Kalends.Platform.Storage;
using Kalends.Tests.Directory;
using Kalends.Tests.Kit;
using Kalends.Tests.Reimbursements;
using Kalends.Tests.Scheduling;
using Kalends.Tests.Start;

namespace Kalends.Tests.Storage;

/// <summary>What is older than it is kept goes into files, and then out of the tables.</summary>
public abstract class RetentionTests : IDisposable
{
    static readonly TimeSpan Month = TimeSpan.FromDays(31);

    readonly string _folder = System.IO.Directory.CreateTempSubdirectory("kalends-").FullName;
    readonly TestApp _app;

    protected RetentionTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    public void Dispose()
    {
        System.IO.Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Nothing_is_removed_unless_a_setting_says_so()
    {
        var client = await _app.GivenAClient();
        (await _app.Admin.Get($"/v1/clients/{client}")).Is(200);
        _app.Clock.Advance(TimeSpan.FromDays(10_000));

        await RemoveOldRecords.Run(_app.OwnCall());

        Assert.Single((await _app.Admin.Get($"/v1/clients/{client}/reads")).Is(200)["items"]!.AsArray());
    }

    [Fact]
    public async Task Old_reads_of_clients_are_removed_and_younger_ones_stay()
    {
        await using var running = await Keeps("ClientReadDays=30");
        var client = await _app.GivenAClient();
        (await _app.Admin.Get($"/v1/clients/{client}")).Is(200);
        _app.Clock.Advance(Month);
        (await _app.Admin.Get($"/v1/clients/{client}/contact")).Is(200);

        await RemoveOldRecords.Run(_app.OwnCall());

        var left = (await _app.Admin.Get($"/v1/clients/{client}/reads")).Is(200)["items"]!.AsArray();
        Assert.Equal(["contact"], left.Select(read => (string)read!["kind"]!));
        Assert.Contains(Lines("client_reads"), line => (long)line["client_id"]! == client);
    }

    [Fact]
    public async Task Old_events_are_removed_in_blocks_and_readers_behind_them_are_told()
    {
        await using var running = await Keeps("EventDays=30");
        var text = new { component = "hive", email = "bee@example.org", message = "Zwitschern" };
        var old = (await _app.Admin.Post("/v1/events", text)).Is(201);
        await Run($"""
            INSERT INTO events (id, created_at, actor)
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000)
            SELECT 'old' || i, {_app.OwnCall().Now.Micros}, 'somebody' FROM n
            """);
        _app.Clock.Advance(Month);
        var young = (await _app.Admin.Post("/v1/events", text)).Is(201);
        await _app.LogIsTold();
        await EventBlocks.Complete(_app.OwnCall());

        await RemoveOldRecords.Run(_app.OwnCall());

        (await _app.Admin.Get($"/v1/events/{old["id"]}")).IsRefused(404, "not_found");
        (await _app.Admin.Get($"/v1/events?order=asc&cursor={old["position"]}")).IsRefused(410, "position_removed");
        (await _app.Admin.Get($"/v1/events/stream?last_event_id={old["position"]}"))
            .IsRefused(410, "position_removed");
        var found = (await _app.Admin.Get("/v1/events?words=Zwitschern")).Is(200)["items"]!.AsArray();
        Assert.Equal([(string)young["id"]!], found.Select(happened => (string)happened!["id"]!));
        var removed = Lines("events");
        Assert.InRange(removed.Count, 8000, 9000);
        Assert.Contains(removed, line => (string)line["id"]! == (string)old["id"]!);
        Assert.Contains(Lines("event_texts"), line => (string?)line["message"] == "Zwitschern");
        await IsKept("DELETE FROM events WHERE id = 'old9000'");
        await IsKept("UPDATE events SET actor = 'nobody' WHERE id = 'old9000'");
        await VerifiesClean();
    }

    [Fact]
    public async Task Old_reservations_are_removed_and_reviews_stay_verified()
    {
        await using var running = await Keeps("ReservationDays=30");
        var (visitor, client) = await _app.GivenAClientUser();
        var provider = await _app.GivenAProvider();
        var slot = await _app.GivenSlots(provider);
        var visit = await _app.GivenABooking(slot, client);
        (await _app.Admin.Post($"/v1/reservations/{visit}/reschedule", new { slot_id = slot + 1 })).Is(200);
        var open = await _app.GivenABooking(slot + 2, client);
        _app.Clock.Advance(TimeSpan.FromDays(3));
        var type = await _app.GivenAnEventType();
        var done = (await _app.Admin.Post($"/v1/reservations/{visit}/complete", new { event_type_id = type })).Is(200);
        var review = await _app.GivenAReview(provider, 4, visitor);
        await IsKept($"DELETE FROM reservations WHERE id = {visit}");
        _app.Clock.Advance(Month);

        await RemoveOldRecords.Run(_app.OwnCall());

        (await _app.Admin.Get($"/v1/reservations/{visit}")).IsRefused(404, "not_found");
        (await _app.Admin.Get($"/v1/reservations/{open}")).Is(200);
        Assert.True((bool)(await _app.Admin.Get($"/v1/reviews/{review}")).Is(200)["verified"]!);
        (await _app.Admin.Get($"/v1/care-events/{done["care_event"]!["id"]}")).Is(200);
        Assert.Contains(Lines("reservations"), line => (long)line["id"]! == visit);
        Assert.Contains(Lines("reservation_moves"), line => (long)line["reservation_id"]! == visit);
        await IsKept($"DELETE FROM reservations WHERE id = {open}");
        await VerifiesClean();
    }

    [Fact]
    public async Task Old_openings_are_removed_unless_they_have_reservations()
    {
        await using var running = await Keeps("ReservationDays=30", "OpeningDays=30");
        var provider = await _app.GivenAProvider();
        var service = await _app.GivenAService(provider, minutes: 30);
        var slot = await _app.GivenSlots(provider);
        var open = await _app.GivenABooking(slot, await _app.GivenAClient());
        var free = await _app.GivenSlots(provider, inDays: 5) / 4096;
        await Run($"INSERT INTO opening_services (opening_id, service_id) VALUES ({free}, {service})");
        _app.Clock.Advance(Month + TimeSpan.FromDays(6));
        var young = await _app.GivenSlots(provider);
        await IsKept($"DELETE FROM openings WHERE id = {free}");

        await RemoveOldRecords.Run(_app.OwnCall());

        Assert.Equal([slot / 4096, young / 4096], await Openings(provider));
        var line = Assert.Single(Lines("openings"), line => (long)line["id"]! == free);
        Assert.Equal(provider, (long)line["provider_id"]!);
        Assert.Contains(Lines("opening_services"), line => (long)line["opening_id"]! == free);
        (await _app.Admin.Get($"/v1/reservations/{open}")).Is(200);
        await IsKept($"DELETE FROM openings WHERE id = {young / 4096}");
        await VerifiesClean();
    }

    [Fact]
    public async Task An_operator_counts_what_is_old_before_it_is_removed()
    {
        var client = await _app.GivenAClient();
        (await _app.Admin.Get($"/v1/clients/{client}")).Is(200);
        await Run($"UPDATE client_reads SET since = 0 WHERE client_id = {client}");
        await _app.Stop();
        string[] settings =
        [
            $"--Kalends:Database={_app.Database}", $"--Kalends:Retention:Folder={_folder}",
            "--Kalends:Retention:ClientReadDays=1",
        ];

        var (_, nothing) = await Typed.Run("retain", settings[0]);
        var (_, counted) = await Typed.Run(["retain", "--dry-run", "--json", .. settings]);
        var isThere = Lines("client_reads").Count == 0;
        var (code, removed) = await Typed.Run(["retain", .. settings]);
        var (_, left) = await Typed.Run(["retain", "--dry-run", "--json", .. settings]);
        await _app.Start();

        Assert.Equal("The settings keep everything.", nothing);
        var old = JsonNode.Parse(counted)!;
        Assert.Equal(("client_reads", false), ((string)old["kind"]!, (bool)old["removed"]!));
        Assert.InRange((long)old["count"]!, 1, 1000);
        Assert.True(isThere);
        Assert.Equal(0, code);
        Assert.StartsWith($"{old["count"]} client_reads from before ", removed, StringComparison.Ordinal);
        Assert.Contains(Lines("client_reads"), line => (long)line["client_id"]! == client);
        Assert.Equal(0, (long)JsonNode.Parse(left)!["count"]!);
    }

    [Fact]
    public async Task What_a_killed_process_has_removed_is_in_a_file()
    {
        await using var running = await Keeps("ClientReadDays=30");
        var clients = new List<long>();
        for (var i = 0; i < 5; i++)
        {
            clients.Add(await _app.GivenAClient());
            (await _app.Admin.Get($"/v1/clients/{clients[^1]}")).Is(200);
        }
        _app.Clock.Advance(Month);

        var kills = 0;
        for (var isDone = false; ; isDone = !isDone)
        {
            var dying = new DyingDb(_app.Db, steps: 1 + kills % 4, isDone);
            if (await Record.ExceptionAsync(() => RemoveOldRecords.Run(_app.OwnCall(dying))) is null)
                break;
            kills++;
            var written = Lines("client_reads").Select(line => (long)line["client_id"]!).ToHashSet();
            foreach (var client in clients)
                if ((await Reads(client)).Count == 0)
                    Assert.Contains(client, written);
        }

        Assert.InRange(kills, 1, 20);
        foreach (var client in clients)
            Assert.Empty(await Reads(client));
    }

    Task<IAsyncDisposable> Keeps(params string[] days) => _app.Restart(
        [$"--Kalends:Retention:Folder={_folder}", .. days.Select(one => $"--Kalends:Retention:{one}")]);

    async Task<IReadOnlyList<long>> Openings(long provider) => await _app.Db.Read(
        async session => await session.All(
            Sql.Shaped($"SELECT id FROM openings WHERE provider_id = {provider} ORDER BY id"), row => row.Long("id")),
        CancellationToken.None);

    async Task<JsonArray> Reads(long client) =>
        (await _app.Admin.Get($"/v1/clients/{client}/reads")).Is(200)["items"]!.AsArray();

    /// <summary>The removed records of a kind, from all files.</summary>
    List<JsonNode> Lines(string kind) => System.IO.Directory.EnumerateFiles(_folder, "*.ndjson")
        .SelectMany(File.ReadLines)
        .Select(line => JsonNode.Parse(line)!)
        .Where(line => (string)line["kind"]! == kind)
        .Select(line => line["record"]!)
        .ToList();

    async Task IsKept(string change) =>
        Assert.IsAssignableFrom<DbException>(await Record.ExceptionAsync(() => Run(change)));

    async Task Run(string sql) =>
        await _app.Db.Write(async session => await session.Run(Sql.Shaped(sql)), CancellationToken.None);

    async Task VerifiesClean()
    {
        var (code, said) = await Typed.Run("verify", $"--Kalends:Database={_app.Database}");
        Assert.True(code == 0, said);
    }
}

public sealed class RetentionTestsOnSqlite(SqliteApp app) : RetentionTests(app), IClassFixture<SqliteApp>;

public sealed class RetentionTestsOnPostgres(PostgresApp app) : RetentionTests(app), IClassFixture<PostgresApp>;
