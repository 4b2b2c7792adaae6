using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Start;

[UnsupportedOSPlatform("windows")]
public sealed class CommandLineTests : IDisposable
{
    readonly string _folder = System.IO.Directory.CreateTempSubdirectory("kalends-").FullName;

    string Database => $"--Kalends:Database={_folder}/start.db";

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("--help", "kalends [command] [options]")]
    [InlineData("-h", "kalends [command] [options]")]
    [InlineData("--version", "kalends 0.")]
    public async Task Help_and_version_are_answered_without_a_server(string word, string begins)
    {
        var (code, words) = await ChildServer.RunToEnd(Database, word);

        Assert.Equal(0, code);
        Assert.Contains(begins, words, StringComparison.Ordinal);
        Assert.Empty(System.IO.Directory.GetFileSystemEntries(_folder));
    }

    [Theory]
    [InlineData("Is Kalends:Http:RatePerSecond meant?", "--Kalends:Http:RatPerSecond=1")]
    [InlineData("Is Kalends:Http:RatePerSecond meant?", "--Kalends:Htp:RatePerSecond=1")]
    [InlineData("The setting Kalends:Nothing:Of:The:Kind is not known.", "--Kalends:Nothing:Of:The:Kind=1")]
    [InlineData("Documents must be any, automatic or trusted.", "--Kalends:GraphQL:Documents=some")]
    [InlineData("names no document", "--Kalends:GraphQL:Documents=trusted")]
    [InlineData("TrustedDocuments is not valid: /nowhere", "--Kalends:GraphQL:TrustedDocuments=/nowhere")]
    [InlineData("cannot listen at banana", "--urls=banana")]
    [InlineData("cannot listen at http://127.0.0.1:80x", "--urls=http://127.0.0.1:80x")]
    [InlineData("this machine does not have that address", "--urls=http://192.0.2.1:5999")]
    [InlineData("cannot listen at http://256.1.1.1:7551", "--urls=http://256.1.1.1:7551")]
    [InlineData("cannot listen at http://[::1:7551", "--urls=http://[::1:7551")]
    [InlineData("cannot listen at http://banana:7569", "--urls=http://localhost:0;http://banana:7569")]
    [InlineData("cannot listen at http://banana:7569", "--Kestrel:Endpoints:Http:Url=http://banana:7569")]
    [InlineData("cannot listen at banana", "--Kestrel:Endpoints:Http:Url=banana")]
    [InlineData("cannot listen at http://*:80x", "--http_ports=80x")]
    [InlineData("cannot listen at https://*:99999", "--https_ports=7570;99999")]
    [InlineData("The setting Logging:LogLevel:Default must be one of trace,", "--Logging:LogLevel:Default=Foo")]
    [InlineData("Logging:Console:LogLevel:Kalends must be one of trace,", "--Logging:Console:LogLevel:Kalends=1x")]
    [InlineData("TokenKey must be base64 of at least 32 bytes.", "--Kalends:Accounts:TokenKey=abc")]
    [InlineData("TokenKey must be base64 of at least 32 bytes.", "--Kalends:Accounts:TokenKey=c2hvcnQ=")]
    [InlineData(
        "TokenKey must be base64 of at least 32 bytes.",
        "--Kalends:Accounts:TokenKey=MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=,")]
    [InlineData("Demo and KeepDemo exclude each other", "--Kalends:Demo=true", "--Kalends:KeepDemo=true")]
    public async Task A_start_that_is_mistyped_is_refused_in_one_sentence(string sentence, params string[] words)
    {
        var (code, said) = await ChildServer.RunToEnd([Database, .. words]);

        Assert.Equal(1, code);
        Assert.Contains(sentence, said, StringComparison.Ordinal);
        AssertNothingHappened(said);
    }

    [Theory]
    [InlineData("The command serv is not known. Is serve meant?", "serv")]
    [InlineData("The command diary is not known. Start with --help", "diary")]
    [InlineData("The argument now is not known.", "serve", "now")]
    [InlineData("Is --urls meant?", "--url=http://127.0.0.1:0")]
    [InlineData("Is --json meant?", "user", "list", "--jason")]
    [InlineData("Is list meant?", "user", "lst")]
    [InlineData("The option --port is not known.", "--port", "80")]
    [InlineData("--demo takes no value", "--demo=true")]
    [InlineData("--Kalends:Modules needs a value", "--Kalends:Modules")]
    [InlineData("kalends user needs one of the words add, list, disable, enable, reset-password.", "user")]
    [InlineData("kalends user reset-password needs NAME.", "user", "reset-password")]
    [InlineData("The argument admin is not known.", "user", "reset-password", "admin", "admin")]
    [InlineData("The option --demo is not known.", "user", "reset-password", "admin", "--demo")]
    [InlineData("kalends key needs one of the words rotate, replace.", "key")]
    [InlineData("The argument now is not known.", "key", "rotate", "now")]
    [InlineData("abc", "user", "add", "somebody", "--organisation", "abc")]
    public async Task Words_that_mean_nothing_are_told_from_a_start_that_is_refused(
        string sentence, params string[] words)
    {
        var (code, said) = await Typed.Run([Database, .. words]);

        Assert.Equal(2, code);
        Assert.Contains(sentence, said, StringComparison.Ordinal);
        AssertNothingHappened(said);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_refused_before_anything_is_written()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var (code, said) = await ChildServer.RunToEnd(Database, $"--urls=http://127.0.0.1:{port}");

        Assert.Equal(1, code);
        Assert.Contains("another program listens there already", said, StringComparison.Ordinal);
        AssertNothingHappened(said);
    }

    [Theory]
    [InlineData("--urls=https://127.0.0.1:0")]
    [InlineData("--urls=http://127.0.0.1:{0};http://127.0.0.1:{0}")]
    [InlineData("--urls=http://localhost:0")]
    [InlineData("--urls=http://127.0.0.1:{0}/kalends")]
    [InlineData("--Kestrel:Endpoints:Http:Protocols=Http1")]
    public async Task A_start_that_cannot_listen_leaves_the_first_admin_to_the_next_one(string word)
    {
        var port = Machine.FreePort().ToString(CultureInfo.InvariantCulture);
        var (code, said) = await ChildServer.RunToEnd(Database, word.Replace("{0}", port, StringComparison.Ordinal));

        await using var next = await ChildServer.Start(Database);
        var admin = await next.Line(line => line.StartsWith("The first user is admin", StringComparison.Ordinal));

        Assert.Equal(1, code);
        // A busy machine may make the framework log a warning before.
        var words = Assert.Single(said.Split('\n'), line => !line.StartsWith('{'));
        Assert.StartsWith("The server cannot listen", words, StringComparison.Ordinal);
        Assert.Contains("with the password", admin, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("there is no folder", "missing/start.db")]
    [InlineData("is a folder", ".")]
    [InlineData("neither a path of a file nor a PostgreSQL connection string", "mysql://here/there")]
    public async Task A_path_that_can_hold_no_database_is_refused_in_one_sentence(string sentence, string path)
    {
        var (code, said) = await ChildServer.RunToEnd(
            "--Kalends:Database=" + (path.Contains(':') ? path : Path.Combine(_folder, path)));

        Assert.Equal(1, code);
        Assert.Contains(sentence, said, StringComparison.Ordinal);
        AssertNothingHappened(said);
    }

    [Theory]
    [InlineData("Dear diary, today I learned of databases. ")]
    [InlineData("SQLite format 3\0, or so they said.")]
    public async Task A_file_that_is_no_database_is_refused_and_left_as_it_is(string content)
    {
        var (file, text) = ($"{_folder}/start.db", string.Concat(Enumerable.Repeat(content, 100)));
        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);

        var (code, said) = await ChildServer.RunToEnd(Database);

        Assert.Equal(1, code);
        Assert.Contains("is not a SQLite database, or it is damaged", said, StringComparison.Ordinal);
        Assert.Single(said.Split('\n'));
        Assert.Equal([file], System.IO.Directory.GetFileSystemEntries(_folder));
        Assert.Equal(text, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_file_that_may_not_be_written_is_refused_in_one_sentence()
    {
        await (await ChildServer.Start(Database)).DisposeAsync();
        File.SetUnixFileMode($"{_folder}/start.db", UnixFileMode.UserRead);

        var (code, said) = await ChildServer.RunUnprivileged(Database);

        Assert.Equal(1, code);
        Assert.Contains("cannot be written: check", said, StringComparison.Ordinal);
        Assert.Single(said.Split('\n'));
    }

    [Fact]
    public async Task A_folder_that_may_not_be_written_is_refused_in_one_sentence()
    {
        File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var (code, said) = await ChildServer.RunUnprivileged(Database);

        File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Assert.Equal(1, code);
        Assert.Contains("cannot be written: check", said, StringComparison.Ordinal);
        AssertNothingHappened(said);
    }

    [Fact]
    public async Task A_file_of_settings_that_is_no_JSON_is_named()
    {
        await File.WriteAllTextAsync(
            $"{_folder}/appsettings.json", "{ \"Kalends\": ", TestContext.Current.CancellationToken);

        var (code, said) = await ChildServer.RunToEnd(Database, $"--contentRoot={_folder}");

        Assert.Equal(1, code);
        Assert.Contains($"{_folder}/appsettings.json", said, StringComparison.Ordinal);
        Assert.Contains("LineNumber", said, StringComparison.Ordinal);
        Assert.Single(said.Split('\n'));
    }

    [Theory]
    [InlineData("Kalends_Http_RatePerSecond", """{"Kalends_Http_RatePerSecond": 1}""")]
    [InlineData("Kalend:Http:RatePerSecond", """{"Kalend": {"Http": {"RatePerSecond": 1}}}""")]
    public async Task A_setting_that_misses_its_section_is_refused(string key, string settings)
    {
        await File.WriteAllTextAsync($"{_folder}/appsettings.json", settings, TestContext.Current.CancellationToken);

        var (code, said) = await ChildServer.RunToEnd(Database, $"--contentRoot={_folder}");

        Assert.Equal(1, code);
        Assert.Equal($"The setting {key} is not known. Is Kalends:Http:RatePerSecond meant?", said);
    }

    [Fact]
    public async Task A_terminal_is_told_where_the_server_listens_and_whom_to_sign_in_as()
    {
        await using var server = ChildServer.StartInTerminal(Database, "--demo");

        var listens = await server.Line(line => line.Contains("listens at", StringComparison.Ordinal));
        var database = await server.Line(line => line.Contains("database", StringComparison.Ordinal));
        var demo = await server.Line(line => line.Contains("sign in as", StringComparison.Ordinal));

        Assert.Contains("http://127.0.0.1:", listens, StringComparison.Ordinal);
        Assert.Contains($"SQLite, {_folder}/start.db", database, StringComparison.Ordinal);
        Assert.Contains("test_user", demo, StringComparison.Ordinal);
        Assert.Contains(server.Lines, line => line.Contains("Kalends 0.", StringComparison.Ordinal));
    }

    void AssertNothingHappened(string said)
    {
        Assert.Single(said.Split('\n'));
        Assert.Empty(System.IO.Directory.GetFileSystemEntries(_folder));
    }
}
