using Kalends.Tests.Http;

namespace Kalends.Tests.Accounts;

public sealed class FirstStartTests : IDisposable
{
    const string Said = "The first user is admin, with the password ";

    static readonly string[] DemoUsers = ["test_user", "client", "provider", "manager", "accountant"];

    readonly string _folder = System.IO.Directory.CreateTempSubdirectory("kalends-").FullName;

    string Database => $"--Kalends:Database={_folder}/first.db";

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_database_without_users_gets_one_admin_whose_password_is_said_once()
    {
        string password;
        await using (var first = await ChildServer.Start(Database))
        {
            var said = await first.Line(line => line.StartsWith(Said, StringComparison.Ordinal));
            password = said[Said.Length..].Split(' ')[0];
            var me = await (await first.SignIn("admin", password)).Get("/v1/me");

            Assert.Equal("[\"admin\"]", me.Is(200)["roles"]!.ToJsonString());
            Assert.Equal(24, password.Length);
            foreach (var name in DemoUsers)
                (await first.Nobody.Post("/v1/auth/token", new { username = name, password = "password" }))
                    .IsRefused(401, "bad_credentials");
            Assert.Single((await (await first.SignIn("admin", password)).Get("/v1/users"))["items"]!.AsArray());
        }

        await using var second = await ChildServer.Start(Database);

        await second.SignIn("admin", password);
        Assert.DoesNotContain(second.Lines, line => line.Contains("password", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_demo_is_a_world_to_book_in_and_is_made_once()
    {
        long booked;
        await using (var first = await ChildServer.Start(Database, "--demo"))
        {
            var client = await first.SignIn("client", "password");
            var providers = (await client.Get("/v1/providers")).Is(200)["items"]!.AsArray();
            var slots = (await client.Get($"/v1/providers/{providers[0]!["id"]}/slots")).Is(200)["items"]!.AsArray();
            var held = (await client.Post("/v1/reservations", new { slot_id = (long)slots[0]!["id"]! })).Is(201);
            var confirmed = (await client.Post($"/v1/reservations/{held.Id}/confirm")).Is(200);

            booked = held.Id;
            Assert.Equal(14, providers.Count);
            Assert.Equal("confirmed", (string?)confirmed["state"]);
            Assert.DoesNotContain(first.Lines, line => line.StartsWith(Said, StringComparison.Ordinal));
        }

        await using var second = await ChildServer.Start(Database, "--demo");
        var roles = new List<string>();
        foreach (var name in DemoUsers)
            roles.Add((await (await second.SignIn(name, "password")).Get("/v1/me")).Is(200)["roles"]!.ToJsonString());
        (await (await second.SignIn("manager", "password")).Get($"/v1/reservations/{booked}")).Is(200);
        var clients = (await (await second.SignIn("test_user", "password")).Get("/v1/clients?limit=100")).Is(200);

        Assert.Equal("[\"admin\"] [\"client\"] [\"provider\"] [\"manager\"] [\"accountant\"]", string.Join(' ', roles));
        Assert.Equal(62, clients["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_second_process_on_the_same_file_is_refused_in_one_sentence()
    {
        await using var first = await ChildServer.Start(Database);

        var (code, words) = await ChildServer.RunToEnd(Database);

        Assert.Equal(1, code);
        Assert.StartsWith("The database ", words, StringComparison.Ordinal);
        Assert.Contains("is in use by another process", words, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--Kalends:Accounts:AccessMinutes=0", "Kalends:Accounts")]
    [InlineData("--Kalends:Accounts:AccessMinutes=ten", "Kalends:Accounts")]
    [InlineData("--Kalends:Accounts:TokenKey=c2hvcnQ=", "Kalends:Accounts is not valid: TokenKey")]
    [InlineData("--Kalends:Http:BodyBytesMax=1", "Kalends:Http")]
    public async Task A_setting_that_cannot_be_is_refused_in_one_sentence_that_names_it(string setting, string named)
    {
        var (code, words) = await ChildServer.RunToEnd(Database, setting);

        Assert.Equal(1, code);
        Assert.Contains(named, words, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", words, StringComparison.Ordinal);
    }
}
