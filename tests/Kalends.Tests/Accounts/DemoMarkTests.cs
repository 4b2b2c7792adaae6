using Kalends.Platform;
using Kalends.Platform.Storage;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Kalends.Tests.Accounts;

/// <summary>A demo never gets into a database of people, and no demo is served as if it were one.</summary>
public abstract class DemoMarkTests
{
    static readonly string[] DemoUsers = ["accountant", "client", "manager", "provider", "test_user"];
    static readonly string[] Admin = ["admin"];
    static readonly string[] Client = ["client"];

    protected abstract Task<string> NewDatabase();

    [Fact]
    public async Task A_demo_is_refused_where_there_are_users()
    {
        var database = await NewDatabase();
        await Start(database);

        var refused = await Assert.ThrowsAsync<StartRefused>(() => Start(database, "--Kalends:Demo=true"));
        var inDevelopment = await Assert.ThrowsAsync<StartRefused>(() => Start(database, "--environment=Development"));

        Assert.Contains("--demo", refused.Message, StringComparison.Ordinal);
        Assert.Equal(refused.Message, inDevelopment.Message);
        Assert.Equal(["admin"], await EnabledUsers(database));
    }

    [Fact]
    public async Task Users_without_a_mark_are_people_too()
    {
        var database = await NewDatabase();
        await using (var app = Build(database))
            await app.Services.GetRequiredService<Db>().Write(
                async session => await session.Run(InsertUser), CancellationToken.None);

        await Assert.ThrowsAsync<StartRefused>(() => Start(database, "--Kalends:Demo=true"));
        await Start(database);

        Assert.Equal(["somebody"], await EnabledUsers(database));
    }

