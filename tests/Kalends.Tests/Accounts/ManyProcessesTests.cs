using Kalends.Platform.Storage;
using Kalends.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Kalends.Tests.Accounts;

public sealed class ManyProcessesTests : IClassFixture<PostgresApp>
{
    readonly PostgresApp _app;

    public ManyProcessesTests(PostgresApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task Processes_on_one_database_take_each_others_tokens()
    {
        await using var other = Program.Build(Words(_app.Database), _app.Clock);
        var elsewhere = await Serve(other);
        await _app.Admin.Post("/v1/users", """{"username":"traveller","password":"password","roles":["client"]}""");

        var pair = await elsewhere.Post("/v1/auth/token", new { username = "traveller", password = "password" });
        var refresh = new { refresh_token = (string)pair.Is(200)["refresh_token"]! };
        var here = await _app.Nobody.With((string)pair["access_token"]!).Get("/v1/me");
        var refreshedHere = await _app.Nobody.Post("/v1/auth/refresh", refresh);
        var there = await elsewhere.With(_app.Admin.Token!).Get("/v1/me");
        await _app.Nobody.Post("/v1/auth/revoke", refresh);
        var refreshedThere = await elsewhere.Post("/v1/auth/refresh", refresh);

        here.Is(200);
        refreshedHere.Is(200);
        there.Is(200);
        refreshedThere.IsRefused(401, "token_revoked");
    }

    [Fact]
    public async Task Processes_with_different_modules_are_one_product()
    {
        await using var accounts = Program.Build([.. Words(_app.Database), "--Kalends:Modules=accounts"], _app.Clock);
        await using var providers = Program.Build([.. Words(_app.Database), "--Kalends:Modules=providers"], _app.Clock);
        var (door, directory) = (await Serve(accounts), await Serve(providers));
        await _app.Admin.Post("/v1/users", """{"username":"walker","password":"password","roles":["client"]}""");

        var pair = (await door.Post("/v1/auth/token", new { username = "walker", password = "password" })).Is(200);
        var made = await directory.With((string)pair["access_token"]!).Post("/v1/clients", new { first_name = "Ada" });
        var me = await door.With((string)pair["access_token"]!).Get("/v1/me");

        Assert.Equal(made.Is(201).Id, (long)me.Is(200)["client_id"]!);
        (await directory.Post("/v1/auth/token", new { username = "a", password = "b" })).IsRefused(404, "not_found");
        (await door.Get("/v1/clients")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task Processes_that_start_together_make_one_admin_and_one_key()
    {
        var database = await (await PostgresCluster.Get()).MakeDatabase();
        var apps = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ =>
            Task.Run(() => Program.Build(Words(database), _app.Clock))));

        await Task.WhenAll(apps.Select(app => Task.Run(() => FirstStart.Prepare(app))));

        var db = apps[0].Services.GetRequiredService<Db>();
        Assert.Equal(1, await db.Read(async session => await session.Number(CountAdmins), CancellationToken.None));
        Assert.Equal(1, await db.Read(async session => await session.Number(CountKeys), CancellationToken.None));
        foreach (var app in apps)
            await app.DisposeAsync();
    }

    static async Task<Visitor> Serve(WebApplication app)
    {
        await app.StartAsync(TestContext.Current.CancellationToken);
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        return new Visitor(() => new Uri(addresses.First()), null, "");
    }

    static string[] Words(string database) =>
    [
        $"--Kalends:Database={database}", "--urls=http://127.0.0.1:0", "--environment=Test",
        "--Kalends:Log:Level=Error", "--Kalends:Scheduling:SweepSeconds=0",
    ];

    static readonly Sql CountAdmins = new("SELECT COUNT(*) AS n FROM users");

    static readonly Sql CountKeys = new("SELECT COUNT(*) AS n FROM secrets");
}
