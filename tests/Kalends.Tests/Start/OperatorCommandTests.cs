using System.Text.Json.Nodes;
using Kalends.Tests.Accounts;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Start;

/// <summary>The way back in for an operator who has lost the password of the admin.</summary>
public sealed class OperatorCommandTests : IDisposable
{
    const string Said = "The first user is admin, with the password ";
    const string Has = " has the password ";

    readonly string _folder = System.IO.Directory.CreateTempSubdirectory("kalends-").FullName;

    string Database => $"--Kalends:Database={_folder}/users.db";

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_password_is_reset_while_no_server_runs_on_the_file()
    {
        string lost;
        Answer pair;
        await using (var server = await ChildServer.Start(Database))
        {
            var line = await server.Line(line => line.StartsWith(Said, StringComparison.Ordinal));
            lost = line[Said.Length..].Split(' ')[0];
            pair = await server.Nobody.SignIn("admin", lost);

            var (inUse, why) = await ChildServer.Command("user", "reset-password", "admin", Database);
            Assert.Equal(1, inUse);
            Assert.Contains("is in use by another process", why, StringComparison.Ordinal);
            (await server.Nobody.SignIn("admin", lost)).Is(200);
        }

        var (code, words) = await ChildServer.Command("user", "reset-password", "ADMIN", Database);

        Assert.Equal(0, code);
        Assert.StartsWith("admin has the password ", words, StringComparison.Ordinal);
        Assert.Single(words.Split('\n'));
        await using var again = await ChildServer.Start(Database);
        (await again.Nobody.SignIn("admin", lost)).IsRefused(401, "bad_credentials");
        (await again.Nobody.Refresh(pair.RefreshToken())).IsRefused(401, "token_revoked");
        (await again.Nobody.With(pair.Access()).Get("/v1/me")).IsRefused(401, "token_revoked");
        await again.SignIn("admin", PasswordIn(words));
    }

    [Theory]
    [InlineData("There is no user nobody.", "user", "reset-password", "nobody")]
    [InlineData("There is no user nobody.", "user", "disable", "nobody")]
    [InlineData("There is no user nobody.", "user", "enable", "nobody")]
    [InlineData("This is the last admin", "user", "disable", "admin")]
    [InlineData("roles[0] must be one of", "user", "add", "somebody", "--role", "boss")]
    [InlineData("There is no such organisation.", "user", "add", "somebody", "--organisation", "7")]
    [InlineData("Another user has this name.", "user", "add", "ADMIN")]
    [InlineData(
        "The keys are those of Kalends:Accounts:TokenKey", "key", "rotate",
        "--Kalends:Accounts:TokenKey=MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")]
    [InlineData("Is Kalends:Database meant?", "user", "reset-password", "admin", "--Kalends:Databse=x")]
    public async Task What_cannot_be_done_is_said_in_one_sentence(string sentence, params string[] words)
    {
        await using (await ChildServer.Start(Database))
        {
            // The database is there.
        }

        var (code, said) = await Typed.Run([.. words, Database]);

        Assert.Equal(1, code);
        Assert.Contains(sentence, said, StringComparison.Ordinal);
        Assert.Single(said.Split('\n'));
    }

    [Fact]
    public async Task Keys_are_rotated_or_replaced_while_no_server_runs_on_the_file()
    {
        Answer pair;
        await using (var server = await ChildServer.Start(Database, "--demo"))
            pair = await server.Nobody.SignIn("client", "password");

        var (rotated, _) = await ChildServer.Command("key", "rotate", Database);
        await using (var server = await ChildServer.Start(Database, "--demo"))
        {
            (await server.Nobody.With(pair.Access()).Get("/v1/me")).Is(200);
            pair = await server.Nobody.Refresh(pair.RefreshToken());
        }
        var (replaced, words) = await ChildServer.Command("key", "replace", Database);

        Assert.Equal((0, 0), (rotated, replaced));
        Assert.EndsWith("Everybody must sign in again.", words, StringComparison.Ordinal);
        await using var again = await ChildServer.Start(Database, "--demo");
        (await again.Nobody.With(pair.Access()).Get("/v1/me")).IsRefused(401, "token_invalid");
        (await again.Nobody.SignIn("client", "password")).Is(200);
    }