    [Fact]
    public async Task A_demo_goes_on_as_a_demo_and_is_refused_by_a_plain_start()
    {
        var database = await NewDatabase();
        await Start(database, "--Kalends:Demo=true");
        await Start(database, "--Kalends:Demo=true");

        var refused = await Assert.ThrowsAsync<StartRefused>(() => Start(database));

        Assert.Contains("--demo", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--Kalends:KeepDemo=true", refused.Message, StringComparison.Ordinal);
        Assert.Equal(DemoUsers, await EnabledUsers(database));
    }

    [Fact]
    public async Task A_demo_that_is_kept_keeps_what_people_did_and_shuts_its_own_users_out()
    {
        var database = await NewDatabase();
        string id;
        string token;
        await using (var app = await Serve(database, "--Kalends:Demo=true"))
        {
            var nobody = app.Visitor();
            var demo = nobody.With((await nobody.SignIn("test_user", "password")).Access());
            foreach (var (username, roles) in ((string, string[])[])[("owner", Admin), ("guest", Client)])
                (await demo.Post("/v1/users", new { username, password = People.Password, roles })).Is(201);
            id = $"{(await demo.Post("/v1/providers", new { first_name = "Ada" })).Is(201).Id}";
            token = (await nobody.SignIn("client", "password")).RefreshToken();
        }

        await using (var app = await Serve(database, "--Kalends:KeepDemo=true"))
        {
            var nobody = app.Visitor();
            foreach (var name in DemoUsers)
                (await nobody.SignIn(name, "password")).IsRefused(401, "bad_credentials");
            (await nobody.Refresh(token)).IsRefused(401, "token_revoked");
            (await nobody.SignIn("guest")).Is(200);
            var owner = nobody.With((await nobody.SignIn("owner")).Access());
            (await owner.Get($"/v1/providers/{id}")).Is(200);
            await StaysOut("manager", owner, nobody);
        }

        // It is no demo's any more.
        Assert.Equal(["guest", "owner"], await EnabledUsers(database));
        await Start(database);
        await Start(database, "--Kalends:KeepDemo=true");
        await Assert.ThrowsAsync<StartRefused>(() => Start(database, "--Kalends:Demo=true"));
        Assert.Equal(["guest", "owner"], await EnabledUsers(database));
    }

    [Fact]
    public async Task A_demo_that_is_kept_without_an_admin_of_its_own_gets_one()
    {
        var database = await NewDatabase();
        await using (var app = await Serve(database, "--Kalends:Demo=true"))
        {
            var nobody = app.Visitor();
            var demo = nobody.With((await nobody.SignIn("test_user", "password")).Access());
            var named = new { username = "admin", password = People.Password, roles = Client };
            (await demo.Post("/v1/users", named)).Is(201);
        }

        await Start(database, "--Kalends:KeepDemo=true");

        Assert.Equal(["admin", "admin2"], await EnabledUsers(database));
    }

    [Fact]
    public async Task A_demo_goes_on_or_is_kept_and_in_development_it_can_be_kept_too()
    {
        var database = await NewDatabase();
        await Start(database, "--environment=Development");

        await Assert.ThrowsAsync<StartRefused>(
            () => Start(database, "--Kalends:Demo=true", "--Kalends:KeepDemo=true"));
        Assert.Equal(DemoUsers, await EnabledUsers(database));
        await Start(database, "--environment=Development", "--Kalends:KeepDemo=true");

        Assert.Equal(["admin"], await EnabledUsers(database));
    }

    [Fact]
    public async Task A_demo_has_a_busy_practice_whose_sums_are_right_and_which_is_made_once()
    {
        var database = await NewDatabase();
        (long Bookings, long Care) made;
        await using (var app = await Serve(database, "--Kalends:Demo=true"))
            made = await Practice(app);
        await using var again = await Serve(database, "--Kalends:Demo=true");

        Assert.Equal(300, made.Bookings);
        Assert.InRange(made.Care, 1500, 4000);
        Assert.Equal(made, await Practice(again));
    }

    /// <summary>The numbers of bookings and of care events of a demo.</summary>
    static async Task<(long Bookings, long Care)> Practice(WebApplication app)
    {
        var nobody = app.Visitor();
        var admin = nobody.With((await nobody.SignIn("test_user", "password")).Access());
        var found = (await admin.Get("/v1/reports/reimbursements/verify")).Is(200);
        Assert.Equal(0, (long)found["drift"]!);
        var bookings = 0;
        for (var cursor = ""; cursor is not null;)
        {
            var page = (await admin.Get($"/v1/reservations?limit=100&cursor={Uri.EscapeDataString(cursor)}")).Is(200);
            bookings += page["items"]!.AsArray().Count;
            cursor = (string?)page["next"];
        }
        return (bookings, (long)found["checked"]!["care_events"]!);
    }

    /// <summary>Whoever enables one of the demo's users opens no door to all who know the password.</summary>
    static async Task StaysOut(string name, Visitor owner, Visitor nobody)
    {
        var user = (await owner.Get("/v1/users")).Is(200)["items"]!.AsArray()
            .First(user => (string?)user!["username"] == name)!;
        (await owner.Post($"/v1/users/{user["id"]}/enable")).Is(200);
        (await nobody.SignIn(name, "password")).IsRefused(401, "bad_credentials");
        (await owner.Post($"/v1/users/{user["id"]}/disable")).Is(200);
    }

    protected static WebApplication Build(string database, params string[] words) => Program.Build(
    [
        $"--Kalends:Database={database}", "--urls=http://127.0.0.1:0", "--environment=Test",
        "--Kalends:Log:Level=Error", "--Kalends:Scheduling:SweepSeconds=0", .. words,
    ]);

    /// <summary>Starts, and stops before the first request.</summary>
    protected static async Task Start(string database, params string[] words)
    {
        await using var app = Build(database, words);
        await FirstStart.Prepare(app);
    }

    static async Task<WebApplication> Serve(string database, params string[] words)
    {
        var app = Build(database, words);
        await FirstStart.Prepare(app);
        await app.StartAsync();
        return app;
    }

    protected static async Task<List<string>> EnabledUsers(string database)
    {
        await using var app = Build(database);
        return await app.Services.GetRequiredService<Db>().Read(
            async session => await session.All(FindEnabled, row => row.Text("username")), CancellationToken.None);
    }

    static readonly Sql FindEnabled =
        new("SELECT username FROM users WHERE disabled_at IS NULL ORDER BY username");

    static readonly Sql InsertUser = new("""
        INSERT INTO users (id, username, username_key, password_hash, roles, created_at)
        VALUES ('u', 'somebody', 'somebody', '', 16, 0)
        """);
}

public sealed class DemoMarkTestsOnSqlite : DemoMarkTests, IDisposable
{
    readonly string _folder = System.IO.Directory.CreateTempSubdirectory("kalends-").FullName;

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    protected override Task<string> NewDatabase() => Task.FromResult($"{_folder}/demo.db");

    [Fact]
    public async Task The_program_says_what_to_do_in_one_sentence()
    {
        var database = $"--Kalends:Database={_folder}/demo.db";
        await using (await ChildServer.Start(database, "--demo"))
        {
        }

        var (code, words) = await ChildServer.RunToEnd(database);

        Assert.Equal(1, code);
        Assert.StartsWith("The database is a demo's", words, StringComparison.Ordinal);
        Assert.Single(words.Split('\n'));
    }
}

public sealed class DemoMarkTestsOnPostgres(PostgresApp app) : DemoMarkTests, IClassFixture<PostgresApp>
{
    protected override async Task<string> NewDatabase()
    {
        app.RequireEngine();
        return await (await PostgresCluster.Get()).MakeDatabase();
    }

    [Fact]
    public async Task Of_demos_and_plain_starts_at_the_same_time_one_kind_wins()
    {
        for (var round = 0; round < 4; round++)
        {
            var database = await NewDatabase();
            await using (Build(database))
            {
                // The schema is there before the race.
            }

            var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(async () =>
                await Record.ExceptionAsync(() => Start(database, i % 2 == 0 ? [] : ["--Kalends:Demo=true"])))));

            var users = await EnabledUsers(database);
            var isDemo = users.Contains("test_user");
            Assert.Equal(isDemo ? 5 : 1, users.Count);
            Assert.All(outcomes.Where((_, i) => i % 2 == (isDemo ? 1 : 0)), Assert.Null);
            Assert.All(
                outcomes.Where((_, i) => i % 2 == (isDemo ? 0 : 1)), wrong => Assert.IsType<StartRefused>(wrong));
        }
    }
}
