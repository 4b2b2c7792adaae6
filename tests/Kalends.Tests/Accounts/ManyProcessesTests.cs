using Kalends.Platform.Storage;
using Kalends.Tests.Accounts.ApiKeys;
using Kalends.Tests.Kit;
using Microsoft.AspNetCore.Builder;
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
        await _app.Admin.Post("/v1/users", """{"username":"traveller","password":"long enough","roles":["client"]}""");

        var pair = await elsewhere.Post("/v1/auth/token", new { username = "traveller", password = "long enough" });
        var here = await _app.Nobody.With(pair.Access()).Get("/v1/me");
        var refreshedHere = await _app.Nobody.Refresh(pair.RefreshToken());
        var there = await elsewhere.With(_app.Admin.Token!).Get("/v1/me");
        await _app.Nobody.Post("/v1/auth/revoke", new { refresh_token = refreshedHere.RefreshToken() });
        var refreshedThere = await elsewhere.Refresh(refreshedHere.RefreshToken());

        here.Is(200);
        refreshedHere.Is(200);
        there.Is(200);
        refreshedThere.IsRefused(401, "token_revoked");
    }

    [Theory]
    [InlineData("disable")]
    [InlineData("demote")]
    [InlineData("delete")]
    public async Task What_one_process_ends_is_ended_in_another_a_second_later(string how)
    {
        await using var other = Program.Build(Words(_app.Database), _app.Clock);
        var elsewhere = await Serve(other);
        var (name, id) = await _app.GivenAUser("admin");
        var user = elsewhere.With((await _app.Nobody.SignIn(name)).Access());
        (await user.Get("/v1/me")).Is(200);

        await End(how, id);
        _app.Clock.Advance(TimeSpan.FromSeconds(1));

        (await user.Get("/v1/me")).IsRefused(401, "token_revoked");
    }

    [Fact]
    public async Task What_goes_on_in_one_process_ends_soon_after_another_has_ended_it()
    {
        await using var other = Program.Build(Words(_app.Database), _app.Clock);
        var elsewhere = await Serve(other);
        var (name, id) = await _app.GivenAUser("admin");
        var token = (await _app.Nobody.SignIn(name)).Access();
        await using var stream = await Listener.Open(
            new Uri(elsewhere.Address, "/v1/events/stream?component=none"), token);

        await End("disable", id);

        Assert.Null(await stream.Next());
    }

    [Fact]
    public async Task A_key_that_one_process_revokes_is_refused_by_another_at_its_next_request()
    {
        await using var other = Program.Build(Words(_app.Database), _app.Clock);
        var elsewhere = await Serve(other);
        var made = (await _app.Admin.MakeKey("events:read")).Is(201);
        var byKey = elsewhere.With(made.Secret());
        (await byKey.Get("/v1/me")).Is(200);
        await using var stream = await Listener.Open(
            new Uri(elsewhere.Address, "/v1/events/stream?component=none"), made.Secret());

        (await _app.Admin.Delete($"/v1/api-keys/{made.KeyId()}")).Is(200);

        (await byKey.Get("/v1/me")).IsRefused(401, "api_key_invalid");
        Assert.Null(await stream.Next());
    }

    [Fact]
    public async Task A_ticket_is_taken_by_one_of_all_processes()
    {
        await using var other = Program.Build(Words(_app.Database), _app.Clock);
        var elsewhere = await Serve(other);
        var made = await _app.Admin.Post("/v1/stream-tickets", new { path = "/v1/events/stream" });
        var path = $"/v1/events/stream?last_event_id=nowhere&ticket={made.Is(201)["ticket"]}";

        var answers = await Race.AtOnce(12, i => (i % 2 == 0 ? elsewhere : _app.Nobody).Get(path));

        Assert.Equal(1, answers.Count(answer => answer.Status == 422));
        Assert.Equal(11, answers.Count(answer => answer.Status == 401));
    }

    [Fact]
    public async Task A_token_that_was_issued_elsewhere_after_a_change_is_good_here_at_once()
    {
        await using var other = Program.Build(Words(_app.Database), _app.Clock);
        var elsewhere = await Serve(other);
        var (name, id) = await _app.GivenAUser("admin");
        (await elsewhere.With((await _app.Nobody.SignIn(name)).Access()).Get("/v1/me")).Is(200);

        await End("demote", id);

        (await elsewhere.With((await _app.Nobody.SignIn(name)).Access()).Get("/v1/me")).Is(200);
    }

    [Fact]
    public async Task A_change_that_commits_late_is_seen_all_the_same()
    {
        var (name, id) = await _app.GivenAUser();
        var user = _app.Nobody.With((await _app.Nobody.SignIn(name)).Access());
        await using var connection = _app.Connect();
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction =
            await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = $"""
            UPDATE users SET token_version = 2 WHERE id = '{id}';
            INSERT INTO ended_sign_ins (holder, token_version, ended_at)
            VALUES ('{id}', 2, {_app.Clock.GetUtcNow().ToUnixTimeMilliseconds() * 1000})
            """;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        // Others are ended and read meanwhile.
        for (var i = 0; i < 3; i++)
        {
            _app.Clock.Advance(TimeSpan.FromMinutes(1));
            await End("disable", (await _app.GivenAUser()).Id);
            (await user.Get("/v1/me")).Is(200);
        }
        await transaction.CommitAsync(TestContext.Current.CancellationToken);
        _app.Clock.Advance(TimeSpan.FromSeconds(1));

        (await user.Get("/v1/me")).IsRefused(401, "token_revoked");
    }

    [Fact]
    public async Task Processes_with_different_modules_are_one_product()
    {
        await using var accounts = Program.Build([.. Words(_app.Database), "--Kalends:Modules=accounts"], _app.Clock);
        await using var providers = Program.Build([.. Words(_app.Database), "--Kalends:Modules=providers"], _app.Clock);
        var (door, directory) = (await Serve(accounts), await Serve(providers));
        await _app.Admin.Post("/v1/users", """{"username":"walker","password":"long enough","roles":["client"]}""");

        var pair = (await door.Post("/v1/auth/token", new { username = "walker", password = "long enough" })).Is(200);
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

    async Task End(string how, string id) => (await (how switch
    {
        "disable" => _app.Admin.Post($"/v1/users/{id}/disable"),
        "demote" => _app.Admin.Put($"/v1/users/{id}", new { roles = new[] { "client" } }),
        _ => _app.Admin.Delete($"/v1/users/{id}"),
    })).Is(200);

    static async Task<Visitor> Serve(WebApplication app)
    {
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app.Visitor();
    }

    static string[] Words(string database) =>
    [
        $"--Kalends:Database={database}", "--urls=http://127.0.0.1:0", "--environment=Test",
        "--Kalends:Log:Level=Error", "--Kalends:Scheduling:SweepSeconds=0",
    ];

    static readonly Sql CountAdmins = new("SELECT COUNT(*) AS n FROM users");

    static readonly Sql CountKeys = new("SELECT COUNT(*) AS n FROM signing_keys");
}