    [Fact]
    public async Task A_user_is_added_listed_disabled_and_enabled()
    {
        await using (await ChildServer.Start(Database))
        {
            // The database is there.
        }

        var added = await Json("user", "add", "Ada", "--role", "manager", "--role", "provider");
        var listed = await Typed.Run("user", "list", "--json", Database);
        var disabled = await Json("user", "disable", "ada");
        var enabled = await Json("user", "enable", "ada");

        Assert.Equal("""["provider","manager"]""", added["roles"]!.ToJsonString());
        Assert.Equal(["ada", "admin"], listed.Said.Split('\n')
            .Select(line => (string?)JsonNode.Parse(line)!["username"]));
        Assert.NotNull(disabled["disabled_at"]);
        Assert.Null(enabled["disabled_at"]);
        await using var server = await ChildServer.Start(Database);
        await server.SignIn("ada", (string)added["password"]!);
    }

    async Task<JsonNode> Json(params string[] words)
    {
        var (code, said) = await Typed.Run([.. words, "--json", Database]);
        Assert.True(code == 0, said);
        return JsonNode.Parse(said)!;
    }

    [Fact]
    public async Task A_password_may_come_from_standard_input()
    {
        await using (await ChildServer.Start(Database))
        {
            // The database is there.
        }

        var (code, said) = await ChildServer.CommandWithInput(
            "eight letters\n", "user", "add", "grace", "--role", "accountant", "--password-stdin", Database);

        Assert.Equal((0, "grace may sign in as accountant."), (code, said));
        await using var server = await ChildServer.Start(Database);
        await server.SignIn("grace", "eight letters");
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_not_made()
    {
        var (code, said) = await ChildServer.Command("user", "reset-password", "admin", Database);

        Assert.Equal(1, code);
        Assert.StartsWith("There is no database ", said, StringComparison.Ordinal);
        Assert.Empty(System.IO.Directory.GetFileSystemEntries(_folder));
    }

    internal static string PasswordIn(string said) => said[(said.IndexOf(Has, StringComparison.Ordinal) + Has.Length)..]
        .Split(' ')[0];
}

public sealed class OperatorCommandTestsOnPostgres : IClassFixture<PostgresApp>
{
    readonly PostgresApp _app;

    public OperatorCommandTestsOnPostgres(PostgresApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_password_is_reset_beside_a_server_that_runs_and_it_acts_there()
    {
        var (name, id) = await _app.GivenAUser("admin");
        var pair = await _app.Nobody.SignIn(name);
        (await _app.Nobody.With(pair.Access()).Get("/v1/me")).Is(200);
        (await _app.Admin.Post($"/v1/users/{id}/disable")).Is(200);

        var (code, said) = await ChildServer.Command(
            "user", "reset-password", name, $"--Kalends:Database={_app.Database}");

        Assert.Equal(0, code);
        Assert.Contains("must be enabled", said, StringComparison.Ordinal);
        (await _app.Admin.Post($"/v1/users/{id}/enable")).Is(200);
        (await _app.Nobody.SignIn(name)).IsRefused(401, "bad_credentials");
        (await _app.Nobody.SignIn(name, OperatorCommandTests.PasswordIn(said))).Is(200);
        var told = (await _app.Admin.Get($"/v1/events?subject=user/{id}&kind=user.password_reset")).Is(200);
        Assert.Equal("kalends", (string?)Assert.Single(told["items"]!.AsArray())!["actor"]);
    }

    [Fact]
    public async Task Keys_are_rotated_beside_a_server_that_runs_and_told_in_the_log()
    {
        var before = _app.Admin.Token!;

        var (code, said) = await ChildServer.Command("key", "rotate", $"--Kalends:Database={_app.Database}");
        _app.Clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(0, code);
        Assert.Contains("stay valid until they end", said, StringComparison.Ordinal);
        Assert.NotEqual(before.Split('.')[0], _app.Admin.Token!.Split('.')[0]);
        await _app.LogIsTold();
        var told = (await _app.Admin.Get("/v1/events?kind=signing_key.rotated")).Is(200);
        Assert.Equal("kalends", (string?)Assert.Single(told["items"]!.AsArray())!["actor"]);
    }
}
